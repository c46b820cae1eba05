package org.scorefield.experiment;

import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.reproduce.Reproduction;

/// Run a study again and hold it against what was expected.
///
/// @param reproduction which
/// @param data to run it on instead of its usual input
/// @param seed of all randomness
public record ReproduceExperiment(Reproduction reproduction, Optional<Dataset> data, long seed) {

  public ReproduceExperiment {
    if (data.isPresent() && !reproduction.takesData()) {
      throw new IllegalArgumentException(
          "the reproduction "
              + reproduction.name()
              + " makes its own input; leave out the data "
              + data.get().name());
    }
  }
}
