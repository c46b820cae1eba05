/// Reports: values in, one HTML file out.
///
/// A {@link org.scorefield.report.Report} is a title, a lead (the verdict and the numbers behind
/// it) and sections; a section is a heading, one sentence that says what is seen, and {@link
/// org.scorefield.report.Block}s. Blocks are immutable values and know nothing of HTML, of runs or
/// of experiments: whoever has results composes them, and {@link org.scorefield.report.Html#render}
/// writes the page.
///
/// | block | for |
/// |---|---|
/// | {@link org.scorefield.report.Verdict} | the answer, in one line |
/// | {@link org.scorefield.report.Cards} | the few numbers behind it |
/// | {@link org.scorefield.report.Table} | methods against metrics, with standard errors |
/// | {@link org.scorefield.report.Pictures} | real beside generated; one state over many levels |
/// | {@link org.scorefield.report.LineChart}, {@link org.scorefield.report.BarChart}, {@link org.scorefield.report.ScatterChart}, {@link org.scorefield.report.HeatMap} | curves over sigma, comparisons, point clouds, matrices |
/// | {@link org.scorefield.report.Code}, {@link org.scorefield.report.KeyValues} | how to repeat the run, and where it came from |
/// | {@link org.scorefield.report.Paragraph} | anything that needs saying |
///
/// **The page.** One file that needs no network: style, pictures and the chart library are inside,
/// and a content security policy forbids the browser to load anything else. The same report gives
/// the same characters. It is well-formed XML as well as HTML. Every text is escaped; in prose, ``
/// `backticks` `` set code. Charts follow the light or dark scheme of the reader, keep their data
/// beside them as a table, and without scripts the tables remain.
///
/// **Numbers.** {@link org.scorefield.report.NumberText} formats every one: four significant
/// digits, or, with a standard error, as many as the error supports (the rounding rule of the
/// Particle Data Group). Error bars and bands span two standard errors either side; the number
/// after a plus-minus sign is one. What is not finite is a gap in a curve and `n/a` or an infinity
/// sign in a table.
///
/// **Do not use it** for data others must read by machine: that is the run record.
@NullMarked
package org.scorefield.report;

import org.jspecify.annotations.NullMarked;
