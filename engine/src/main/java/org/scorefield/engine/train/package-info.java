/// Training of score networks, in plain Java: LibTorch gives gradients, all else is arrays of
/// floats here.
///
/// ```java
/// TrainingSettings settings = TrainingSettings.DEFAULTS.withSteps(10_000);
/// Network network = Networks.small("mlp", data.shape(), Conditions.of(data, settings).size());
/// Trained trained =
///     new Trainer(network, data, settings, seed)
///         .run(Optional.of(checkpoint), TrainingWatch.NONE)
///         .orElseThrow();
/// Denoiser best = Choice.of(trained, heldOut).best().candidate().network();
/// ```
///
/// # What is minimised
///
/// `E_{sigma ~ p} E lambda(sigma) |D(x0 + sigma n; sigma) - x0|^2`, denoising score matching
/// (Vincent 2011). Levels p and weighting lambda are those of {@link org.scorefield.schedule};
/// {@link org.scorefield.engine.train.LossSettings} names them. Data enter by a {@link
/// org.scorefield.engine.train.Normaliser} at mean 0 and deviation 1, where a {@link
/// org.scorefield.engine.train.Parametrisation} says what the network F predicts:
///
/// `D(x; s) = skip(s) x + out(s) F(in(s) x; noise(s))`, `s = sigma/deviation`.
///
/// So its target is `(x0 - skip x)/out`, and a squared error of F has the weight `lambda c_out^2`,
/// `c_out = deviation out`. For a table whose columns differ in size each column has its own
/// deviation, and so its own coefficients, while the noise stays isotropic in the units of the data
/// ({@link org.scorefield.engine.train.Normaliser.Scope}).
///
/// The Gaussian of the data can be given to the network, which then learns the rest only: `D = G(x;
/// sigma) + c_out F` (`linear: true`). What is linear at high noise is not learned at all, and what
/// is small among the directions of the data at low noise is there from the start. On the digits
/// (an MLP of 3 x 256, batches of 128, two seeds) the held-out loss in EDM's units, mean over 0.05
/// to 10 deviations, is
///
/// | steps | 250 | 500 | 1000 | 2000 |
/// |---|---|---|---|---|
/// | EDM | 0.907 | 0.850 | 0.778 | 0.753 |
/// | given the Gaussian | 0.748 | 0.733 | 0.713 | 0.702 |
///
/// Weights may be learned as well: to balance the loss over the levels as the theory of 2406.12839
/// asks (`weighting: balanced`, and `levels: adaptive` to draw by it), or as EDM2's uncertainty.
///
/// # How
///
/// {@link org.scorefield.engine.train.OptimizerSettings AdamW} on the gradient of a batch; rows
/// come without replacement, an epoch at a time, and levels evenly spread over their distribution.
/// Beside the last parameters {@link org.scorefield.engine.train.Averaging averages} of them are
/// kept, and a {@link org.scorefield.engine.train.Choice} finds on held-out rows which is best.
/// Classes are told as {@link org.scorefield.engine.train.Conditions}, and left out now and then so
/// that the network learns the unconditional score, too; augmentations of pictures are told in the
/// same way, so that they do not leak.
///
/// # Bits, checkpoints, ends
///
/// Everything random in step t is drawn from counters (seed, purpose, t, row), gradients are added
/// in the order of their shards, and everything else is done by elements: network, data, settings
/// and seed fix every bit, on any number of threads of one type of processor. A checkpoint is
/// therefore the arrays and t, in one safetensors file written whole or not at all, and a run
/// resumed from it ends with the same bytes; one of another network, data, settings or seed is
/// refused by name. How a run can end is a {@link org.scorefield.engine.train.TrainingOutcome}.
///
/// A {@link org.scorefield.engine.train.TrainedNetwork} is a denoiser like any other; {@link
/// org.scorefield.engine.train.TrainedNetworks} keeps it in a model file.
///
/// # Descending all of an objective
///
/// {@link org.scorefield.engine.train.EmpiricalObjective} and {@link
/// org.scorefield.engine.train.GradientDescent} are what the theory analyses: noises drawn once,
/// one gradient of everything a step. They are there for its study, not for use.
///
/// # Networks whose optimum is known
///
/// {@link org.scorefield.engine.train.TrainedNeurons} takes a trained network of two layers apart
/// into neurons and the least-squares problem that it was trained for, where {@link
/// org.scorefield.convex.relu} says how far it is from the best.
///
/// # A network to compare pictures with
///
/// {@link org.scorefield.engine.train.Classifier} is trained to tell classes apart, not to denoise:
/// a Fréchet distance in its features is one in features learned from the data at hand. {@link
/// org.scorefield.engine.train.ClassifierModel} keeps it in a file with its accuracy, and is the
/// map through which core's metrics look at pictures.
@NullMarked
package org.scorefield.engine.train;

import org.jspecify.annotations.NullMarked;
