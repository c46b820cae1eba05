package org.scorefield.convex.diffusion;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.gated.GateSet;
import org.scorefield.convex.gated.NormalEquations;
import org.scorefield.convex.gated.NormalSolution;
import org.scorefield.convex.gated.RowBlocks;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.data.RandomRows;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Over gates that were drawn, by normal equations; of rows that are held, or are not.
final class NormalRegression implements Regression {
  private final NormalEquations equations;
  private final ConvexPlan plan;
  private Vector start;

  NormalRegression(NormalEquations equations, ConvexPlan plan) {
    this.equations = equations;
    this.plan = plan;
    this.start = Vector.adopt(new double[equations.weights()]);
  }

  /// Of rows that are read four times and never held.
  ///
  /// @param placement where the gates are put; it sees a random sample of the inputs
  /// @param sample rows of it, at most
  static NormalRegression streaming(
      RowBlocks rows, GatePlacement placement, int sample, ConvexPlan plan, NoiseKey key) {
    Matrix candidates =
        placement.place(sampled(rows, sample, key.child("sample")), plan.gates(), key);
    GateSet gates = GateSet.distinct(rows, candidates, plan.activation(), true);
    return new NormalRegression(
        NormalEquations.of(rows, gates, plan.penalty(), plan.affine()), plan);
  }

  /// All inputs if there are no more, else as many random ones, in their order.
  private static Batch sampled(RowBlocks rows, int most, NoiseKey key) {
    int n = Math.toIntExact(rows.count());
    int[] wanted = RandomRows.indices(n, Math.min(most, n), key);
    Arrays.sort(wanted);
    int d = rows.inputs();
    double[] out = new double[wanted.length * d];
    int[] at = {0, 0};
    rows.forEach((x, _) -> {
      int before = at[0];
      while (at[1] < wanted.length && wanted[at[1]] < before + x.count()) {
        System.arraycopy(x.shared(), (wanted[at[1]] - before) * d, out, at[1] * d, d);
        at[1]++;
      }
      at[0] = before + x.count();
    });
    return Batch.adopt(Shape.vector(d), out);
  }

  @Override
  public double largestBeta() {
    return equations.largestBeta();
  }

  @Override
  public Solved solve(double beta, ProgramWatch watch) {
    NormalSolution solution = equations.solve(beta, start, plan.tolerance(), plan.steps(), watch);
    start = solution.weights();
    return new Solved(
        solution.score(), solution.certificate(), solution.activeGates(), solution.steps());
  }
}
