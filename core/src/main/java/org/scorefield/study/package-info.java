/// Studies of training: what measured losses and traces say of how a score network was learned.
/// Pure functions of numbers; who trains is not known here.
///
/// The measure throughout is the score error of a denoiser D on held-out rows, `E_S = int (ell_D -
/// ell*) d ln sigma` in nats, from {@link org.scorefield.metric.LossCurve}, and not the training
/// loss, whose weights differ between the candidates that are compared.
///
/// - **How does the loss fall?** {@link org.scorefield.study.Convergence} fits a {@link
///   org.scorefield.study.Trace} by a single {@link org.scorefield.study.Decay exponential} (the
///   form of the bound of Wang, He and Tao, 2406.12839, theorem 1), a stretched one and a power,
///   and says whether it is a single exponential at all.
/// - **Which noise levels are hard?** {@link org.scorefield.study.BellStudy}: the loss by level at
///   moments of training, how much of a bell its inverse is, and how far the weighting is from
///   giving every level the same share.
/// - **What is the error made of?** {@link org.scorefield.study.ErrorParts}: optimisation,
///   estimation and approximation, where the law of the data is known.
/// - **What learns fastest?** {@link org.scorefield.study.Speed}: steps to reach a given error,
///   over seeds, with runs that never get there counted.
@NullMarked
package org.scorefield.study;

import org.jspecify.annotations.NullMarked;
