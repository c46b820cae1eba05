package org.scorefield.reproduce;

/// A function of many variables with its gradient, or what passes for one where it has none.
@FunctionalInterface
interface Differentiable {

  /// The value at w.
  ///
  /// @param gradient where to write the gradient, over what is there
  double at(double[] w, double[] gradient);
}
