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
///
/// **Learning on a surrogate.** A mixture fitted to the data is not the model, but its trajectories
/// bend at the same noise levels and over the same scales. {@link
/// org.scorefield.design.SolverLearning} therefore learns the weights of a multistep method ({@link
/// org.scorefield.design.CoefficientFit}), its grid and its start on such a surrogate, step by step
/// against {@link org.scorefield.design.Trajectories} solved finely, and hands them to the model,
/// which was never asked. What comes out is {@link org.scorefield.design.Learned}: plain numbers,
/// an expected error, and the best standard sampler to fall back on.
///
/// **Planning on trajectories.** Two published planners of grids for Euler's method, to compare
/// with: {@link org.scorefield.design.GitsGrid} adds up local errors, {@link
/// org.scorefield.design.OptimalStepsizeGrid} follows the student. They work on the model's own
/// trajectories or on a surrogate's.
@NullMarked
package org.scorefield.design;

import org.jspecify.annotations.NullMarked;
