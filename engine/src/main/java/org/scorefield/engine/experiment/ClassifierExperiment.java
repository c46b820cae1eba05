package org.scorefield.engine.experiment;

import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.data.Labelled;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.train.ClassifierSettings;

/// Train a classifier, for its features.
///
/// @param network for pictures of the shape of `train`, and as many classes
/// @param train pictures to learn
/// @param heldOut pictures to judge it by
/// @param seed of all randomness
public record ClassifierExperiment(
    ImageClassifier network,
    ClassifierSettings settings,
    Labelled train,
    Optional<Labelled> heldOut,
    long seed) {

  public ClassifierExperiment {
    long known = IntStream.range(0, train.size()).map(train::label).distinct().count();
    if (known < 2) {
      throw new IllegalArgumentException(
          "a classifier tells at least 2 classes apart, the %d pictures of %s are all of one; give pictures of several"
              .formatted(train.size(), train.name()));
    }
  }
}
