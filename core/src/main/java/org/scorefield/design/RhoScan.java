package org.scorefield.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The best of the grids of Karras et al. (2206.00364) over both of their parameters, rho and
/// sigma_min: what tuning by hand finds.
final class RhoScan {
  private static final List<Double> RHOS =
      List.of(1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 14.0, 20.0, 50.0);

  /// sigma_min in units of the scale of the data: 0.002 to 0.12 for a scale of 0.5.
  private static final List<Double> ENDS =
      List.of(0.004, 0.008, 0.016, 0.03, 0.06, 0.12, 0.18, 0.24, 0.4);

  private RhoScan() {}

  /// @param scale of the data
  static NamedGrid best(
      ToDoubleFunction<TimeGrid> objective, int steps, double sigmaMax, double scale) {
    List<NamedGrid> all = new ArrayList<>();
    for (double end : ENDS) {
      if (end * scale < sigmaMax / 2) {
        for (double rho : RHOS) {
          TimeGrid grid = new RhoGrid(rho).toZero(steps, sigmaMax, end * scale);
          all.add(new NamedGrid("best rho", grid));
        }
      }
    }
    return all.stream()
        .min(Comparator.comparingDouble(named -> objective.applyAsDouble(named.grid())))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "runs start at sigma = "
                    + sigmaMax
                    + ", where data of scale "
                    + scale
                    + " hardly have noise; start higher"));
  }
}
