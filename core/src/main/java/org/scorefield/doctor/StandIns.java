package org.scorefield.doctor;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.RhoGrid;

/// Rows where there are no data: a model's own samples.
///
/// In the coordinates of the network its samples are as consistent as the data are, so nothing can
/// be said of {@link #UNSEEN}. A model that answers noise with noise draws none: at a level far
/// above the data every picture is nothing beside it, and D must be nearly the same for all.
public final class StandIns {
  /// What the samples of a network agree with, right or wrong.
  public static final Set<Fault> UNSEEN =
      Set.copyOf(EnumSet.of(Fault.LAYOUT, Fault.CHANNELS, Fault.VALUE_RANGE));

  /// Noise level at which its answers are looked at, and of the start of sampling, in spreads of
  /// the data.
  private static final double LOOK = 5;

  private static final double START = 10;
  private static final double END = 0.02;
  private static final int STEPS = 10;
  private static final int LOOKS = 4;

  /// Variance of its answers, in those of the data, up to which they are no noise.
  private static final double QUIET = 1;

  /// Share of the evaluations that go into samples, and their number.
  private static final double SHARE = 0.25;

  private static final int FEWEST = 4;
  private static final int MOST = 256;

  private StandIns() {}

  /// The faults that can be seen in them.
  static Set<Fault> seen() {
    EnumSet<Fault> seen = EnumSet.allOf(Fault.class);
    seen.removeAll(UNSEEN);
    return seen;
  }

  /// Samples; empty if they are not finite, or noise is answered with noise.
  ///
  /// @param scale standard deviation of the data, as the model states it
  /// @param evaluations that may be spent on all
  public static Optional<Dataset> of(
      Denoiser denoiser, double scale, int evaluations, NoiseKey key) {
    if (!quiet(denoiser, scale, key)) {
      return Optional.empty();
    }
    double low = KnownLevels.of(denoiser).map(KnownLevels::sigmaMin).orElse(0.0);
    double high = KnownLevels.of(denoiser).map(KnownLevels::sigmaMax).orElse(Double.MAX_VALUE);
    double top = Math.min(high, START * scale);
    double bottom = Math.max(low, Math.min(END * scale, top / 2));
    int count = Math.clamp((long) (SHARE * evaluations / STEPS), FEWEST, MOST);
    Sampler sampler =
        new Sampler(new RhoGrid(7).toZero(STEPS, top, bottom), new Dpmpp2M(), new Start.Prior());
    return sampler.sample(denoiser, new Noise(key.child("samples"), 0, count))
            instanceof Outcome.Completed<Batch>(Batch samples, _)
        ? Optional.of(Dataset.of("samples of the model itself", "those of the model", samples))
        : Optional.empty();
  }

  private static boolean quiet(Denoiser denoiser, double scale, NoiseKey key) {
    double sigma = LOOK * scale;
    Batch noise = new Noise(key.child("noise alone"), 0, LOOKS).normal(denoiser.shape());
    Batch answer = denoiser.denoise(noise.times(sigma), sigma);
    int d = answer.dimension();
    double[] mean = new double[d];
    for (int i = 0; i < LOOKS * d; i++) {
      mean[i % d] += answer.shared()[i] / LOOKS;
    }
    double variance = 0;
    for (int i = 0; i < LOOKS * d; i++) {
      double off = answer.shared()[i] - mean[i % d];
      variance += off * off / ((LOOKS - 1) * d);
    }
    return variance <= QUIET * scale * scale;
  }
}
