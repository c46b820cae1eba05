package org.scorefield.engine.train;

import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.denoise.Preconditioning;

/// What a network is trained to predict, on data of mean 0 and standard deviation 1. With `x = x0 +
/// s n`, s the noise level in standard deviations of the data, every one of them is
///
/// `D(x; s) = skip(s) x + out(s) F(in(s) x; noise(s))`,
///
/// so the target of F is `(x0 - skip x)/out`, and an error e of F is an error `out e` of D.
///
/// | | F predicts | in | skip | out | noise |
/// |---|---|---|---|---|---|
/// | `EDM` | a mixture of x0 and n of unit variance | `1/sqrt(1+s^2)` | `1/(1+s^2)` | `s/sqrt(1+s^2)` | `ln(s)/4` |
/// | `X0` | x0 | `1/sqrt(1+s^2)` | 0 | 1 | `ln(s)/4` |
/// | `EPSILON` | n | `1/sqrt(1+s^2)` | 1 | `-s` | `ln(s)/4` |
/// | `V` | `alpha n - alpha s x0`, `alpha = in` | `1/sqrt(1+s^2)` | `in^2` | `-in s` | `ln(s)/4` |
/// | `FLOW` | `n - x0` | `1/(1+s)` | in | `-in s` | `ln(s)/4` |
/// | `SCORE` | the score `-n/s`, with nothing done to its inputs | 1 | 1 | `s^2` | s |
///
/// The coefficients are those of {@link Preconditioning} and {@link Prediction}. `V` is `EDM` with
/// the sign of F turned. `SCORE` is how Wang, He and Tao (2406.12839) train their network; it
/// learns badly, which is what it is there to show.
public enum Parametrisation {
  EDM,
  X0,
  EPSILON,
  V,
  FLOW,
  SCORE;

  private static final Preconditioning UNIT = new Preconditioning(1);

  /// The factor of x on its way into the network.
  public double in(double s) {
    return this == EDM ? UNIT.in(s) : scale(s);
  }

  /// What the network is told of the noise level.
  public double noise(double s) {
    return this == SCORE ? s : UNIT.noise(s);
  }

  /// The coefficient of x in D.
  public double skip(double s) {
    return this == EDM ? UNIT.skip(s) : prediction().skip(s, scale(s));
  }

  /// The coefficient of the network's output in D.
  public double out(double s) {
    return this == EDM ? UNIT.out(s) : prediction().out(s, scale(s));
  }

  private double scale(double s) {
    return switch (this) {
      case EDM, X0, EPSILON, V -> PredictionDenoiser.VARIANCE_PRESERVING.applyAsDouble(s);
      case FLOW -> PredictionDenoiser.FLOW.applyAsDouble(s);
      case SCORE -> PredictionDenoiser.UNSCALED.applyAsDouble(s);
    };
  }

  private Prediction prediction() {
    return switch (this) {
      case EDM -> throw new IllegalStateException("EDM has a preconditioning of its own");
      case X0 -> Prediction.X0;
      case EPSILON -> Prediction.EPSILON;
      case V -> Prediction.V;
      case FLOW -> Prediction.VELOCITY;
      case SCORE -> Prediction.SCORE;
    };
  }
}
