package org.scorefield.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Denoising losses over noise levels, row by row, so that whatever is made of them linearly (a
/// difference of two models, an integral over levels) has its standard error from the rows, with
/// all correlations in it. From {@link HeldOut}.
///
/// In three units, with `v = sigma^2` and the loss `m = E|x0 - D|^2 / d`:
///
/// | | | of the exact denoiser |
/// |---|---|---|
/// | `loss` | m, in squared units of the data | rises from 0 to the variance of the data |
/// | `epsilonLoss` | `m/v = E\|sigma s + n\|^2 / d`, error of the noise prediction | falls from 1 (data with a density) to 0 |
/// | `normalised` | `m (v + c)/(v c)`, c the variance a component: EDM's | at most 1, near 1 at both ends; 1 throughout for an isotropic Gaussian |
///
/// A curve may be the difference of two; then it may be negative.
///
/// @param sigmas levels, rising
/// @param dimension number of components d
/// @param losses m of each row at each level, n x L
/// @param draws which rows and noises it was measured on
public record LossCurve(Vector sigmas, int dimension, Matrix losses, Draws draws) {
  /// Relative rounding allowed at the ends of the range.
  private static final double ROUNDING = 1e-9;

  /// Where Gauss's rule of two nodes, exact for cubics, has them on [-1, 1].
  private static final double GAUSS = 1 / Math.sqrt(3);

  /// Rows below which a line fitted to them says nothing of its own error.
  private static final int FEWEST_REGRESSED = 4;

  /// What curves must share to be paired.
  ///
  /// @param data the held-out rows
  /// @param perRow noises for each row
  /// @param key of the noise
  public record Draws(ContentHash data, int perRow, NoiseKey key) {
    /// The first noise is that of the key itself.
    NoiseKey key(int draw) {
      return draw == 0 ? key : key.child("draw").child(draw);
    }
  }

  public LossCurve {
    requireLevels(sigmas);
    if (losses.columns() != sigmas.size()) {
      throw new IllegalArgumentException(
          "losses at " + losses.columns() + " levels do not go with " + sigmas.size() + " sigmas");
    }
    double[] all = losses.shared();
    for (int i = 0; i < all.length; i++) {
      if (!Double.isFinite(all[i])) {
        throw new IllegalArgumentException(
            "the loss of row %d at sigma %s is %s; look at what the model gives there"
                .formatted(i / sigmas.size(), sigmas.get(i % sigmas.size()), all[i]));
      }
    }
  }

  static void requireLevels(Vector sigmas) {
    boolean rising =
        sigmas.size() >= 2
            && sigmas.first() > 0
            && Double.isFinite(sigmas.last())
            && IntStream.range(1, sigmas.size()).allMatch(i -> sigmas.get(i) > sigmas.get(i - 1));
    if (!rising) {
      throw new IllegalArgumentException(
          "a loss curve needs at least 2 rising levels > 0, got " + sigmas);
    }
  }

  /// Number of held-out rows.
  public int rows() {
    return losses.rows();
  }

  /// The loss a component at one of the levels.
  public Estimate loss(int level) {
    return at(level, 1);
  }

  /// The mean squared error of the noise prediction a component, `ell(sigma)/d = m/sigma^2`.
  public Estimate epsilonLoss(int level) {
    return at(level, 1 / variance(level));
  }

  /// The loss with EDM's weight, `m (v + c)/(v c)`: the best linear denoiser of an isotropic law
  /// has 1 at every level.
  ///
  /// @param variance c, of the data a component, > 0
  public Estimate normalised(int level, double variance) {
    return at(level, edmWeight(level, variance));
  }

  private double edmWeight(int level, double variance) {
    if (!(variance > 0)) {
      throw new IllegalArgumentException(
          "the variance of the data must be positive, got " + variance);
    }
    double v = variance(level);
    return (v + variance) / (v * variance);
  }

  /// The mean of {@link #normalised} over the levels: one number to compare models by.
  ///
  /// @param variance c, of the data a component, > 0
  public Estimate normalisedMean(double variance) {
    int levels = sigmas.size();
    return combination(Vector.generate(levels, l -> edmWeight(l, variance) / levels));
  }

  public List<Estimate> lossByLevel() {
    return byLevel(this::loss);
  }

  public List<Estimate> epsilonLossByLevel() {
    return byLevel(this::epsilonLoss);
  }

  public List<Estimate> normalisedByLevel(double variance) {
    return byLevel(level -> normalised(level, variance));
  }

  private List<Estimate> byLevel(IntFunction<Estimate> at) {
    return IntStream.range(0, sigmas.size()).mapToObj(at).toList();
  }

  /// {@link #epsilonLoss(int)} at any level within the range, by {@link #epsilonWeights}.
  ///
  /// @throws IllegalArgumentException outside of the range
  public Estimate epsilonLossAt(double sigma) {
    return combination(epsilonWeights(sigma));
  }

  /// The weights with which {@link #combination} gives the error of the noise prediction at any
  /// level within the range: a cubic in `ln sigma` through the four levels around it. Its error is
  /// of order `h^4` for levels h apart. Being linear it keeps the standard errors right; it does
  /// not keep the shape of data with jumps.
  ///
  /// @throws IllegalArgumentException outside of the range
  public Vector epsilonWeights(double sigma) {
    double[] weights = new double[sigmas.size()];
    addInterpolation(Math.log(within(sigma)), 1, weights);
    return Vector.adopt(weights);
  }

  /// `sum_l w_l m_l`, any linear functional of the curve.
  public Estimate combination(Vector weights) {
    if (weights.size() != sigmas.size()) {
      throw new IllegalArgumentException(
          weights.size() + " weights do not go with " + sigmas.size() + " levels");
    }
    double[] sums = new double[rows()];
    Arrays.setAll(
        sums,
        i -> {
          double sum = 0;
          for (int l = 0; l < weights.size(); l++) {
            sum += weights.get(l) * losses.get(i, l);
          }
          return sum;
        });
    return Estimate.mean(sums);
  }

  /// `int ell(sigma) d ln sigma` over the whole range, with `ell` the error of the noise prediction
  /// summed over components; for a curve of excess over the exact denoiser, the score error in nats
  /// that the path of a fine sampler collects (the E_S of Wang, He and Tao 2406.12839 without its
  /// constants). It is the exact integral of the interpolation of {@link #epsilonWeights}.
  public Estimate integral() {
    return integral(sigmas.first(), sigmas.last());
  }

  /// The same between two levels within the range.
  ///
  /// @throws IllegalArgumentException if a level is outside of the range
  public Estimate integral(double from, double to) {
    return combination(integralWeights(from, to));
  }

  /// The weights with which {@link #combination} gives {@link #integral(double, double)}.
  ///
  /// @throws IllegalArgumentException if a level is outside of the range
  public Vector integralWeights(double from, double to) {
    double low = Math.log(within(from));
    double high = Math.log(within(to));
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "an integral runs from a level to a higher one, got " + from + " to " + to);
    }
    double[] weights = new double[sigmas.size()];
    for (int i = 0; i + 1 < sigmas.size(); i++) {
      double a = Math.max(low, lnSigma(i));
      double b = Math.min(high, lnSigma(i + 1));
      if (b > a) {
        double half = (b - a) / 2;
        addInterpolation(a + half * (1 - GAUSS), dimension * half, weights);
        addInterpolation(a + half * (1 + GAUSS), dimension * half, weights);
      }
    }
    return Vector.adopt(weights);
  }

  /// This curve minus another, paired row by row.
  ///
  /// @throws IllegalArgumentException unless both were measured on the same rows, noises and levels
  public LossCurve minus(LossCurve other) {
    return combined(other, -1);
  }

  /// This curve plus another, paired row by row: the least loss and an excess make a loss.
  ///
  /// @throws IllegalArgumentException unless both were measured on the same rows, noises and levels
  public LossCurve plus(LossCurve other) {
    return combined(other, 1);
  }

  private LossCurve combined(LossCurve other, double sign) {
    if (!draws.equals(other.draws) || !sigmas.equals(other.sigmas)) {
      throw new IllegalArgumentException(
          "two loss curves are paired only on the same rows, noises and levels, got "
              + draws
              + " and "
              + other.draws
              + "; measure both with one HeldOut");
    }
    double[] a = losses.shared();
    double[] b = other.losses.shared();
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> a[i] + sign * b[i]);
    return new LossCurve(sigmas, dimension, Matrix.adopt(rows(), sigmas.size(), sum), draws);
  }

  /// This curve less what a control variate explains of each level, by regression. The slopes come
  /// from the rows too: that has a bias of order 1/n, and makes the scatter of what is left `(n -
  /// 3)/(n - 1)` of the variance of its mean (for normal rows). So the deviations of rows are
  /// stretched by that, and every standard error counts the slopes. Fewer than 4 rows cannot have
  /// any, and stay as they are.
  ///
  /// @param control one number a row
  /// @param mean of the control, known exactly
  LossCurve less(Vector control, double mean) {
    int n = rows();
    if (n < FEWEST_REGRESSED) {
      return this;
    }
    int levels = sigmas.size();
    double stretch = Math.sqrt((n - 1.0) / (n - 3));
    double average = control.sum() / n;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += Math.pow(control.get(i) - average, 2);
    }
    double[] steadied = new double[n * levels];
    for (int l = 0; l < levels; l++) {
      double covariance = 0;
      double loss = 0;
      for (int i = 0; i < n; i++) {
        covariance += (control.get(i) - average) * losses.get(i, l);
        loss += losses.get(i, l) / n;
      }
      double slope = variance > 0 ? covariance / variance : 0;
      for (int i = 0; i < n; i++) {
        double left = losses.get(i, l) - loss - slope * (control.get(i) - average);
        steadied[i * levels + l] = loss - slope * (average - mean) + stretch * left;
      }
    }
    return new LossCurve(sigmas, dimension, Matrix.adopt(n, levels, steadied), draws);
  }

  private Estimate at(int level, double scale) {
    double[] column = new double[rows()];
    Arrays.setAll(column, i -> scale * losses.get(i, level));
    return Estimate.mean(column);
  }

  private double variance(int level) {
    return sigmas.get(level) * sigmas.get(level);
  }

  private double lnSigma(int level) {
    return Math.log(sigmas.get(level));
  }

  /// Adds `scale` times the weights of the cubic through the levels around u = ln sigma.
  private void addInterpolation(double u, double scale, double[] weights) {
    int count = Math.min(4, sigmas.size());
    int segment = 0;
    while (segment < sigmas.size() - 2 && u > lnSigma(segment + 1)) {
      segment++;
    }
    int first = Math.clamp(segment - 1L, 0, sigmas.size() - count);
    for (int i = first; i < first + count; i++) {
      double basis = 1;
      for (int j = first; j < first + count; j++) {
        basis *= i == j ? 1 : (u - lnSigma(j)) / (lnSigma(i) - lnSigma(j));
      }
      weights[i] += scale * basis / variance(i);
    }
  }

  private double within(double sigma) {
    if (!(sigma >= sigmas.first() * (1 - ROUNDING) && sigma <= sigmas.last() * (1 + ROUNDING))) {
      throw new IllegalArgumentException(
          "the loss was measured from sigma %s to %s and is not known at %s; measure it there"
              .formatted(sigmas.first(), sigmas.last(), sigma));
    }
    return Math.clamp(sigma, sigmas.first(), sigmas.last());
  }
}
