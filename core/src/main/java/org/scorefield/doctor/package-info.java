/// What is wrong with the way a network is called.
///
/// A wrong key of a {@link org.scorefield.wiring.Wiring} gives a function that is no conditional
/// mean, and pictures that are noise, or nearly right. Two things tell.
///
/// **What must be true** of every denoiser, whatever the data ({@link org.scorefield.doctor.Checks}
/// on an {@link org.scorefield.doctor.Examination}). With `x = x0 + sigma n`, `D = E[x0 | x]` and
/// the predicted noise `m = (x - D)/sigma`:
///
/// | | |
/// |---|---|
/// | the error is orthogonal to all that is made of x | `E n.m = E\|m\|^2`, `E\|D - x\|^2 <= d sigma^2` |
/// | more noise leaves less to see | `E\|x0 - D\|^2` rises with sigma |
/// | the linear denoiser is one of many | `E\|x0 - D\|^2 <= sum_k lambda_k sigma^2 / (lambda_k + sigma^2)` |
/// | at high noise D is that of a Gaussian | `D -> mu`, mean slope `lambda / (lambda + sigma^2)` |
/// | samples do not know of each other | the same alone and in a batch |
///
/// A network may fail these where it was trained badly; real ones do at high noise. That is said
/// apart from a fault: {@link org.scorefield.doctor.Examination#poorAbove()}.
///
/// **Which wiring is right**: of all functions the conditional mean has the least loss, so the
/// right wiring of a trained network denoises best. {@link org.scorefield.doctor.Race} lets the
/// stated wiring and every one that is one mistake away ({@link
/// org.scorefield.doctor.Alternatives}) denoise the same rows with the same noise, and names the
/// mistake if one is better beyond chance. Two mistakes at once are looked for where no single
/// change makes a good denoiser.
///
/// Not for networks that were not trained, nor for data they were not trained on: the finding is
/// then {@link org.scorefield.doctor.Finding.Hopeless}, and rightly so. Without data the model's
/// own samples stand in ({@link org.scorefield.doctor.StandIns}).
@NullMarked
package org.scorefield.doctor;

import org.jspecify.annotations.NullMarked;
