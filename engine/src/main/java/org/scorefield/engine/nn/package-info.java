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
@NullMarked
package org.scorefield.engine.nn;

import org.jspecify.annotations.NullMarked;
