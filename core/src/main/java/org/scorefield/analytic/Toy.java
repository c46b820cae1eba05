package org.scorefield.analytic;

import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// A law in the plane of which everything is known, under a name.
///
/// @param name as on the command line
/// @param description of the law, for people
/// @param law exact
public record Toy(String name, String description, Distribution law) {

  /// n independent samples as a dataset; the same key gives the same rows, and the first rows of a
  /// longer one.
  public Dataset dataset(int n, NoiseKey key) {
    return Dataset.of(name, "plane, no units", law.sample(new Noise(key.child(name), 0, n)));
  }
}
