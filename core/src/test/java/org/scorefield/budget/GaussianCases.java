package org.scorefield.budget;

import org.scorefield.array.Vector;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Settings that an independent program (numpy) has numbers for.
final class GaussianCases {
  static final StartLaw IDEAL = new StartLaw.Exact();

  /// lambda = 1/2, mean 3/2, twelve steps of rho 7 from 10 to 0.05.
  static final TimeGrid TWELVE = new RhoGrid(7).toMin(12, 10, 0.05);

  /// By hand: lambda = mean = 1, levels 10, sqrt(10), 1, sqrt(1/10), 1/10.
  static final TimeGrid FOUR = new LogUniformGrid().toMin(4, 10, 0.1);

  private GaussianCases() {}

  static Spectrum one(double lambda, double mean) {
    return new Spectrum(Vector.of(lambda), Vector.of(1), Vector.of(mean * mean));
  }

  static GaussianModel wrong(Spectrum data, double relative) {
    return new GaussianModel(data, new LinearScoreError.Constant(relative, 0));
  }

  static StartLaw white(TimeGrid grid) {
    return new StartLaw.White(grid.first());
  }

  static double part(ErrorBudget budget, String name) {
    return budget.parts().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value()
        .value();
  }
}
