package org.scorefield.engine.train;

import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;

/// The conditioning inputs of a network: first a one for its class among zeros, then what {@link
/// Augmentation} did. All zeros say that nothing is known and nothing was done.
///
/// @param classes number of classes told, 0 for none
/// @param augmentation number of inputs that tell of augmentation
public record Conditions(int classes, int augmentation) {

  /// Those of a training run.
  ///
  /// @throws IllegalArgumentException if classes are to be told and the data have none
  public static Conditions of(Dataset data, TrainingSettings settings) {
    return new Conditions(
        settings.classes() ? classes(data) : 0,
        settings.augmentation() > 0 ? Augmentation.INPUTS : 0);
  }

  private static int classes(Dataset data) {
    if (data instanceof Labelled labelled) {
      return labelled.classes();
    }
    throw new IllegalArgumentException(
        data.name()
            + " has no classes to tell the network; train without, or give each row a label");
  }

  /// What a network must have.
  public int size() {
    return classes + augmentation;
  }
}
