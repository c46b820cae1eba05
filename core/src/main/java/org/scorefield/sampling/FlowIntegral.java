package org.scorefield.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// A point of the probability-flow ODE in `u = ln sigma`, with the integral of `tr dD/dx` over the
/// way to it, stepped by the formula of order 5 of Dormand and Prince (J. Comp. Appl. Math. 6,
/// 1980).
///
/// @param u ln sigma
/// @param x state
/// @param integral of the trace, a vector of estimates for each sample
record FlowIntegral(double u, Batch x, Batch integral) {

  /// Stages a step.
  static final int STAGES = 6;

  private static final double[] NODES = {0, 0.2, 0.3, 0.8, 8 / 9.0, 1};

  /// Weights of the stages before each stage.
  private static final double[][] INNER = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0}
  };

  private static final double[] OUTER = {
    35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0
  };

  static FlowIntegral begin(JacobianTrace trace, Batch x, double u) {
    return new FlowIntegral(u, x, Batch.zeros(Shape.vector(trace.estimates()), x.count()));
  }

  /// The point at u + h.
  FlowIntegral step(JacobianTrace trace, double h) {
    List<Batch> slopes = new ArrayList<>(STAGES);
    List<Batch> traces = new ArrayList<>(STAGES);
    for (int stage = 0; stage < STAGES; stage++) {
      Batch there = stage == 0 ? x : x.plus(Batch.combine(INNER[stage], slopes), h);
      double sigma = Math.exp(u + NODES[stage] * h);
      slopes.add(there.minus(trace.model().denoise(there, sigma)));
      traces.add(trace.at(there, sigma));
    }
    return new FlowIntegral(
        u + h,
        x.plus(Batch.combine(OUTER, slopes), h),
        integral.plus(Batch.combine(OUTER, traces), h));
  }

  /// Index of the first sample that is no longer finite.
  OptionalInt firstNonFinite() {
    OptionalInt state = x.firstNonFinite();
    return state.isPresent() ? state : integral.firstNonFinite();
  }
}
