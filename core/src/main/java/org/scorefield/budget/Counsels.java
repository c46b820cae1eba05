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
                : "%s in the place of %s".formatted(name, advice.scheme().name());
    return new Counsel(Counsel.Change.SCHEDULE, gain, words);
  }

  /// The same levels with the best noise.
  private Optional<Counsel> stepNoise() {
    return advice.ranking().stream()
        .filter(r -> r.scheme().grid().equals(advice.scheme().grid()))
        .filter(r -> !r.scheme().equals(advice.scheme()))
        .findFirst()
        .filter(r -> r.against().difference().value() < 0)
        .map(r ->
            new Counsel(
                Counsel.Change.STEP_NOISE,
                negated(r.against().difference()),
                "%s: the same levels".formatted(r.scheme().name())));
  }

  private Optional<Counsel> evaluation() {
    return advice
        .oneMore()
        .map(gain ->
            new Counsel(
                Counsel.Change.EVALUATION,
                gain,
                "%d steps in the place of %d"
                    .formatted(advice.scheme().steps() + 1, advice.scheme().steps())));
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
                  "sigma %.3g in the place of %.3g; the worse start is counted",
                  best.sigma(),
                  now.sigma());
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
        .map(best ->
            new Counsel(
                Counsel.Change.SIGMA_MIN,
                best.gain(),
                String.format(
                    Locale.ROOT,
                    "%ssigma %.3g in the place of %.3g; samples then end %s of their spread from clean data, now %s",
                    advice.score().known() ? "" : "at least that: ",
                    best.sigma(),
                    now.sigma(),
                    text(best.stopping()),
                    text(now.stopping()))));
  }

  private Counsel start() {
    Estimate gain = advice.budget().parts().getFirst().value();
    return new Counsel(
        Counsel.Change.START, gain, "`sample --teleport`, in the place of white noise");
  }

  private Optional<Counsel> training() {
    if (advice.training().isEmpty()) {
      return Optional.empty();
    }
    Advice.Stage last = advice.training().getLast();
    Estimate gain = last.behind();
    String words =
        gain.value() > Decision.CLEAR * gain.standardError()
            ? "so much came off since %s; as much training again brings less, if gains go on shrinking as they mostly do"
            : "training since %s has taken off nothing that these rows show";
    return Optional.of(new Counsel(Counsel.Change.TRAINING, gain, words.formatted(last.name())));
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
                    "%.0f %% of the known score error lies between sigma %.3g and %.3g%s: train on more of these levels",
                    100 * band.score().value() / sum,
                    band.from(),
                    band.to(),
                    advice.score().known() ? "; the gain is at most that" : "")));
  }

  private static Estimate negated(Estimate e) {
    return new Estimate(0 - e.value(), e.standardError(), e.n());
  }

  /// To two digits, and without an exponent from 100 on.
  private static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2g" : "%.0f", value);
  }
}
