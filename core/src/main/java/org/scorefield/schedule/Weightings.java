package org.scorefield.schedule;

import java.util.List;

/// The catalogue of weightings, and the reading of their names. A weighting listed here is offered
/// on the command line, runs through the contract tests, and has its row in the documentation.
///
/// | written | means |
/// |---|---|
/// | `uniform` | {@link UniformWeighting} |
/// | `x0` | {@link CleanWeighting} |
/// | `edm` | {@link EdmWeighting} |
/// | `min-snr`, `min-snr:5` | {@link MinSnrWeighting}, with its gamma |
/// | `p2`, `p2:1:0.5` | {@link P2Weighting}, with k and gamma |
/// | `likelihood` | {@link LikelihoodWeighting} |
/// | `balanced`, `balanced:0.01:20:30` | {@link BalancedWeighting}, from nothing; range in standard
/// deviations of the data, and bins |
public final class Weightings {

  public static final List<Weighting> ALL =
      List.of(
          new UniformWeighting(),
          new CleanWeighting(),
          new EdmWeighting(),
          new MinSnrWeighting(),
          new P2Weighting(),
          new LikelihoodWeighting(),
          new BalancedWeighting());

  private static final List<String> FORMS =
      List.of(
          "uniform",
          "x0",
          "edm",
          "min-snr",
          "min-snr:GAMMA",
          "p2",
          "p2:K:GAMMA",
          "likelihood",
          "balanced",
          "balanced:MIN:MAX:BINS");

  private Weightings() {}

  /// The weighting written in `text`; the name of every one in the catalogue reads as it.
  ///
  /// @throws IllegalArgumentException saying what can be written if `text` is none of it
  public static Weighting parse(String text) {
    Written name = Written.of("weighting", text, FORMS);
    boolean bare = name.arguments() == 0;
    return switch (name.head()) {
      case "uniform" -> alone(name, new UniformWeighting());
      case "x0" -> alone(name, new CleanWeighting());
      case "edm" -> alone(name, new EdmWeighting());
      case "likelihood" -> alone(name, new LikelihoodWeighting());
      case "min-snr" -> bare ? new MinSnrWeighting() : new MinSnrWeighting(name.with(1).number(0));
      case "p2" ->
          bare ? new P2Weighting() : new P2Weighting(name.with(2).number(0), name.number(1));
      case "balanced" -> bare ? new BalancedWeighting() : balanced(name.with(3));
      default -> throw name.unknown();
    };
  }

  private static Weighting alone(Written name, Weighting weighting) {
    name.with(0);
    return weighting;
  }

  private static Weighting balanced(Written name) {
    double bins = name.number(2);
    if (bins != Math.rint(bins) || !(bins >= 1 && bins <= 1e6)) {
      throw new IllegalArgumentException(
          "'" + name.text() + "' needs a whole number of bins, at least 1");
    }
    return new BalancedWeighting(new LogBins(name.number(0), name.number(1), (int) bins));
  }
}
