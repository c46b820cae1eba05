package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.metric.Estimate;

/// What an {@link Advice} amounts to: changes, with what each would bring.
final class Counsels {
  /// How far from clean data, in units of their spread, another last level may leave samples beyond
  /// what the present one does: less than anybody sees.
  private static final double UNSEEN = 0.003;

  /// Known score error below which it is not worth saying where it lies, in nats.
  private static final double LITTLE = 1e-3;

  private final Advice advice;

  private Counsels(Advice advice) {
    this.advice = advice;
  }

  /// The largest gain first.
  static List<Counsel> of(Advice advice) {
    return new Counsels(advice).all();
  }

  private List<Counsel> all() {
    List<Counsel> counsels = new ArrayList<>();
    counsels.add(schedule());
    stepNoise().ifPresent(counsels::add);
    evaluation().ifPresent(counsels::add);
    firstLevel().ifPresent(counsels::add);
    lastLevel().ifPresent(counsels::add);
    counsels.add(start());
    training().ifPresent(counsels::add);
    weighting().ifPresent(counsels::add);
    counsels.sort(Comparator.comparingDouble((Counsel c) -> c.gain().value()).reversed());
    return List.copyOf(counsels);
  }

  private Counsel schedule() {
    Advice.Ranked best = advice.best();
    Estimate gain = negated(best.against().difference());
    String name = best.scheme().name();
    String words =
        best.scheme().equals(advice.scheme())
            ? name + " is already the best of those compared"
            : best.against().verdict() == Decision.Verdict.TIE
                ? "%s seems best, but cannot be told from %s by these rows"
                    .formatted(name, advice.scheme().name())
                : "%s in the place of %s takes %s nats off the path divergence"
                    .formatted(name, advice.scheme().name(), text(gain));
    return new Counsel(Counsel.Change.SCHEDULE, gain, words);
  }

  /// The same levels with the best noise.
  private Optional<Counsel> stepNoise() {
    return advice.ranking().stream()
        .filter(r -> r.scheme().grid().equals(advice.scheme().grid()))
        .filter(r -> !r.scheme().equals(advice.scheme()))
        .findFirst()
        .filter(r -> r.against().difference().value() < 0)
        .map(r -> {
          Estimate gain = negated(r.against().difference());
          return new Counsel(
              Counsel.Change.STEP_NOISE,
              gain,
              "the same levels with the step noise of '%s' take %s nats off"
                  .formatted(r.scheme().name(), text(gain)));
        });
  }

  private Optional<Counsel> evaluation() {
    return advice
        .oneMore()
        .map(gain ->
            new Counsel(
                Counsel.Change.EVALUATION,
                gain,
                "step %d brings %s nats".formatted(advice.scheme().steps() + 1, text(gain))));
  }

  private Optional<Counsel> firstLevel() {
    Advice.AtLevel now = advice.firstLevels().getFirst();
    return advice.firstLevels().stream()
        .max(Comparator.comparingDouble(level -> level.gain().value()))
        .filter(best -> best.sigma() != now.sigma())
        .map(best -> {
          String words =
              String.format(
                  Locale.ROOT,
                  "sigma %.4g in the place of %.4g takes %s nats off, the worse start counted",
                  best.sigma(),
                  now.sigma(),
                  text(best.gain()));
          return new Counsel(Counsel.Change.SIGMA_MAX, best.gain(), words);
        });
  }

  /// The highest last level that nobody would see.
  private Optional<Counsel> lastLevel() {
    Advice.AtLevel now = advice.lastLevels().getFirst();
    return advice.lastLevels().stream()
        .filter(level -> level.stopping() <= now.stopping() + UNSEEN)
        .max(Comparator.comparingDouble(Advice.AtLevel::sigma))
        .filter(best -> best.sigma() != now.sigma())
        .map(best -> {
          String words =
              String.format(
                  Locale.ROOT,
                  "sigma %.4g in the place of %.4g takes %s%s nats off; samples then end %.2g of their spread from clean data, now %.2g",
                  best.sigma(),
                  now.sigma(),
                  advice.score().known() ? "" : "at least ",
                  text(best.gain()),
                  best.stopping(),
                  now.stopping());
          return new Counsel(Counsel.Change.SIGMA_MIN, best.gain(), words);
        });
  }

  private Counsel start() {
    Estimate gain = advice.budget().parts().getFirst().value();
    return new Counsel(
        Counsel.Change.START,
        gain,
        "a start from the Gaussian of the data (`sample --teleport`) takes %s nats off"
            .formatted(text(gain)));
  }

  private Optional<Counsel> training() {
    if (advice.training().isEmpty()) {
      return Optional.empty();
    }
    Advice.Stage last = advice.training().getLast();
    Estimate gain = last.behind();
    String words =
        gain.value() > Decision.CLEAR * gain.standardError()
            ? "training since %s has taken %s nats off; as much training again brings less, if gains go on shrinking as they mostly do"
            : "training since %s has taken off nothing that these rows show (%s nats)";
    return Optional.of(
        new Counsel(Counsel.Change.TRAINING, gain, words.formatted(last.name(), text(gain))));
  }

  private Optional<Counsel> weighting() {
    double sum = advice.bands().stream().mapToDouble(b -> Math.max(0, b.score().value())).sum();
    return advice.bands().stream()
        .max(Comparator.comparingDouble(b -> b.score().value()))
        .filter(band -> sum > LITTLE && band.score().value() > LITTLE)
        .map(band ->
            new Counsel(
                Counsel.Change.WEIGHTING,
                band.score(),
                String.format(
                    Locale.ROOT,
                    "%.0f %% of the score error that is known lies between sigma %.3g and %.3g: %s nats%s, which training on more of these levels works on",
                    100 * band.score().value() / sum,
                    band.from(),
                    band.to(),
                    text(band.score()),
                    advice.score().known() ? "" : " or more")));
  }

  private static Estimate negated(Estimate e) {
    return new Estimate(0 - e.value(), e.standardError(), e.n());
  }

  private static String text(Estimate e) {
    return e.standardError() > 0
        ? String.format(Locale.ROOT, "%.3g (se %.1g)", e.value(), e.standardError())
        : String.format(Locale.ROOT, "%.3g", e.value());
  }
}
