package org.scorefield.convex.gated;

import org.scorefield.convex.ProgramWatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Vector;

/// Solutions of one program along a falling beta, each started from the one before.
///
/// @param solutions largest beta first
/// @param bound where the path ended because the next beta was below the bound of score matching:
///   that bound
public record RegularisationPath(List<GatedSolution> solutions, OptionalDouble bound) {
  public RegularisationPath {
    solutions = List.copyOf(solutions);
  }

  /// `points` values from {@link GatedProgram#largestBeta} down to `fraction` of it, geometric.
  public static Vector betas(GatedProgram program, int points, double fraction) {
    if (points < 2 || !(fraction > 0) || !(fraction < 1)) {
      throw new IllegalArgumentException(
          "a path needs at least 2 points and a last fraction between 0 and 1, got "
              + points
              + " and "
              + fraction);
    }
    double largest = program.largestBeta();
    return Vector.generate(points, k -> largest * Math.pow(fraction, k / (points - 1.0)));
  }

  /// Solves at each beta. Ends early, with what there is, when the watch cancels or when score
  /// matching loses its lower bound.
  ///
  /// @param betas falling
  public static RegularisationPath solve(
      GatedProgram program, GatedSolver solver, Vector betas, ProgramWatch watch) {
    for (int k = 1; k < betas.size(); k++) {
      if (!(betas.get(k) < betas.get(k - 1))) {
        throw new IllegalArgumentException(
            "the betas of a path must fall, got " + betas.get(k) + " after " + betas.get(k - 1));
      }
    }
    List<GatedSolution> solutions = new ArrayList<>();
    Vector start = Vector.adopt(new double[program.weights()]);
    for (int k = 0; k < betas.size() && !watch.cancelled(); k++) {
      try {
        GatedSolution solution = solver.solve(program, betas.get(k), start, watch);
        solutions.add(solution);
        start = solution.weights();
      } catch (UnboundedProgram e) {
        return new RegularisationPath(solutions, OptionalDouble.of(e.bound()));
      }
    }
    return new RegularisationPath(solutions, OptionalDouble.empty());
  }

  /// The solution whose model loses least on data that were not fitted; the larger beta on a tie.
  ///
  /// @param heldOutLoss such as the denoising loss at fresh rows with fresh noise
  public GatedSolution best(ToDoubleFunction<GatedScore> heldOutLoss) {
    return solutions.stream()
        .min(Comparator.comparingDouble(s -> heldOutLoss.applyAsDouble(s.score())))
        .orElseThrow(() -> new IllegalStateException("the path has no solution to choose from"));
  }
}
