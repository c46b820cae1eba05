package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.denoise.DynamicThresholding;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// A solver that holds what the model returns in the range of the data before it uses it, by {@link
/// DynamicThresholding}: the options `clip_sample` and `thresholding` of other libraries. The
/// declared order is that of the solver; where clipping acts, it means little.
///
/// @param inner the solver
/// @param quantile of the magnitudes of a sample
/// @param limit largest magnitude of a component of the data, in their units, > 0
/// @param most the largest bound a sample is scaled down from; as the limit, samples are clipped
public record Thresholded(Solver inner, double quantile, double limit, double most)
    implements Solver {

  @Override
  public String name() {
    return inner.name()
        + (most == limit ? "-clipped" : "-thresholded-" + quantile + "-" + most)
        + (limit == 1 ? "" : "-at-" + limit);
  }

  @Override
  public int order() {
    return inner.order();
  }

  @Override
  public boolean stochastic() {
    return inner.stochastic();
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return inner.evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    Stepper stepper = inner.begin(grid);
    return (d, x, sigma, next, noise) ->
        stepper.step(new DynamicThresholding(d, quantile, limit, most), x, sigma, next, noise);
  }
}
