package org.scorefield.engine.train;

import org.scorefield.engine.torch.MiniBatch;

/// Noisy rows with what the network should say of them.
///
/// @param rows what the network sees, its targets, and the weights of its errors
/// @param sigmas noise level of each row, in the units of the data
/// @param cleanFactors `c_out^2`: squared error of the clean sample, in squared deviations of the
///   data, for a squared error of the network
record NoisyBatch(MiniBatch rows, double[] sigmas, double[] cleanFactors) {
  int count() {
    return sigmas.length;
  }
}
