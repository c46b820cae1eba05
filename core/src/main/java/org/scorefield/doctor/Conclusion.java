package org.scorefield.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.scorefield.doctor.Check.Outcome;

/// The verdict, for people.
///
/// @param state how the model does
/// @param headline in one sentence
/// @param text what it rests on and what to do
public record Conclusion(State state, String headline, String text) {

  public enum State {
    HEALTHY,
    /// Rightly called, but poor at some noise levels.
    POOR,
    FAULTY
  }

  /// @param sampled whether there were no data
  public static Conclusion of(Doctor.Report report, boolean sampled) {
    Conclusion conclusion = of(report);
    return sampled
        ? new Conclusion(
            conclusion.state(), conclusion.headline(), conclusion.text() + unseen(report))
        : conclusion;
  }

  private static String unseen(Doctor.Report report) {
    String keys =
        report.unseen().stream()
            .map(f -> "`" + f.key() + "`")
            .sorted()
            .collect(Collectors.joining(", "));
    return " There were no data: it was held against its own samples"
        + (keys.isEmpty()
            ? "."
            : ", which agree with " + keys + " whether these are right or wrong.")
        + " Give `--data` for more.";
  }

  private static Conclusion of(Doctor.Report report) {
    Optional<Finding> finding = report.diagnosis().map(Diagnosis::finding);
    if (finding.isPresent() && finding.get() instanceof Finding.Wrong wrong) {
      return wrong(wrong, report.diagnosis().orElseThrow());
    }
    if (finding.isPresent() && finding.get() instanceof Finding.Hopeless hopeless) {
      return hopeless(hopeless);
    }
    List<Check> failed =
        report.checks().stream().filter(c -> c.outcome() == Outcome.FAILED).toList();
    if (!failed.isEmpty()) {
      return failed(failed, report);
    }
    OptionalDouble above = report.examination().poorAbove();
    OptionalDouble below = report.examination().poorBelow();
    if (above.isPresent() || below.isPresent()) {
      return range(above, below, report);
    }
    String rest = rightness(report);
    return new Conclusion(State.HEALTHY, "Nothing is wrong with this model.", rest);
  }

  private static String rightness(Doctor.Report report) {
    return report
        .diagnosis()
        .map(d ->
            "Of %d wirings that were tried, none denoises better than the stated one, beyond chance and at every noise level."
                .formatted(d.standings().size()))
        .orElse("It does what every denoiser must.");
  }

  private static Conclusion wrong(Finding.Wrong wrong, Diagnosis diagnosis) {
    List<Alternative> changes = wrong.changes();
    Standing named =
        diagnosis.standings().stream()
            .filter(s -> s.changes().equals(changes))
            .findFirst()
            .orElseThrow();
    String keys = changes.stream().map(c -> c.fault().key()).collect(Collectors.joining(" and "));
    String say = changes.stream().map(Alternative::change).collect(Collectors.joining("; "));
    String text =
        "With `%s` the same network denoises with %s of the loss: %s."
            .formatted(
                say,
                share(-named.gain().value()),
                changes.stream().map(c -> c.fault().meaning()).collect(Collectors.joining("; ")));
    if (!wrong.same().isEmpty()) {
      text +=
          " As good, and not to be told from it here: "
              + wrong.same().stream()
                  .map(a -> "`" + a.change() + "`")
                  .collect(Collectors.joining(", "))
              + ".";
    }
    return new Conclusion(State.FAULTY, "The wiring is wrong: " + keys + ".", text);
  }

  private static String share(double logarithm) {
    double share = Math.exp(logarithm);
    return share < 0.01
        ? String.format(Locale.ROOT, "1/%.3g", 1 / share)
        : String.format(Locale.ROOT, "%.3g %%", 100 * share);
  }

  private static Conclusion hopeless(Finding.Hopeless hopeless) {
    String nearest =
        hopeless.best().isEmpty()
            ? "No other wiring came nearer than the stated one."
            : "What came nearest: "
                + hopeless.best().stream()
                    .map(a -> "`" + a.change() + "`")
                    .collect(Collectors.joining(" and "))
                + ".";
    return new Conclusion(
        State.FAULTY,
        "This is no denoiser of these data, whichever one key is changed.",
        "Nowhere does it come near what a Gaussian of the data's mean and covariance loses. At"
            + " least two keys are wrong, or these are not the data it was trained on, or it was"
            + " not trained. "
            + nearest);
  }

  private static Conclusion failed(List<Check> failed, Doctor.Report report) {
    return new Conclusion(
        State.FAULTY,
        "This is not how a denoiser behaves: "
            + failed.stream().map(Check::name).collect(Collectors.joining("; "))
            + ".",
        failed.stream()
                .map(c -> "%s: %s; expected: %s.".formatted(c.name(), c.measured(), c.expected()))
                .collect(Collectors.joining(" "))
            + report
                .diagnosis()
                .map(d -> " Changing one key of the wiring does not help.")
                .orElse(""));
  }

  private static Conclusion range(
      OptionalDouble above, OptionalDouble below, Doctor.Report report) {
    String text =
        "There the Gaussian of the data denoises better, by a fifth at least: the network was"
            + " trained badly at these levels, or never. "
            + (above.isPresent()
                ? "Start below (`sample --teleport`), or let `repair` put the Gaussian there. "
                : "End above, or let `repair` help. ")
            + rightness(report);
    String headline =
        above.isPresent()
            ? "Rightly called, but poor from sigma = %s up%s."
                .formatted(
                    number(above.getAsDouble()),
                    below.isPresent() ? " and up to " + number(below.getAsDouble()) : "")
            : "Rightly called, but poor up to sigma = %s.".formatted(number(below.orElseThrow()));
    return new Conclusion(State.POOR, headline, text);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
