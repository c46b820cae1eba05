package org.scorefield.accelerate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.array.Batch;

/// How a model answers where a student is off the teacher's path, measured: for each band of
/// principal directions the slope J of
///
/// `D(y + v; sigma) - D(y; sigma) = J_b(sigma) v + scatter`
///
/// by least squares over the deviations v that students of few steps have made, and the scatter
/// that it leaves, as a share of `|v|^2`. The slope is not that of the data's Gaussian: a network
/// follows a student's error in fine detail with a slope near 1, or above it where it decides
/// between two pictures, at levels where the Gaussian of the data says next to 0. Searches that
/// trust the Gaussian there see errors vanish that do not.
///
/// Between the measured levels, and beyond them, the logarithm of J over the Gaussian's slope is
/// interpolated in `ln sigma`, and so is the scatter; thus a model that is Gaussian is met exactly,
/// and a model that nothing was measured of counts as the Gaussian.
final class Answers {
  /// Slopes that the measurement gives as next to nothing or negative, over the Gaussian's.
  private static final double LEAST = 0.01;

  /// A slope beyond this is no answer but the noise of a band that hardly anything strayed into.
  private static final double MOST = 2;

  private final Spread spread;
  private final TreeMap<Double, Measured[]> levels = new TreeMap<>();

  /// @param logRatio ln of the slope over the Gaussian's
  /// @param scatter what it leaves, over the square of the deviation
  private record Measured(double logRatio, double scatter) {}

  private Answers(Spread spread) {
    this.spread = spread;
  }

  static Answers of(Teacher teacher, Spread spread, List<Excursion> excursions) {
    TreeMap<Double, double[][]> sums = new TreeMap<>();
    for (Excursion excursion : excursions) {
      for (int i = 0; i < excursion.outputs().size(); i++) {
        int level = excursion.indices()[i];
        Batch v = excursion.states().get(i).minus(teacher.path().state(level));
        Batch w = excursion.outputs().get(i).minus(teacher.outputs().get(level));
        double[][] at =
            sums.computeIfAbsent(
                Math.log(teacher.levels().sigma(level)), _ -> new double[3][spread.count()]);
        add(at[0], spread.products(v, v));
        add(at[1], spread.products(v, w));
        add(at[2], spread.products(w, w));
      }
    }
    Answers answers = new Answers(spread);
    sums.forEach((at, sum) -> {
      if (sum[0][0] > 0) {
        answers.put(at, sum);
      }
    });
    return answers;
  }

  private void put(double logSigma, double[][] sums) {
    Measured[] measured = new Measured[spread.count()];
    for (int b = 0; b < measured.length; b++) {
      double gaussian = spread.slope(b, Math.exp(logSigma));
      double slope = sums[0][b] > 0 ? Math.min(MOST, sums[1][b] / sums[0][b]) : gaussian;
      double ratio = gaussian > 0 ? Math.max(LEAST, slope / gaussian) : 1;
      double left = sums[0][b] > 0 ? sums[2][b] / sums[0][b] - slope * slope : 0;
      measured[b] = new Measured(Math.log(ratio), Math.clamp(left, 0, MOST * MOST));
    }
    levels.put(logSigma, measured);
  }

  /// J of a band at a level.
  double slope(int band, double sigma) {
    return spread.slope(band, sigma) * Math.exp(at(band, sigma).logRatio());
  }

  /// Mean square of what the slope leaves, over the square of the deviation.
  double scatter(int band, double sigma) {
    return at(band, sigma).scatter();
  }

  private Measured at(int band, double sigma) {
    double at = Math.log(sigma);
    Map.Entry<Double, Measured[]> below = levels.floorEntry(at);
    Map.Entry<Double, Measured[]> above = levels.ceilingEntry(at);
    if (below == null || above == null) {
      Map.Entry<Double, Measured[]> only = below == null ? above : below;
      return only == null ? new Measured(0, 0) : only.getValue()[band];
    }
    double width = above.getKey() - below.getKey();
    double share = width == 0 ? 0 : (at - below.getKey()) / width;
    Measured low = below.getValue()[band];
    Measured high = above.getValue()[band];
    return new Measured(
        (1 - share) * low.logRatio() + share * high.logRatio(),
        (1 - share) * low.scatter() + share * high.scatter());
  }

  private static void add(double[] to, double[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += values[i];
    }
  }
}
