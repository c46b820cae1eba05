package org.scorefield.convex.diffusion;

import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.gated.GatedProgram;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.gated.NormalEquations;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.random.NoiseKey;

/// Over gates that were drawn, for any number of components; by the normal equations where they are
/// cheaper.
final class GatedRegression implements Regression {
  private final GatedProgram program;
  private final Optional<NormalEquations> equations;
  private final ConvexPlan plan;
  private Vector start;

  private GatedRegression(GatedProgram program, ConvexPlan plan) {
    this.program = program;
    this.equations =
        NormalEquations.pay(program) ? Optional.of(NormalEquations.of(program)) : Optional.empty();
    this.plan = plan;
    this.start = Vector.adopt(new double[program.weights()]);
  }

  /// @param placement where the gates of the inputs are put
  static GatedRegression of(
      Batch inputs, Batch targets, GatePlacement placement, ConvexPlan plan, NoiseKey key) {
    GatePatterns gates =
        GatePatterns.sampled(inputs, placement, plan.gates(), plan.activation(), true, key);
    return new GatedRegression(
        GatedProgram.regression(gates, targets, plan.penalty(), plan.affine()), plan);
  }

  @Override
  public double largestBeta() {
    return equations.map(NormalEquations::largestBeta).orElseGet(program::largestBeta);
  }

  @Override
  public Solved solve(double beta, ProgramWatch watch) {
    GatedSolution solution =
        equations
            .map(e -> e.solve(beta, start, plan.tolerance(), plan.steps(), watch))
            .orElseGet(() ->
                new GatedSolver(plan.tolerance(), plan.steps()).solve(program, beta, start, watch));
    start = solution.weights();
    return new Solved(
        solution.score(), solution.certificate(), solution.activeGates(), solution.steps());
  }
}
