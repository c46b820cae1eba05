/// Choosing how to sample before sampling: grids, solvers and starts from the statistics of the
/// data alone, with no evaluation of the model.
///
/// **Comparison.** Whatever is proposed has to show what it is worth. {@link
/// org.scorefield.design.SolverComparison} runs any {@link org.scorefield.design.NamedSampler} and
/// the standard {@link org.scorefield.design.Peers} side by side on one model, at equal numbers of
/// evaluations and from the same noise, and asks two questions: how far is each from a fine-grid
/// reference, sample by sample, and how good is the set by the metrics of a {@link
/// org.scorefield.design.Yardstick}. The answers are a {@link org.scorefield.design.Comparison},
/// every number with its standard error over seeds. The two questions have different winners; no
/// solver is chosen by the first alone.
@NullMarked
package org.scorefield.design;

import org.jspecify.annotations.NullMarked;
