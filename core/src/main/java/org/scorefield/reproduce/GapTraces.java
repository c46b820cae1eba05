package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.gated.GatedProgram;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.convex.relu.AugmentedLagrangian;
import org.scorefield.convex.relu.ConeAdmm;
import org.scorefield.convex.relu.ConeFista;
import org.scorefield.convex.relu.ConeProgram;
import org.scorefield.convex.relu.ConeSolver;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// How the certified gap falls with the iterations of each solver. Where a solver does not report
/// the gap of the whole program on its way, each point is a run of its own that was stopped there.
final class GapTraces {
  private static final double FINEST = 1e-12;
  private static final double CLOSE = 1e-6;

  private GapTraces() {}

  static List<Figure> figures(NoiseKey key) {
    return List.of(interior(key.child("line")), gradient(key.child("gates")), cones());
  }

  private static Figure interior(NoiseKey key) {
    List<Figure.Curve> curves = new ArrayList<>();
    for (int n : new int[] {100, 1000, 10_000}) {
      SortedPoints data = SortedPoints.of(new Noise(key, 0, n).normal(Shape.vector(1)).toArray());
      double affine = LinePrograms.matching(data, Activation.RELU, false, n).thresholds().affine();
      double beta = Math.sqrt(affine);
      List<double[]> points = new ArrayList<>();
      for (double tolerance = .1; tolerance >= FINEST; tolerance /= 30) {
        LineSolution solution =
            LinePrograms.matching(data, Activation.RELU, false, beta).solve(tolerance);
        points.add(new double[] {solution.iterations(), solution.certificate().relativeGap()});
      }
      curves.add(curve("%d points".formatted(n), points));
    }
    return new Figure(
        "On the line a few dozen iterations certify any number of points",
        "Interior-point method, ReLU without skip connection, standard normal data, beta the root"
            + " of the one from which there are no kinks. An iteration costs time in proportion to"
            + " the points.",
        "iterations",
        "relative gap",
        Figure.Axes.LOG_Y,
        curves);
  }

  private static Figure gradient(NoiseKey key) {
    Batch clean = new Noise(key.child("data"), 0, 300).normal(Shape.vector(3));
    DenoisingPairs pairs = DenoisingPairs.draw(clean, .5, 1, key.child("noise"));
    GatePatterns gates =
        GatePatterns.sampled(
            pairs.noisy(), GatePlacement.throughData(), 40, Activation.RELU, true, key);
    GatedProgram program =
        GatedProgram.denoising(gates, pairs, GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS);
    List<Figure.Curve> curves = new ArrayList<>();
    for (double part : new double[] {.5, .2, .05}) {
      double beta = part * program.largestBeta();
      List<double[]> points = new ArrayList<>();
      for (int steps = 10; steps <= 640; steps *= 2) {
        GatedSolution solution =
            new GatedSolver(FINEST, steps).solve(program, beta, ProgramWatch.NONE);
        points.add(new double[] {solution.steps(), solution.certificate().relativeGap()});
      }
      curves.add(curve("beta %s of the largest".formatted(part), points));
    }
    return new Figure(
        "The smaller beta, the more gradient steps to a certificate",
        "Accelerated proximal gradient over a working set of gates, nuclear norm: 300 rows in 3"
            + " dimensions with noise 0.5, 40 gates through the data.",
        "gradient steps",
        "relative gap",
        Figure.Axes.LOG_LOG,
        curves);
  }

  private static Figure cones() {
    ConeProgram program = GatedPrograms.cones(0);
    Map<String, ConeSolver> solvers = new LinkedHashMap<>();
    solvers.put("projected gradients, working set", new ConeFista(CLOSE, 3000));
    solvers.put("augmented Lagrangian", new AugmentedLagrangian(CLOSE, 4000));
    solvers.put("ADMM with sketched conjugate gradients", ConeAdmm.of(CLOSE, 400));
    List<Figure.Curve> curves = new ArrayList<>();
    solvers.forEach((name, solver) -> {
      List<double[]> points = new ArrayList<>();
      double[] least = {Double.POSITIVE_INFINITY};
      solver.solve(
          program,
          1,
          (iteration, soFar) -> {
            least[0] = Math.min(least[0], soFar.relativeGap());
            points.add(new double[] {iteration, least[0]});
          });
      curves.add(curve(name, points));
    });
    return new Figure(
        "Three ways to the best ReLU network",
        "First output of the six points of the plane, all patterns, beta 1; the least gap so far."
            + " Iterations cost differently: one of projected gradients projects onto cones, one of"
            + " ADMM takes some conjugate gradient steps.",
        "iterations",
        "relative gap",
        Figure.Axes.LOG_LOG,
        curves);
  }

  /// Without points that repeat the one before, and gaps of 0, which have no logarithm.
  private static Figure.Curve curve(String name, List<double[]> points) {
    List<double[]> kept = new ArrayList<>();
    for (double[] point : points) {
      boolean further = kept.isEmpty() || point[0] > kept.getLast()[0];
      if (point[0] > 0 && further && point[1] > 0 && Double.isFinite(point[1])) {
        kept.add(point);
      }
    }
    return Figure.Curve.of(
        name,
        Vector.generate(kept.size(), i -> kept.get(i)[0]),
        Vector.generate(kept.size(), i -> kept.get(i)[1]));
  }
}
