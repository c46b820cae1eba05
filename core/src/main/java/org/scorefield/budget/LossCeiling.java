package org.scorefield.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;

/// What no denoiser that is called rightly should be above: the loss of `mu + c/(c + v) (x - mu)`,
/// the best multiple of the deviation from the mean, whose EDM-normalised loss is 1 at every level.
/// It needs nothing but mean and variance of the data, and no training.
///
/// A trained network may pass it in places, at high noise above all. One that is above it nearly
/// everywhere, and by far, answers another question than it is asked.
///
/// @param variance c, of the data a component, > 0
public record LossCeiling(double variance) {
  private static final double FAR = 1.5;
  private static final double CLEAR = 5;
  private static final double SHARE = 0.5;

  public LossCeiling {
    if (!(variance > 0)) {
      throw new IllegalArgumentException(
          "the variance of the data must be positive, got " + variance);
    }
  }

  /// Reads a curve against the ceiling.
  public Reading read(LossCurve curve) {
    List<Double> above = new ArrayList<>();
    int far = 0;
    for (int l = 0; l < curve.sigmas().size(); l++) {
      Estimate loss = curve.normalised(l, variance);
      double over = loss.value() - 1;
      if (over > CLEAR * loss.standardError()) {
        above.add(curve.sigmas().get(l));
        far += loss.value() > FAR ? 1 : 0;
      }
    }
    return new Reading(above, far >= SHARE * curve.sigmas().size(), curve.sigmas());
  }

  /// How a curve lies to the ceiling.
  ///
  /// @param above levels at which it is above, beyond chance
  /// @param wrong whether it is so at half of the levels, by half of the ceiling or more
  /// @param sigmas of all levels
  public record Reading(List<Double> above, boolean wrong, Vector sigmas) {
    public Reading {
      above = List.copyOf(above);
    }

    /// How many levels there are.
    public int levels() {
      return sigmas.size();
    }

    /// What to do about it.
    public String cure() {
      return "the model's loss is above that of the best multiple of its input at %d of %d noise levels (%s): it is not called as it was trained, or is not trained. `scorefield doctor` names what is wrong with a wiring; if it is right as it is, say --any-wiring"
          .formatted(above.size(), levels(), range());
    }

    /// The levels above, for people, neighbours together: "sigma 0.01 to 0.03, 0.5 to 80".
    public String range() {
      List<String> runs = new ArrayList<>();
      for (int l = 0; l < levels(); l++) {
        int first = l;
        while (l < levels() && above.contains(sigmas.get(l))) {
          l++;
        }
        if (l > first) {
          runs.add(
              l == first + 1
                  ? number(sigmas.get(first))
                  : number(sigmas.get(first)) + " to " + number(sigmas.get(l - 1)));
        }
      }
      return runs.isEmpty() ? "none" : "sigma " + String.join(", ", runs);
    }

    private static String number(double sigma) {
      return String.format(Locale.ROOT, "%.3g", sigma);
    }
  }
}
