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
/// alone**: there its errors cancel a hundred times better than on any other data. {@link
/// org.scorefield.design.JointSearch} chooses the level of a teleport and the grid below it
/// together.
@NullMarked
package org.scorefield.design;

import org.jspecify.annotations.NullMarked;
