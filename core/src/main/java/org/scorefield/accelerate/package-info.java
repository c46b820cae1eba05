/// Making one given model faster: the sampler for a stated number of evaluations and a stated
/// {@link org.scorefield.design.Aim}, searched *on the model itself* with few evaluations of it,
/// announced before it starts, and verified on it.
///
/// ```java
/// ModelSearch search = new ModelSearch(task, Effort.usual(), yardstick, Optional.empty(), 1);
/// search.cost();                                            // known before it starts
/// Acceleration found = search.run(model, NoiseKey.of(1), StageWatch.NONE).orElseThrow();
/// found.chosen().sampler();                                 // the best peer, if nothing beats it
/// ```
///
/// **Why on the model.** What is learned on a stand-in for a model ({@link org.scorefield.design})
/// is a promise, and on a network of faces it was not kept: real networks are near no simple law of
/// their data at high noise. So here the teacher is the model, in a few fine solutions of its own
/// flow, kept with what it said at every level.
///
/// **The shadow.** What has to be known to place levels is what becomes of a student's errors. A
/// run of a standard solver from the teachers' noise tells: off the path by v the model answers, in
/// each band of principal directions, with a slope J times v and some scatter. Measured on that
/// network J is near 1 in fine detail at levels where the data's Gaussian says 0, so errors stay
/// that a Gaussian would heal. The model's own outputs on its paths together with these answers are
/// its *shadow*. Since the shadow is linear in the student, a run of any linear solver is a matter
/// of coefficients and Gram matrices: thousands of grids, each with fitted weights, cost seconds
/// and no evaluation. On the network of faces errors of standard samplers come out within a tenth
/// of what they are; where a student ends further from its teacher than samples are from each
/// other, only their ranks are right, and those mostly.
///
/// **Learning.** The best grid of the shadow is then run on the model, the weights of each step
/// fitted there to the student's own states ({@link org.scorefield.design.CoefficientFit}); what
/// the model says on the way sharpens the shadow, and the next grid is placed.
///
/// **The other aim.** For the distribution nothing is judged by its distance to the model's own
/// solution: where the model is wrong at high noise that would be the wrong goal. Starts from the
/// exact law of the data's Gaussian, lowest levels, spacings and solvers are compared as sets
/// against rows, with common noise, by successive halving.
///
/// **The verdict** is on noise that no choice was made with, against the standard samplers that
/// look best and those that always take part, paired, with an interval by Student's law ({@link
/// org.scorefield.accelerate.Acceleration}). A model that knows a table of levels ({@link
/// org.scorefield.denoise.KnownLevels}) is asked at these alone, by the peers too.
@NullMarked
package org.scorefield.accelerate;

import org.jspecify.annotations.NullMarked;
