/// Choosing how to sample before sampling: grids, solvers and starts from the statistics of the
/// data alone, with no evaluation of the model.
///
/// **Grids.** A {@link org.scorefield.design.GridSearch} finds the noise levels for a solver and a
/// number of evaluations. On the Gaussian of the data every {@link org.scorefield.design.Objective}
/// is a closed form, minimised in milliseconds; on a mixture that stands in for the model, a {@link
/// org.scorefield.design.MixtureProxy}, the grids are tried by real runs, the best is tuned, and
/// none is accepted that is worse there than rho = 7:
///
/// ```java
/// new GridSearch(new Dpmpp2M(), 10, Origin.prior(80), 0.002)
///     .on(mixture.matchingGaussian(), mixture, NoiseKey.of(seed), () -> false)
/// ```
///
/// The result, a {@link org.scorefield.design.GridDesign}, holds the grid, why it was chosen, and
/// every candidate with its errors. **Do not trust a multistep solver's optimum on the Gaussian
/// alone**: there its errors cancel a hundred times better than on any other data.
///
/// **Solver, grid and start at once.** {@link org.scorefield.design.SamplerSearch} is what
/// `scorefield design` runs: every {@link org.scorefield.design.Method}, from white noise and from
/// jumps of several prices, on every kind of grid in this package, and the learned sampler, all on
/// one law that judges. What was learned was learned on another law, so that the judge sees it as a
/// model would. The {@link org.scorefield.design.SamplerChoice} says what was chosen, beside rho =
/// 7 and the best standard sampler, on samples that no choice was made with. A {@link
/// org.scorefield.design.Transfer} carries a sampler over to data in other units.
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
