package org.scorefield.linear;

import java.util.Arrays;
import java.util.List;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;

/// Measures what a closed-form start costs by the level it lands on, as {@link AutoSkip} wants it:
/// {@value #LEVELS} levels, evenly spaced in ln sigma, from the first of a run down to half a
/// standard deviation of the data, below which no Gaussian fits them (a twentieth for laws that are
/// more than a Gaussian). What the highest level shows of a network's rounding is taken off.
///
/// Cost: 256 rows a level, four times where a law can be sampled.
///
/// @param top level at which the full run begins
/// @param scale standard deviation of the data, root mean square over components
public record LandingCosts(double top, double scale) {
  /// Noise levels that are measured.
  public static final int LEVELS = 20;

  private static final int ROWS = 256;
  private static final int DRAWS = 4;
  private static final double LOWEST_OF_GAUSSIAN = 0.5;
  private static final double LOWEST_OF_OTHERS = 0.05;
  private static final String SURROGATE = "the jump's law";

  /// The cost for a law that is known: its own samples in the place of data.
  ///
  /// @param p the law that is sampled
  /// @param q the law of the jump
  public ResidualCurve onLaw(
      Distribution p, Distribution q, NoiseKey key, LinearityProbe.Watch watch) {
    Dataset drawn = Dataset.of("samples", "", p.sample(new Noise(key.child("law"), 0, ROWS)));
    return curve(p, q, drawn, new LinearityProbe(ROWS, DRAWS), key, watch);
  }

  /// The cost for a model, at noisy rows of data.
  ///
  /// @param model that is sampled
  /// @param q the law of the jump
  /// @param rows no law was fitted to
  public ResidualCurve onRows(
      Denoiser model, Distribution q, Dataset rows, NoiseKey key, LinearityProbe.Watch watch) {
    return curve(model, q, rows, new LinearityProbe(ROWS, 1), key, watch);
  }

  private ResidualCurve curve(
      Denoiser model,
      Distribution q,
      Dataset data,
      LinearityProbe probe,
      NoiseKey key,
      LinearityProbe.Watch watch) {
    Linearity found =
        probe.measure(
            new NamedDenoiser("the model", model),
            data,
            List.of(new NamedDenoiser(SURROGATE, q)),
            levels(q),
            key,
            watch);
    return found.curve(SURROGATE).lessFloor(found.energies());
  }

  private Vector levels(Distribution q) {
    double lowest = (q instanceof Gaussian ? LOWEST_OF_GAUSSIAN : LOWEST_OF_OTHERS) * scale;
    if (!(top > lowest)) {
      throw new IllegalArgumentException(
          "the grid begins at %s, below %s, where a jump could land; choose one that begins higher"
              .formatted(top, lowest));
    }
    return Vector.adopt(
        Arrays.stream(new LogUniformGrid().levels(LEVELS, top, lowest).toArray())
            .sorted()
            .toArray());
  }
}
