package org.scorefield.convex.diffusion;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.line.SortedPoints;

/// On the line, where all gates are known and none is drawn: the certificate is that of networks of
/// any width. The slope and the offset are free of weight decay.
final class LineRegression implements Regression {
  private final Activation activation;
  private final SortedPoints points;
  private final Vector targets;
  private final double tolerance;

  /// @param inputs one component each
  LineRegression(Batch inputs, Batch targets, ConvexPlan plan) {
    double[] x = inputs.shared();
    double[] y = targets.shared();
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> x[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.activation = plan.activation();
    this.points = new SortedPoints(Vector.generate(x.length, k -> x[order[k]]));
    this.targets = Vector.generate(x.length, k -> y[order[k]]);
    this.tolerance = plan.tolerance();
  }

  @Override
  public double largestBeta() {
    return program(0).thresholds().empty();
  }

  @Override
  public Solved solve(double beta, ProgramWatch watch) {
    LineSolution solution = program(beta).solve(tolerance);
    watch.certified(solution.iterations(), solution.certificate());
    return new Solved(
        solution.score(),
        solution.certificate(),
        solution.regime() == LineSolution.Regime.AFFINE ? 0 : solution.score().knots().size(),
        solution.iterations());
  }

  private LineProgram program(double beta) {
    return new LineProgram(
        LineProgram.Objective.DENOISING, activation, true, beta, points, targets);
  }
}
