package org.scorefield.reproduce;

import java.util.List;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.budget.LineMixture;
import org.scorefield.budget.Scheme;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.TimeGrid;

/// The law that exact budgets are reproduced on, two lumps of which one is narrow, and the schemes
/// that are tried on it.
final class Lumps {
  private Lumps() {}

  /// First level.
  static final double TOP = 5;

  /// Last level.
  static final double BOTTOM = .02;

  static final double VARIANCE = .5686;

  static final GaussianMixture LAW =
      new GaussianMixture(Vector.of(.3, .7), List.of(lump(-1, .01), lump(.6, .04)));

  static final LineMixture LINE = LineMixture.of(LAW);

  private static Gaussian lump(double mean, double variance) {
    return Gaussian.isotropic(Shape.vector(1), Vector.of(mean), variance);
  }

  /// A way to choose the noise of a step.
  enum Choice {
    PLAIN("plain noise"),
    DDPM("DDPM's noise"),
    ISOTROPIC("noise of a Gaussian of the same variance"),
    BEST("best noise");

    private final String label;

    Choice(String label) {
      this.label = label;
    }

    Scheme on(GridRule rule, int steps) {
      TimeGrid grid = rule.toMin(steps, TOP, BOTTOM);
      String name = "%s, %s".formatted(rule.name(), label);
      return switch (this) {
        case PLAIN -> Scheme.plain(name, grid);
        case DDPM -> new Scheme(name, grid, new StepNoise.FrozenDenoiser());
        case ISOTROPIC -> new Scheme(name, grid, new StepNoise.Isotropic(VARIANCE));
        case BEST -> Scheme.best(name, grid, LINE);
      };
    }
  }
}
