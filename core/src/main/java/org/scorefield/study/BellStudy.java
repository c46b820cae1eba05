package org.scorefield.study;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;
import org.scorefield.schedule.LogBins;

/// The shape of the loss over noise levels as training goes on, and what it says of the weighting.
///
/// Wang, He and Tao (2406.12839) argue that the loss of the noise prediction is an inverse bell
/// over the level (near d at low noise, growing again at high noise), and that the best total
/// weighting makes `beta_b loss_b` constant, hence a bell. The left flank is a property of the
/// data; the right one of a network without preconditioning, for the exact loss falls to 0 there.
/// Hence two scores: of the raw loss and of the EDM-normalised one, whose exact value is 1 at both
/// ends and lower between.
///
/// @param bins of the levels; losses are measured at their centres
/// @param variance of the data a component, with which the loss is normalised
/// @param stages in the order of training, such as at 1 %, 10 % and 100 % of it
public record BellStudy(LogBins bins, double variance, List<Stage> stages) {
  public BellStudy {
    stages = List.copyOf(stages);
  }

  /// One moment of training. Scores are ratios of two losses, with the standard error of a ratio of
  /// paired means; that the extremes were chosen from the same measurement is not in it.
  ///
  /// @param fraction of the training that is done, above 0 and at most 1
  /// @param step of training
  /// @param raw error of the noise prediction a component, `ell/d`, at each level
  /// @param normalised loss with EDM's weight at each level
  /// @param rawBell the lower of the two end losses over the least loss, of the raw ones: the
  ///   largest `1/loss` over the larger of its end values; 1 is no bell
  /// @param normalisedBell the same of the normalised losses
  /// @param lowest level of the least raw loss
  /// @param spread `max_b(beta_b ell_b)/min_b(beta_b ell_b)`: 1 where every level contributes alike
  public record Stage(
      double fraction,
      long step,
      List<Estimate> raw,
      List<Estimate> normalised,
      Estimate rawBell,
      Estimate normalisedBell,
      double lowest,
      Estimate spread) {}

  /// A study with no stage yet.
  public static BellStudy of(LogBins bins, double variance) {
    return new BellStudy(bins, variance, List.of());
  }

  /// This study and one stage more.
  ///
  /// @param curve losses at the centres of the bins
  /// @param betas the total weight of the noise prediction's error in each bin that is trained with
  public BellStudy with(double fraction, long step, LossCurve curve, Vector betas) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "a stage is at a fraction of training above 0 and at most 1, got " + fraction);
    }
    if (!curve.sigmas().equals(bins.centres())) {
      throw new IllegalArgumentException(
          "a bell study needs losses at the centres of its bins %s, got them at %s"
              .formatted(bins.centres(), curve.sigmas()));
    }
    if (betas.size() != bins.count() || !betas.stream().allMatch(b -> b > 0)) {
      throw new IllegalArgumentException(
          "a bell study needs a weight > 0 for each of %d bins, got %s"
              .formatted(bins.count(), betas));
    }
    Weighed raw = Weighed.of(curve, sigma -> 1 / (sigma * sigma));
    Weighed normalised = Weighed.of(curve, s -> (s * s + variance) / (s * s * variance));
    Weighed shares = raw.times(betas);
    Stage stage =
        new Stage(
            fraction,
            step,
            curve.epsilonLossByLevel(),
            curve.normalisedByLevel(variance),
            raw.bell(),
            normalised.bell(),
            curve.sigmas().get(raw.least()),
            shares.ratio(shares.most(), shares.least()));
    return new BellStudy(bins, variance, Stream.concat(stages.stream(), Stream.of(stage)).toList());
  }

  /// A curve in some unit.
  ///
  /// @param weights what the loss at each level is multiplied by
  /// @param values the mean losses so weighted
  private record Weighed(LossCurve curve, Vector weights, Vector values) {

    static Weighed of(LossCurve curve, DoubleUnaryOperator weightAtSigma) {
      int levels = curve.sigmas().size();
      return of(
          curve, Vector.generate(levels, l -> weightAtSigma.applyAsDouble(curve.sigmas().get(l))));
    }

    private static Weighed of(LossCurve curve, Vector weights) {
      Vector values = Vector.generate(weights.size(), l -> weights.get(l) * curve.loss(l).value());
      return new Weighed(curve, weights, values);
    }

    Weighed times(Vector factors) {
      return of(curve, Vector.generate(factors.size(), l -> factors.get(l) * weights.get(l)));
    }

    Estimate bell() {
      int last = values.size() - 1;
      return ratio(values.first() <= values.last() ? 0 : last, least());
    }

    int least() {
      return IntStream.range(0, values.size())
          .reduce(0, (a, b) -> values.get(b) < values.get(a) ? b : a);
    }

    int most() {
      return IntStream.range(0, values.size())
          .reduce(0, (a, b) -> values.get(b) > values.get(a) ? b : a);
    }

    /// The quotient of the losses at two levels. Its error is, to first order, that of the mean of
    /// `(a_i - q b_i)/b` over rows.
    Estimate ratio(int above, int below) {
      double quotient = values.get(above) / values.get(below);
      double[] residual = new double[weights.size()];
      residual[above] += weights.get(above) / values.get(below);
      residual[below] -= quotient * weights.get(below) / values.get(below);
      Estimate error = curve.combination(Vector.adopt(residual));
      return new Estimate(quotient, error.standardError(), error.n());
    }
  }
}
