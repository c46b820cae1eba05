package org.scorefield.convex.features;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.HeldOutLoss;
import org.scorefield.convex.diffusion.PreconditionedPairs;

/// Ridge regression on random features, for a few ridges; the one is taken that does best on
/// held-out rows.
///
/// For each ridge r the outer weights minimise `mean |y - f(x)|^2 + r sum_m |w_m|^2`, the affine
/// part being all but free (it carries a hundredth of the penalty): one Cholesky factor. The same
/// is the posterior mean of Bayesian regression with white noise, whose evidence comes at no
/// further cost; that of denoising score matching is not white, and several noises of one row are
/// not independent, so the evidence is told but chooses nothing.
///
/// @param path one point a ridge, in the order they were given
/// @param chosen number of that with the least held-out loss
/// @param function its network
/// @param effectiveParameters of it, the trace of the matrix that takes targets to fitted values:
///   between 0 and M + d + 1 for each output
public record RandomFeatureFit(
    List<Point> path, int chosen, RandomFeatures function, double effectiveParameters) {

  /// A ridge.
  ///
  /// @param ridge r, in units of the mean squared target a row
  /// @param loss held out, the mean of `|f(x) - y|^2 / q`
  /// @param standardError of the loss over clean rows
  /// @param logEvidence of the training rows in nats, at the best variance of white noise
  public record Point(double ridge, double loss, double standardError, double logEvidence) {}

  public RandomFeatureFit {
    path = List.copyOf(path);
    if (chosen < 0 || chosen >= path.size()) {
      throw new IllegalArgumentException(
          "the chosen point must be one of " + path.size() + ", got " + chosen);
    }
  }

  /// The point that was chosen.
  public Point best() {
    return path.get(chosen);
  }

  /// The point of the highest evidence.
  public Point mostEvident() {
    return path.stream().max(Comparator.comparingDouble(Point::logEvidence)).orElseThrow();
  }

  /// Cost `n p (p + 2 q)` and for each ridge `p^3/3`, p = M + d + 1.
  ///
  /// @param train pairs to fit
  /// @param heldOut pairs of other clean rows
  /// @param repeats noises of a clean row there; the pairs of the first noise of all rows come
  ///   first
  /// @param ridges > 0; where rounding leaves no equations to solve, a ridge is passed over
  /// @throws ArithmeticException if that is so for all of them
  public static RandomFeatureFit of(
      FeatureMap map,
      PreconditionedPairs train,
      PreconditionedPairs heldOut,
      int repeats,
      Vector ridges) {
    FeatureSums equations = FeatureSums.of(map, train.inputs(), train.targets());
    List<FeatureSums.Solution> solutions = new ArrayList<>();
    List<Point> path = new ArrayList<>();
    for (double ridge : ridges.toArray()) {
      equations
          .solve(ridge)
          .ifPresent(solution -> {
            HeldOutLoss loss =
                HeldOutLoss.of(solution.function(), heldOut.inputs(), heldOut.targets(), repeats);
            solutions.add(solution);
            path.add(new Point(ridge, loss.mean(), loss.standardError(), solution.logEvidence()));
          });
    }
    if (path.isEmpty()) {
      throw new ArithmeticException(
          "the normal equations are singular to rounding at every ridge of "
              + ridges
              + "; take larger ones, or rows of about unit variance");
    }
    int chosen =
        IntStream.range(0, path.size())
            .boxed()
            .min(Comparator.comparingDouble(k -> path.get(k).loss()))
            .orElseThrow();
    FeatureSums.Solution best = solutions.get(chosen);
    return new RandomFeatureFit(path, chosen, best.function(), best.effectiveParameters());
  }
}
