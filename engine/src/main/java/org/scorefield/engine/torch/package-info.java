/// The tensor library, and the only package that names it.
///
/// LibTorch computes values and gradients of networks and nothing else: parameters, optimiser and
/// averages are arrays of floats on the Java side ({@link org.scorefield.engine.train}).
///
/// # Parallelism is ours
///
/// LibTorch runs on the calling thread. A batch is cut into shards of fixed size, each computed
/// whole by one thread, and what they give is added in their order; so no bit depends on the number
/// of threads, and no OpenMP worker ever spins beside the BLAS (where it does, a small training
/// step takes 15 times as long).
///
/// {@link org.scorefield.engine.torch.Gradients} is the squared error of a score network, {@link
/// org.scorefield.engine.torch.ClassifierGradients} the cross-entropy of a classifier.
@NullMarked
package org.scorefield.engine.torch;

import org.jspecify.annotations.NullMarked;
