package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scorefield.analytic.Empirical;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.random.NoiseKey;
import org.scorefield.wiring.Wired;

/// Examines a denoiser and, where it is a network by a wiring, looks for the fault.
public final class Doctor {
  /// Multiples of the data's spread at which a denoiser is examined.
  private static final double[] SPREADS = {0.02, 0.05, 0.15, 0.5, 1.5, 5, 15, 50};

  /// Share of the evaluations that the examination takes at most.
  private static final double EXAMINATION = 0.2;

  /// The highest is another level beyond this ratio.
  private static final double APART = 1.5;

  private static final int FEWEST_ROWS = 4;

  private Doctor() {}

  /// What was found.
  ///
  /// @param diagnosis of a network by a wiring; empty for other denoisers
  /// @param unseen faults that could not be looked for: without data, {@link StandIns#UNSEEN}
  public record Report(
      Examination examination,
      List<Check> checks,
      Optional<Diagnosis> diagnosis,
      Set<Fault> unseen) {
    public Report {
      checks = List.copyOf(checks);
    }
  }

  /// @param data clean rows in our units; all are held in memory
  /// @param sampled whether these are {@link StandIns}
  /// @param evaluations that may be spent
  public static Report examine(
      Denoiser denoiser,
      Dataset data,
      boolean sampled,
      Yardstick yardstick,
      int evaluations,
      NoiseKey key) {
    Batch rows = data.rows(0, data.size());
    List<Double> sigmas = sigmas(denoiser, yardstick.scale());
    int used =
        Math.clamp(
            (long) (EXAMINATION * evaluations / sigmas.size()),
            Math.min(FEWEST_ROWS, rows.count()),
            rows.count());
    Trial trial = new Trial(rows.slice(0, used), key.child("examination"));
    Empirical law = Empirical.of(data);
    Examination examination = Examination.of(denoiser, trial, yardstick, law, sigmas);
    int left = evaluations - Examination.evaluations(used, sigmas.size());
    Set<Fault> sought = sampled ? StandIns.seen() : EnumSet.allOf(Fault.class);
    Optional<Diagnosis> diagnosis =
        Wired.in(denoiser).map(wired -> Race.run(wired, data, yardstick, sought, left, key));
    return new Report(
        examination,
        Checks.of(examination, yardstick.scale()),
        diagnosis,
        sampled && diagnosis.isPresent() ? StandIns.UNSEEN : Set.of());
  }

  /// Levels within those the denoiser knows, and the highest of them.
  private static List<Double> sigmas(Denoiser denoiser, double scale) {
    Optional<KnownLevels> known = KnownLevels.of(denoiser);
    double low = known.map(KnownLevels::sigmaMin).orElse(0.0);
    double high = known.map(KnownLevels::sigmaMax).orElse(Double.POSITIVE_INFINITY);
    List<Double> sigmas = new ArrayList<>();
    for (double spread : SPREADS) {
      double sigma = spread * scale;
      if (sigma >= low && sigma <= high) {
        sigmas.add(sigma);
      }
    }
    double last = sigmas.isEmpty() ? 0 : sigmas.getLast();
    if (sigmas.isEmpty() || (high > last * APART && Double.isFinite(high))) {
      sigmas.add(Double.isFinite(high) ? high : Math.max(low, scale));
    }
    return List.copyOf(sigmas);
  }
}
