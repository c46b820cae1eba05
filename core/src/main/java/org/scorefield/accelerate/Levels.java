package org.scorefield.accelerate;

import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.sampling.Sampler;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

/// Noise levels at which a model is really asked: where it knows a table of them only, every grid
/// is moved onto the table, so that it is not told one level and asked at another.
///
/// @param nearest the level at which it is asked, for one that is wanted
record Levels(DoubleUnaryOperator nearest) {

  static Levels of(Denoiser model) {
    return model instanceof KnownLevels known
        ? new Levels(sigma -> known.nearest(sigma))
        : new Levels(sigma -> sigma);
  }

  /// Fine levels between two ends, uniform in `ln sigma` as far as the table allows, then 0; at
  /// most `count` positive ones.
  TimeGrid fine(int count, double sigmaMax, double sigmaMin) {
    return moved(new LogUniformGrid().toZero(count, sigmaMax, sigmaMin));
  }

  /// The grid on the levels that are known; where two fall together there is one.
  TimeGrid moved(TimeGrid grid) {
    TreeSet<Double> found = new TreeSet<>();
    grid.sigmas().stream().map(s -> s == 0 ? 0 : nearest.applyAsDouble(s)).forEach(found::add);
    double[] falling = found.descendingSet().stream().mapToDouble(Double::doubleValue).toArray();
    return new TimeGrid(Vector.adopt(falling));
  }

  /// The same sampler on the levels that are known.
  Sampler moved(Sampler sampler) {
    return new Sampler(moved(sampler.grid()), sampler.solver(), sampler.start());
  }
}
