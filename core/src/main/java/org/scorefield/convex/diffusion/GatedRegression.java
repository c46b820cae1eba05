package org.scorefield.convex.diffusion;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.gated.GatedProgram;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.gated.NormalEquations;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.random.NoiseKey;

/// Over gates that were drawn, for any number of components, by all rows.
final class GatedRegression implements Regression {
  private final GatedProgram program;
  private final ConvexPlan plan;
  private Vector start;

  private GatedRegression(GatedProgram program, ConvexPlan plan) {
    this.program = program;
    this.plan = plan;
    this.start = Vector.adopt(new double[program.weights()]);
  }

  /// By the normal equations instead where they are cheaper.
  ///
  /// @param placement where the gates of the inputs are put
  static Regression of(
      Batch inputs, Batch targets, GatePlacement placement, ConvexPlan plan, NoiseKey key) {
    GatePatterns gates =
        GatePatterns.sampled(inputs, placement, plan.gates(), plan.activation(), true, key);
    GatedProgram program = GatedProgram.regression(gates, targets, plan.penalty(), plan.affine());
    return NormalEquations.pay(program)
        ? new NormalRegression(NormalEquations.of(program), plan)
        : new GatedRegression(program, plan);
  }

  @Override
  public double largestBeta() {
    return program.largestBeta();
  }

  @Override
  public Solved solve(double beta, ProgramWatch watch) {
    GatedSolution solution =
        new GatedSolver(plan.tolerance(), plan.steps()).solve(program, beta, start, watch);
    start = solution.weights();
    return new Solved(
        solution.score(), solution.certificate(), solution.activeGates(), solution.steps());
  }
}
