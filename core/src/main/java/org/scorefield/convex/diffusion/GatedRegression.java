package org.scorefield.convex.diffusion;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.GatePatterns;
import org.scorefield.convex.GatePlacement;
import org.scorefield.convex.GatedProgram;
import org.scorefield.convex.GatedSolution;
import org.scorefield.convex.GatedSolver;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.random.NoiseKey;

/// Over gates that were drawn, for any number of components.
final class GatedRegression implements Regression {
  private final GatedProgram program;
  private final GatedSolver solver;
  private final double largest;
  private Vector start;

  private GatedRegression(GatedProgram program, GatedSolver solver) {
    this.program = program;
    this.solver = solver;
    this.largest = program.largestBeta();
    this.start = Vector.adopt(new double[program.weights()]);
  }

  /// @param placement where the gates of the inputs are put
  static GatedRegression of(
      Batch inputs, Batch targets, GatePlacement placement, ConvexPlan plan, NoiseKey key) {
    GatePatterns gates =
        GatePatterns.sampled(inputs, placement, plan.gates(), plan.activation(), true, key);
    return new GatedRegression(
        GatedProgram.regression(gates, targets, plan.penalty(), plan.affine()),
        new GatedSolver(plan.tolerance(), plan.steps()));
  }

  @Override
  public double largestBeta() {
    return largest;
  }

  @Override
  public Solved solve(double beta, ProgramWatch watch) {
    GatedSolution solution = solver.solve(program, beta, start, watch);
    start = solution.weights();
    return new Solved(
        solution.score(), solution.certificate(), solution.activeGates(), solution.steps());
  }
}
