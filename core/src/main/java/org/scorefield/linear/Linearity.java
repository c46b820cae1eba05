package org.scorefield.linear;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// How much of a model's score and denoiser surrogates leave unexplained at each noise level.
///
/// With s = (D - x) / sigma^2 the model's score and s_q a surrogate's, all over x = data plus
/// noise:
///
/// - score: `|s - s_q|^2 / |s|^2`. At high noise s is nearly `-n / sigma`, which anything explains:
///   this share flatters.
/// - denoiser: `|D - D_q|^2 / |D|^2`, as published; and centred, `|D - D_q|^2 / |D - mu|^2` with mu
///   the data's mean: what of the picture beyond the mean one is missed. This one does not flatter.
/// - `Delta = E|D - D_q|^2`, from which the divergence follows ({@link #curve}).
///
/// @param model its name
/// @param surrogates their names
/// @param levels lowest noise first
public record Linearity(String model, List<String> surrogates, List<Level> levels) {

  /// A share in the two ways it is quoted: the published one is the mean over samples of ratios,
  /// the robust one the ratio of means.
  public record Share(Estimate meanOfRatios, Estimate ratioOfMeans) {}

  /// One noise level.
  ///
  /// @param sigma the level
  /// @param energy `E|s|^2` of the model, summed over components
  /// @param loss `E|x0 - D|^2` of the model, summed over components
  /// @param residuals one for each surrogate
  public record Level(double sigma, Estimate energy, Estimate loss, List<Residual> residuals) {
    public Level {
      residuals = List.copyOf(residuals);
    }
  }

  /// What one surrogate leaves at one level.
  ///
  /// @param surrogate its name
  /// @param score unexplained share of the score
  /// @param reversed the same with the surrogate's score below the line; mean of ratios
  /// @param denoiser unexplained share of the denoiser
  /// @param centred unexplained share of the denoiser about the data's mean
  /// @param delta `E|D - D_q|^2`
  /// @param lossGap `E|x0 - D_q|^2 - E|x0 - D|^2`: equal to delta where the model is exact, less
  ///   where it has errors of its own, negative where the surrogate denoises better
  public record Residual(
      String surrogate,
      Share score,
      Estimate reversed,
      Share denoiser,
      Share centred,
      Estimate delta,
      Estimate lossGap) {}

  public Linearity {
    surrogates = List.copyOf(surrogates);
    levels = List.copyOf(levels);
    if (surrogates.stream().distinct().count() != surrogates.size()) {
      throw new IllegalArgumentException("surrogates need distinct names, got " + surrogates);
    }
  }

  /// What a surrogate leaves, level by level.
  ///
  /// @throws IllegalArgumentException if there is no surrogate of that name
  public List<Residual> of(String surrogate) {
    int at = surrogates.indexOf(surrogate);
    if (at < 0) {
      throw new IllegalArgumentException(
          "no surrogate is called '" + surrogate + "'; there are " + surrogates);
    }
    return levels.stream().map(level -> level.residuals().get(at)).toList();
  }

  /// The noise levels, increasing.
  public Vector sigmas() {
    return Vector.generate(levels.size(), i -> levels.get(i).sigma());
  }

  /// `E|s|^2` of the model at each level.
  public Vector energies() {
    return Vector.generate(levels.size(), i -> levels.get(i).energy().value());
  }

  /// Delta by noise level: the divergence of a surrogate *from the model*. It is that from the data
  /// as far as the model is right.
  public ResidualCurve curve(String surrogate) {
    return new ResidualCurve(sigmas(), of(surrogate).stream().map(Residual::delta).toList());
  }

  /// The gap of denoising losses by noise level: how much farther from the data a surrogate is than
  /// the model. Needs no trust in the model, at the price of more noise.
  public ResidualCurve lossCurve(String surrogate) {
    return new ResidualCurve(sigmas(), of(surrogate).stream().map(Residual::lossGap).toList());
  }

  /// The highest noise level at which a surrogate leaves the given share of the score unexplained
  /// (mean of ratios), interpolated in both logarithms; empty if it does at no level or at all.
  public OptionalDouble crossover(String surrogate, double share) {
    return crossover(surrogate, r -> r.score().meanOfRatios(), share);
  }

  /// The same for any share.
  public OptionalDouble crossover(
      String surrogate, Function<Residual, Estimate> which, double share) {
    List<Residual> residuals = of(surrogate);
    return lastCrossing(
        i -> Math.log(Math.max(which.apply(residuals.get(i)).value(), Double.MIN_NORMAL) / share));
  }

  /// The highest noise level at which one surrogate passes another: above it `other` explains the
  /// score better, just below it `surrogate` does. Empty if there is none.
  public OptionalDouble overtakes(String surrogate, String other) {
    List<Residual> own = of(surrogate);
    List<Residual> others = of(other);
    return lastCrossing(i -> {
      double a = own.get(i).score().meanOfRatios().value();
      double b = others.get(i).score().meanOfRatios().value();
      return Math.log(Math.max(b, Double.MIN_NORMAL) / Math.max(a, Double.MIN_NORMAL));
    });
  }

  /// The highest level where a function of the index falls from at least 0 to below.
  private OptionalDouble lastCrossing(java.util.function.IntToDoubleFunction value) {
    for (int i = levels.size() - 2; i >= 0; i--) {
      double low = value.applyAsDouble(i);
      double high = value.applyAsDouble(i + 1);
      if (low >= 0 && high < 0) {
        double w = low / (low - high);
        double from = Math.log(levels.get(i).sigma());
        double to = Math.log(levels.get(i + 1).sigma());
        return OptionalDouble.of(Math.exp(from + w * (to - from)));
      }
    }
    return OptionalDouble.empty();
  }

  static Estimate scaled(Estimate e, double by) {
    return new Estimate(e.value() * by, e.standardError() * by, e.n());
  }
}
