package org.scorefield.wiring;

import java.util.Optional;
import org.scorefield.denoise.Prediction;

/// What the output of a network is.
public enum Predicted {
  /// The clean sample; also that of a file which holds the whole denoiser.
  X0(Prediction.X0),
  /// The unit noise.
  EPSILON(Prediction.EPSILON),
  /// `alpha n - sigma_t x0` of a variance-preserving process.
  V(Prediction.V),
  /// The score of the process in its own coordinates.
  SCORE(Prediction.SCORE),
  /// `n - x0` of rectified flow.
  VELOCITY(Prediction.VELOCITY),
  /// F of EDM's preconditioning, which needs sigma_data.
  EDM(null);

  private final Optional<Prediction> prediction;

  Predicted(@org.jspecify.annotations.Nullable Prediction prediction) {
    this.prediction = Optional.ofNullable(prediction);
  }

  /// The same in the coordinates of a process; empty for {@link #EDM}, whose coordinates are its
  /// own.
  public Optional<Prediction> prediction() {
    return prediction;
  }
}
