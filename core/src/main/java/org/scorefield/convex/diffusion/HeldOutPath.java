package org.scorefield.convex.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.VectorFunction;

/// Solutions of one regression along a falling beta, and the one that does best on held-out rows.
///
/// @param points largest beta first
/// @param chosen number of the best
/// @param function that one's
/// @param affine held-out loss of the affine part alone
record HeldOutPath(
    List<LevelFit.Point> points, int chosen, VectorFunction function, HeldOutLoss affine) {

  /// Solutions in a row that are clearly worse than the best before the path ends.
  private static final int PATIENCE = 2;

  /// Follows a path.
  interface Listener {
    void certified(double beta, int iteration, Certificate soFar);

    void scored(LevelFit.Point point);

    boolean cancelled();

    /// For the program at one beta.
    default ProgramWatch at(double beta) {
      return new ProgramWatch() {
        @Override
        public void certified(int iteration, Certificate soFar) {
          Listener.this.certified(beta, iteration, soFar);
        }

        @Override
        public boolean cancelled() {
          return Listener.this.cancelled();
        }
      };
    }
  }

  /// Walks down until the plan's last beta, until there is nothing to hope for, or until cancelled;
  /// the first solution is there in any case.
  static HeldOutPath walk(
      Regression regression,
      ConvexPlan plan,
      Function<VectorFunction, HeldOutLoss> loss,
      Listener listener) {
    double largest = Math.max(regression.largestBeta(), Double.MIN_NORMAL);
    HeldOutLoss affine = loss.apply(regression.solve(largest, ProgramWatch.NONE).function());
    Vector betas = betas(largest, plan);
    List<LevelFit.Point> points = new ArrayList<>();
    List<Regression.Solved> chosen = new ArrayList<>();
    HeldOutLoss best = affine;
    int at = 0;
    int worse = 0;
    for (int k = 0; k < betas.size() && worse < PATIENCE; k++) {
      if (k > 0 && listener.cancelled()) {
        break;
      }
      Regression.Solved solved = regression.solve(betas.get(k), listener.at(betas.get(k)));
      HeldOutLoss here = loss.apply(solved.function());
      points.add(point(betas.get(k), solved, here));
      listener.scored(points.getLast());
      if (chosen.isEmpty() || here.mean() < best.mean()) {
        chosen = List.of(solved);
        best = here;
        at = k;
        worse = 0;
      } else {
        worse = here.clearlyAbove(best) ? worse + 1 : 0;
      }
    }
    return new HeldOutPath(points, at, chosen.getFirst().function(), affine);
  }

  private static LevelFit.Point point(double beta, Regression.Solved solved, HeldOutLoss loss) {
    return new LevelFit.Point(
        beta,
        solved.certificate(),
        solved.active(),
        solved.steps(),
        loss.mean(),
        loss.standardError());
  }

  private static Vector betas(double largest, ConvexPlan plan) {
    int points = plan.betas();
    return Vector.generate(
        points, k -> largest * Math.pow(plan.fraction(), points == 1 ? 1 : k / (points - 1.0)));
  }
}
