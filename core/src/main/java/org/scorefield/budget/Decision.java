package org.scorefield.budget;

import java.util.Locale;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;

/// Which of two schemes has the smaller path divergence for a model, decided by its held-out loss:
/// the first if the {@link PathCost} of the first minus that of the second is below 0 by two of its
/// standard errors, the second if it is as far above, else it is a tie.
///
/// It takes the place of a rule of thumb (Wang, He and Tao 2406.12839, section 4: a well-trained
/// model wants exponentially falling levels, a less trained one polynomially falling levels), whose
/// premise cannot be read off a model and whose threshold nobody knows.
///
/// @param first a scheme
/// @param second another, between the same levels
/// @param difference cost of the first minus cost of the second, in nats
public record Decision(Scheme first, Scheme second, Estimate difference) {
  /// Standard errors of a difference that are more than chance.
  public static final double CLEAR = 2;

  private static final double SAME = 1e-9;

  /// What came of it.
  public enum Verdict {
    FIRST,
    SECOND,
    /// The held-out rows cannot tell them apart.
    TIE;

    /// By the error of the first less that of the second. A difference whose standard error is not
    /// known decides nothing.
    public static Verdict of(Estimate difference) {
      if (!(Math.abs(difference.value()) > CLEAR * difference.standardError())) {
        return TIE;
      }
      return difference.value() < 0 ? FIRST : SECOND;
    }
  }

  public Decision {
    requireSame("first", first.grid().first(), second.grid().first());
    requireSame("last", first.grid().last(), second.grid().last());
  }

  static void requireSame(String which, double a, double b) {
    if (!(Math.abs(a - b) <= SAME * Math.max(a, b))) {
      throw new IllegalArgumentException(
          "schemes are compared between the same noise levels, but their %s levels are %s and %s; give both the same range"
              .formatted(which, a, b));
    }
  }

  /// Decides between two schemes.
  ///
  /// @throws IllegalArgumentException if they have different ends, or use levels outside of the
  ///   curve's
  public static Decision between(Scheme first, Scheme second, LossCurve curve) {
    return new Decision(first, second, PathCost.difference(first, second, curve));
  }

  public Verdict verdict() {
    return Verdict.of(difference);
  }

  /// How many times as many independent held-out rows would tell them apart, if the difference is
  /// as it seems; 1 or less where they are told apart.
  public double rowsNeeded() {
    double clear = CLEAR * difference.standardError();
    return Math.pow(clear / difference.value(), 2);
  }

  /// The verdict in words: "A has the smaller path divergence, by 0.12 nats ...", "tie: ...".
  public String words() {
    Estimate d = difference;
    return switch (verdict()) {
      case FIRST -> wins(first);
      case SECOND -> wins(second);
      case TIE ->
          String.format(
              Locale.ROOT,
              "tie: %s and %s differ by %.2g nats, and chance alone by %.2g",
              first.name(),
              second.name(),
              Math.abs(d.value()),
              CLEAR * d.standardError());
    };
  }

  private String wins(Scheme winner) {
    return String.format(
        Locale.ROOT,
        "%s has the smaller path divergence, by %.3g nats (standard error %.1g)",
        winner.name(),
        Math.abs(difference.value()),
        difference.standardError());
  }
}
