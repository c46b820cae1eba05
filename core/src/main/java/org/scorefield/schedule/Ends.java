package org.scorefield.schedule;

/// The conditions that the ends of every grid meet.
final class Ends {
  private Ends() {}

  static void require(int steps, double sigmaMax, double sigmaMin) {
    if (steps < 1) {
      throw new IllegalArgumentException("a grid needs at least 1 step, got " + steps);
    }
    if (!(sigmaMin > 0) || !(sigmaMax > sigmaMin) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "need 0 < sigma_min < sigma_max, got sigma_min = "
              + sigmaMin
              + " and sigma_max = "
              + sigmaMax
              + (sigmaMin == 0
                  ? "; give the last positive level as sigma_min (0.002 is usual): grids add the"
                      + " final 0 themselves"
                  : ""));
    }
  }
}
