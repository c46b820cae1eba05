/// Published and derived tables, measured anew.
///
/// A {@link org.scorefield.reproduce.Reproduction} knows how to run a study of this project's field
/// from its first random number to its last, and what others, or a derivation, say should come out.
/// It gives {@link org.scorefield.reproduce.Check}s: a measured number, what was {@link
/// org.scorefield.reproduce.Expected} of it, by whom, and within what tolerance; and the {@link
/// org.scorefield.reproduce.Figure}s to look at. {@link org.scorefield.reproduce.Reproductions}
/// lists them:
///
/// | name | what is measured |
/// |---|---|
/// | `linearity` | how linear the score of real data is; the divergence of a jump |
/// | `teleport-sweep` | what a closed-form start costs by the level it lands on |
/// | `automatic-skip` | what the automatic level saves and costs, beside every other level |
/// | `solver-error` | errors of solvers on Gaussian data, before any run |
/// | `schedules` | grids searched on a spectrum, and whether the gain carries over to a mixture |
/// | `gaussian-exponential` | the Gaussian-exponential solver beside DPM-Solver++(2M) |
/// | `solvers-by-evaluations` | our samplers beside the standard ones, by evaluations; on any data |
/// | `published-theory` | levels, weighting, factors and bounds of the error analysis, beside the exact divergence |
/// | `mixture-budget` | the exact error budget of a mixture on the line, by schedule and step noise |
/// | `gaussian-budget` | error budgets of samplers on Gaussian data, exactly |
/// | `convex-scores` | two-layer score networks at their certified optimum, on small sets |
///
/// A table to be read across, whose numbers nobody has made a claim about, is an {@link
/// org.scorefield.reproduce.Overview}.
///
/// Three kinds of expectation are told apart by their source: a figure that someone published, a
/// figure that an independent program found on the same input, and a law that holds for every
/// input, such as that an error grows. The last kind is checked on data that a user brings; the
/// other two only on the data they were measured on.
@NullMarked
package org.scorefield.reproduce;

import org.jspecify.annotations.NullMarked;
