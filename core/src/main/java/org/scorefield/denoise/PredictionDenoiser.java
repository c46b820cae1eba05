package org.scorefield.denoise;

import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A raw network read as a denoiser: scales the state into the network's coordinates, tells it the
/// noise level in its own units, and converts what it predicts.
///
/// @param network the raw network
/// @param prediction what it predicts
/// @param scale s as a function of sigma
/// @param noiseInput the network's noise input as a function of sigma
public record PredictionDenoiser(
    RawNetwork network,
    Prediction prediction,
    DoubleUnaryOperator scale,
    DoubleUnaryOperator noiseInput)
    implements Denoiser {

  /// Scale of variance-preserving processes, `1/sqrt(1 + sigma^2)`.
  public static final DoubleUnaryOperator VARIANCE_PRESERVING =
      sigma -> 1 / Math.sqrt(1 + sigma * sigma);

  /// Scale of rectified flow, `1/(1 + sigma)`.
  public static final DoubleUnaryOperator FLOW = sigma -> 1 / (1 + sigma);

  /// Scale of variance-exploding processes, 1.
  public static final DoubleUnaryOperator UNSCALED = sigma -> 1;

  @Override
  public Shape shape() {
    return network.shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double s = scale.applyAsDouble(sigma);
    Batch output = network.evaluate(s == 1 ? x : x.times(s), noiseInput.applyAsDouble(sigma));
    return prediction.denoised(output, x, sigma, s);
  }
}
