package org.scorefield.budget;

/// All that published bounds know of the data.
///
/// @param dimension number of components d, > 0
/// @param second `E |x0|^2`, finite; m_2^2 in the papers
public record Moments(int dimension, double second) {
  public Moments {
    if (dimension < 1 || !(second >= 0) || !Double.isFinite(second)) {
      throw new IllegalArgumentException(
          "data of %d components and a second moment of %s have no bound; give d >= 1 and a finite moment"
              .formatted(dimension, second));
    }
  }
}
