package org.scorefield.engine.nn;

import org.scorefield.array.Shape;

/// The architecture of a network: an immutable description that computes, given its parameters, one
/// output of the shape of a sample for each sample. What the output stands for is not its business.
public interface Network {

  /// The name of its kind, as in files and on the command line.
  String kind();

  /// The shape of a sample.
  Shape shape();

  /// Number of conditioning inputs; 0 if there are none.
  int condition();

  /// The output for a batch.
  <T> T forward(Ops<T> ops, Inputs<T> in);
}
