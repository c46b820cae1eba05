package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.scorefield.doctor.Check.Outcome;
import org.scorefield.metric.Estimate;

/// What must be true of every denoiser, checked on an {@link Examination}. Where it fails at high
/// noise only, the network was trained badly there; where the data are still to be seen, something
/// is wrong.
public final class Checks {
  /// Levels between these, in standard deviations of the data, are those that make the picture.
  private static final double LOW = 0.1;

  private static final double MIDDLE = 2;

  /// Levels from here on are high noise.
  private static final double HIGH = 4.5;

  /// Results of one sample may differ by rounding, in single precision and summed in another order.
  private static final double ROUNDING = 1e-3;

  private static final double SURE = 4;

  /// By how much the predicted noise may be too large or small where the picture is made.
  private static final double SIZE = 0.1;

  private final Examination examination;
  private final double scale;
  private final List<Check> checks = new ArrayList<>();

  private Checks(Examination examination, double scale) {
    this.examination = examination;
    this.scale = scale;
  }

  /// @param scale standard deviation of the data
  public static List<Check> of(Examination examination, double scale) {
    Checks all = new Checks(examination, scale);
    all.finite();
    all.company();
    all.low();
    all.size();
    all.rising();
    all.bounds();
    all.high();
    return List.copyOf(all.checks);
  }

  private List<Reading> readings() {
    return examination.readings();
  }

  private List<Reading> where(Predicate<Reading> levels) {
    return readings().stream().filter(levels).toList();
  }

  private void finite() {
    List<Reading> bad = where(r -> !r.finite());
    add(
        "finite values",
        bad.isEmpty() ? Outcome.PASSED : Outcome.FAILED,
        bad.isEmpty() ? "all" : "not at sigma " + sigmas(bad),
        "no NaN and no infinity at any level");
  }

  private void company() {
    double company = examination.company();
    add(
        "each sample for itself",
        company <= ROUNDING ? Outcome.PASSED : Outcome.FAILED,
        number(company) + " standard deviations",
        "the same alone, in a batch and in another order, to " + number(ROUNDING));
  }

  private void low() {
    Reading lowest = readings().getFirst();
    boolean kept = lowest.finite() && lowest.moved().value() <= 1 + SIZE + se(lowest.moved());
    add(
        "nothing moves without noise",
        kept ? Outcome.PASSED : Outcome.POOR,
        number(lowest.moved().value()) + " at sigma " + number(lowest.sigma()),
        "|D - x|^2 / (d sigma^2) is at most 1");
  }

  private void size() {
    List<Reading> middle = where(r -> r.sigma() <= MIDDLE * scale);
    List<Reading> off =
        middle.stream()
            .filter(r -> !r.finite() || Math.abs(r.size().value() - 1) > SIZE + se(r.size()))
            .toList();
    Reading worst =
        middle.stream()
            .reduce((a, b) -> distance(a) > distance(b) ? a : b)
            .orElse(readings().getFirst());
    add(
        "size of the predicted noise",
        off.isEmpty() ? Outcome.PASSED : failed(off),
        "%s at sigma %s".formatted(number(worst.size().value()), number(worst.sigma())),
        "E n.m / E|m|^2 is 1 up to sigma " + number(MIDDLE * scale));
  }

  private static double distance(Reading r) {
    return r.finite() ? Math.abs(r.size().value() - 1) : Double.MAX_VALUE;
  }

  private void rising() {
    List<Reading> falling = new ArrayList<>();
    for (int i = 1; i < readings().size(); i++) {
      Reading below = readings().get(i - 1);
      Reading here = readings().get(i);
      double chance = Math.hypot(se(here.loss()), se(below.loss()));
      if (here.finite() && here.loss().value() < 0.9 * below.loss().value() - chance) {
        falling.add(here);
      }
    }
    add(
        "the loss rises with sigma",
        falling.isEmpty() ? Outcome.PASSED : failed(falling),
        falling.isEmpty() ? "throughout" : "falls at sigma " + sigmas(falling),
        "more noise leaves less to see");
  }

  private void bounds() {
    List<Reading> poor = where(Reading::poor);
    add(
        "as good as a Gaussian",
        poor.isEmpty() ? Outcome.PASSED : failed(poor),
        poor.isEmpty() ? "at all levels" : "worse at sigma " + sigmas(poor),
        "no more loss than the best linear denoiser of the data");
    List<Reading> below =
        where(r -> r.finite() && r.loss().value() + se(r.loss()) < 0.9 * r.least());
    add(
        "not too good",
        below.isEmpty() ? Outcome.PASSED : Outcome.FAILED,
        below.isEmpty() ? "at no level" : "at sigma " + sigmas(below),
        "no less loss than the rows themselves as the law");
  }

  private void high() {
    List<Reading> high = where(r -> r.sigma() >= HIGH * scale);
    if (high.isEmpty()) {
      add("high noise: mean", Outcome.UNTESTED, "no such level", "D has the mean of the data");
      add("high noise: slope", Outcome.UNTESTED, "no such level", "that of the linear denoiser");
      return;
    }
    List<Reading> shifted = high.stream().filter(this::shifted).toList();
    add(
        "high noise: mean",
        shifted.isEmpty() ? Outcome.PASSED : Outcome.POOR,
        shifted.isEmpty()
            ? number(high.getFirst().offset()) + " off at sigma " + number(high.getFirst().sigma())
            : "another at sigma " + sigmas(shifted),
        "D has the mean of the data, %s".formatted("to a quarter of their spread"));
    List<Reading> steep = high.stream().filter(Checks::otherSlope).toList();
    add(
        "high noise: slope",
        steep.isEmpty() ? Outcome.PASSED : Outcome.POOR,
        steep.isEmpty()
            ? "as linear"
            : "%s at sigma %s, not %s"
                .formatted(
                    number(steep.getFirst().slope().value()),
                    number(steep.getFirst().sigma()),
                    number(steep.getFirst().gaussianSlope())),
        "mean slope lambda / (lambda + sigma^2)");
  }

  private boolean shifted(Reading r) {
    double chance = scale / Math.sqrt(r.loss().n());
    return !r.finite() || r.offset() > scale / 4 + 2 * chance;
  }

  private static boolean otherSlope(Reading r) {
    double off = Math.abs(r.slope().value() - r.gaussianSlope());
    return !r.finite() || off > 0.5 * r.gaussianSlope() + se(r.slope());
  }

  /// Poor, if it is so only where the picture is made already, or not yet.
  private Outcome failed(List<Reading> where) {
    return where.stream().noneMatch(this::makesThePicture) ? Outcome.POOR : Outcome.FAILED;
  }

  private boolean makesThePicture(Reading r) {
    return r.sigma() >= LOW * scale && r.sigma() <= MIDDLE * scale;
  }

  private static double se(Estimate e) {
    return Double.isFinite(e.standardError()) ? SURE * e.standardError() : 0;
  }

  private void add(String name, Outcome outcome, String measured, String expected) {
    checks.add(new Check(name, outcome, measured, expected));
  }

  private static String sigmas(List<Reading> readings) {
    return String.join(", ", readings.stream().map(r -> number(r.sigma())).toList());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
