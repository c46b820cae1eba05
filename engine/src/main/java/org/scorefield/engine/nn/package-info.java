/// Architectures of score networks.
///
/// A {@link org.scorefield.engine.nn.Network} is an immutable description that computes with {@link
/// org.scorefield.engine.nn.Ops} and holds no numbers: its parameters are one array of floats, laid
/// out as {@link org.scorefield.engine.nn.Layout} says, and are passed in. So one network serves
/// its raw and its averaged parameters, trains, runs on many threads and is exported, and nothing
/// here knows the library that computes it.
///
/// A network sees a sample in its own coordinates, one number that tells the noise level, and a
/// condition; see {@link org.scorefield.engine.nn.Inputs}. What its output stands for is said by
/// {@link org.scorefield.denoise.Preconditioning} or {@link
/// org.scorefield.denoise.PredictionDenoiser}, not here.
///
/// | kind | for |
/// |---|---|
/// | `mlp` | points in a few dimensions |
/// | `residual-mlp` | tables |
/// | `unet` | pictures |
/// | `dit` | pictures, many of them |
/// | `two-layer` | a network that can be certified: {@link org.scorefield.engine.nn.TwoLayer} |
/// | `relu` | the theory of 2406.12839: no biases, first and last layer frozen |
///
/// {@link org.scorefield.engine.nn.Networks} lists them. All start so that what they compute is
/// zero (but `relu`, whose last layer is frozen), so a preconditioned denoiser starts as the best
/// linear one for white data. The noise level enters as Fourier features, in the last two kinds as
/// its number; in the three between the features become one vector that scales and shifts every
/// block, to which a linear map of the condition is added. That map has no bias, so zeros say that
/// nothing is known of a sample: a network learns both from conditions dropped at random (Ho and
/// Salimans 2207.12598).
///
/// A new kind is one record and one line in {@link org.scorefield.engine.nn.Networks}, which brings
/// its contract tests, its name on the command line and its place in model files; and one function
/// in `bench/peers/networks.py`, the same network in PyTorch, which writes the values it is held
/// to.
///
/// {@link org.scorefield.engine.nn.ImageClassifier} is no score network: it finds the features in
/// which pictures are compared.
@NullMarked
package org.scorefield.engine.nn;

import org.jspecify.annotations.NullMarked;
