package org.scorefield.sampling.solver;

/// How a multistep method uses its order over the last steps of a grid. Extrapolation is least
/// trustworthy there, where the denoiser changes fastest from level to level; libraries differ in
/// what they do about it, so here it is said.
public enum Finish {
  /// Full order to the end: k-diffusion, and diffusers with `lower_order_final = False`.
  FULL(""),
  /// Order 1 in the last step: diffusers' `euler_at_final`.
  EULER("-euler-final"),
  /// Order 1 in the last step, at most 2 in the one before, and so on: `lower_order_final` of
  /// dpm-solver, UniPC and diff-sampler (diffusers applies it on grids of fewer than 15 steps
  /// only).
  RAMP_DOWN("-ramp-down");

  private final String suffix;

  Finish(String suffix) {
    this.suffix = suffix;
  }

  /// What a solver's name says of it; nothing for {@link #FULL}.
  String suffix() {
    return suffix;
  }

  /// The order of a step with `left` steps to go, itself included.
  int order(int order, int left) {
    return switch (this) {
      case FULL -> order;
      case EULER -> left == 1 ? 1 : order;
      case RAMP_DOWN -> Math.min(order, left);
    };
  }

  /// Global order that is left of `order`: one first-order step costs `O(h^2)`.
  int limit(int order) {
    return this == FULL ? order : Math.min(order, 2);
  }
}
