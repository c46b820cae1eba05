package org.scorefield.experiment;

import java.util.Locale;
import org.scorefield.data.Dataset;

/// Whether data and a model can be in the same units.
final class SameScale {
  /// A model of data on another scale is off by 2 at least: [0, 1] against [-1, 1].
  private static final double LARGEST_RATIO = 1.5;

  private SameScale() {}

  /// @param what the model is, for the message
  /// @param scale standard deviation of the data
  /// @throws IllegalArgumentException if shapes differ, or scales by too much
  static void require(String what, ModelCard card, Dataset data, double scale) {
    if (!card.shape().equals(data.shape())) {
      throw new IllegalArgumentException(
          "%s is a model of shape %s, but %s has shape %s"
              .formatted(what, card.shape(), data.name(), data.shape()));
    }
    double ratio = card.scale() > scale ? card.scale() / scale : scale / card.scale();
    if (card.scale() != scale && !(ratio <= LARGEST_RATIO)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is a model of data of standard deviation %.4g (%s), but that of %s is %.4g (%s); fit it to data in the same units",
              what,
              card.scale(),
              card.units(),
              data.name(),
              scale,
              data.units()));
    }
  }
}
