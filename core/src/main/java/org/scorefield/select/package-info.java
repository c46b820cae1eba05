/// Choosing what to train longer, from how fast it learns.
///
/// **Evidence is speed.** The log evidence of a model is the sum of the log probabilities of each
/// sample given those before it, so a model of high evidence is one whose losses, each taken before
/// its sample is fitted, fall early (Lyle et al. 2010.14499):
///
/// `ln p(D) = sum_i ln p(D_i | D_<i) >= sum_i E ln p(D_i | W)`, W from the posterior given D_<i.
///
/// **Linear models**, where everything is exact: {@link org.scorefield.select.Regression} has its
/// evidence by one Cholesky factor, {@link org.scorefield.select.OneStepAhead} the same number as a
/// sum, its lower bound and what draws of the posterior make of it; {@link
/// org.scorefield.select.SampleThenOptimize} shows that training is such a draw. For features of a
/// denoiser, whose noise differs by level, {@link org.scorefield.select.QuasiEvidence} fits a
/// variance for each band:
///
/// ```java
/// Regression model = Regression.of(features, targets, noiseVariance, priorVariance);
/// model.logEvidence();                                  // exact
/// OneStepAhead.of(model).lowerBound();                  // what a sum of training losses estimates
/// ```
///
/// **Networks**, where it is a heuristic that costs nothing: each candidate writes its losses into
/// a {@link org.scorefield.select.LossRecorder}, all on one {@link
/// org.scorefield.select.SpeedScale} and with common random numbers, and a {@link
/// org.scorefield.select.SpeedComparison} ranks them by a {@link org.scorefield.select.SpeedScore},
/// with paired differences and their standard errors, by noise level if wanted. It answers "which
/// width, weighting or prediction should I train longer?" from the first epoch, without held-out
/// data. It does not answer which is best in the end: a model that starts slowly may overtake.
@NullMarked
package org.scorefield.select;

import org.jspecify.annotations.NullMarked;
