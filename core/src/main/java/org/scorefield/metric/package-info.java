/// Metrics: how near generated samples are to real ones, always with a standard error.
///
/// A {@link org.scorefield.metric.Metric} takes two datasets of one shape and gives an {@link
/// org.scorefield.metric.Estimate}. All of them are in {@link org.scorefield.metric.Metrics}, which
/// reads their names. With x of n generated and y of m reference samples:
///
/// | name | measures | equal laws give | use it for |
/// |---|---|---|---|
/// | `frechet`, `frechet-pca:k` | means and covariances | `c (1/n + 1/m)` > 0 | comparing with published values, equal n |
/// | `frechet-inf`, `frechet-inf-pca:k` | the same, bias taken off | about 0 | unequal or small n |
/// | `sliced-w2` | all one-dimensional marginals | O(n^-1/2) > 0 | shape, in the data's units |
/// | `energy` | the laws, no parameter | 0 on average | a first verdict |
/// | `mmd`, `kid` | the laws up to a kernel | 0 on average | few samples: no bias |
/// | `precision`, `density` | are the samples real? | below 1; 1 | fidelity |
/// | `recall`, `coverage` | is all of the data there? | below 1 | diversity |
/// | `c2st`, `c2st-knn` | can a classifier tell? | 0.5 | a verdict anyone can read |
/// | `memorisation` | are they copies? | 0 on average | privacy, overfitting |
///
/// **Which are comparable.** Unbiased ones (`energy`, `mmd`, `kid`) between any sample sizes; the
/// others between equal sizes only. {@link org.scorefield.metric.RealVsReal} gives what real data
/// score at a given size, and no generator can be asked to do better.
///
/// **Standard errors** speak of the distance between the two *laws*: they take in the sampling of
/// both sets, and of directions where there are any. U-statistics have theirs by Hoeffding's
/// decomposition to second order ({@link org.scorefield.metric.EnergyDistance}), smooth functionals
/// by a delete-block jackknife ({@link org.scorefield.metric.Frechet}), counts by the binomial law
/// widened for the set the neighbours come from. `StandardErrorTest` repeats small experiments and
/// counts how often +-2 of them hold the truth.
///
/// **Size.** 60,000 samples of 784 components fit: rows are read in blocks, and all-pairs matrices
/// are formed a few hundred rows at a time. Metrics of all pairs use at most a stated number of
/// rows (10,000), drawn without replacement by the noise; `Estimate.n` says how many.
///
/// A model itself is measured by its denoising loss: {@link org.scorefield.metric.DenoisingLoss} at
/// one noise level, and over all of them as a {@link org.scorefield.metric.LossCurve} from {@link
/// org.scorefield.metric.HeldOut}, whose rows and noises are the same for every level and model. It
/// keeps the losses row by row, so that differences, integrals and the excess over an exact law
/// have the standard errors that pairing earns, and it refuses levels at which nothing was
/// measured.
///
/// Intervals from a few independent values are by {@link org.scorefield.metric.Students}' law.
///
/// Whether one number orders things as another does is a {@link
/// org.scorefield.metric.RankCorrelation}.
///
/// No metric sees what the components mean. For pictures, take both sets to a {@link
/// org.scorefield.metric.FeatureMap}, such as the last layer of a classifier but one, and measure
/// there: `frechet-inf`, `kid`, precision, recall, density and coverage. Numbers in the features of
/// one map compare with each other only; a Fréchet distance there is the published FID for
/// Inception features alone.
@NullMarked
package org.scorefield.metric;

import org.jspecify.annotations.NullMarked;
