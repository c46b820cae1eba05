package org.scorefield.convex.gated;

import java.util.function.BooleanSupplier;

/// Sweeps that lower an objective, extrapolated: the momentum of Beck and Teboulle (2009),
/// restarted where a sweep goes back where the momentum came from (O'Donoghue and Candes
/// 1204.3982). A sweep that raises the objective is taken back, and the next one is plain, which
/// never does.
final class AcceleratedSweeps {
  private static final int CHECK = 5;

  /// Rounding of an objective, relative. What may rise by more runs in circles: sweeps one after
  /// the other are no symmetric map, and momentum does not settle on its own.
  private static final double ROUNDING = 1e-15;

  private AcceleratedSweeps() {}

  /// What is swept.
  ///
  /// @param <P> a point: weights, and what is kept up to date beside them
  interface Sweep<P> {
    /// `here + momentum (here - before)`, a point of its own.
    P beyond(P here, P before, double momentum);

    /// Lowers the objective of the point, in place.
    void sweep(P point);

    double objective(P point);

    double[] weights(P point);

    /// Looks at a point from time to time, and at the last one.
    ///
    /// @return whether it is good enough
    boolean enough(P point, double objective, int sweeps);
  }

  /// @param most sweeps to take at most
  static <P> void run(Sweep<P> map, P start, int most, BooleanSupplier cancelled) {
    P here = start;
    P earlier = here;
    double objective = map.objective(here);
    double least = objective;
    double t = 1;
    double momentum = 0;
    for (int k = 0; ; k++) {
      boolean last = k >= most || cancelled.getAsBoolean();
      if ((last || k % CHECK == 0) && (map.enough(here, objective, k) || last)) {
        return;
      }
      P next = map.beyond(here, earlier, momentum);
      double[] from = map.weights(next).clone();
      map.sweep(next);
      double value = map.objective(next);
      boolean rises = value > least + ROUNDING * Math.abs(least);
      if (momentum > 0 && (rises || turns(from, map.weights(next), map.weights(here)))) {
        t = 1;
        momentum = 0;
        if (rises) {
          continue;
        }
      } else {
        double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
        momentum = (t - 1) / further;
        t = further;
      }
      earlier = here;
      here = next;
      objective = value;
      least = Math.min(least, value);
    }
  }

  private static boolean turns(double[] from, double[] next, double[] here) {
    double turn = 0;
    for (int k = 0; k < next.length; k++) {
      turn += (from[k] - next[k]) * (next[k] - here[k]);
    }
    return turn > 0;
  }

  static double[] extrapolated(double[] next, double[] before, double momentum) {
    double[] out = new double[next.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = next[k] + momentum * (next[k] - before[k]);
    }
    return out;
  }
}
