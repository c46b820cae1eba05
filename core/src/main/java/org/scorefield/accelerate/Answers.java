package org.scorefield.accelerate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.array.Batch;

/// How a model answers where a student is off the teacher's path, measured: for each band of
/// principal directions the slope J of
///
/// `D(y + v; sigma) - D(y; sigma) ~ J_b(sigma) v`
///
/// by least squares over the deviations v that students of few steps have made. It is not the slope
/// of the data's Gaussian: a network follows a student's error in fine detail with a slope near 1,
/// or above it where it decides between two pictures, at levels where the Gaussian of the data says
/// next to 0. Searches that trust the Gaussian there see errors vanish that do not.
///
/// Between the measured levels, and beyond them, the logarithm of J over the Gaussian's slope is
/// interpolated in `ln sigma`, so that a model that is Gaussian is met exactly, and a model that
/// nothing was measured of counts as the Gaussian.
final class Answers {
  /// Slopes that the measurement gives as next to nothing or negative, over the Gaussian's.
  private static final double LEAST = 0.01;

  /// A slope beyond this is no answer but the noise of a band that hardly anything strayed into.
  private static final double MOST = 2;

  private final Spread spread;
  private final TreeMap<Double, double[]> logRatios = new TreeMap<>();

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
                Math.log(teacher.levels().sigma(level)), _ -> new double[2][spread.count()]);
        add(at[0], spread.products(v, w));
        add(at[1], spread.products(v, v));
      }
    }
    Answers answers = new Answers(spread);
    sums.forEach(answers::put);
    return answers;
  }

  private void put(double logSigma, double[][] sums) {
    double[] ratios = new double[spread.count()];
    for (int b = 0; b < ratios.length; b++) {
      double gaussian = spread.slope(b, Math.exp(logSigma));
      double measured = Math.min(MOST, sums[0][b] / sums[1][b]);
      ratios[b] =
          sums[1][b] > 0 && gaussian > 0
              ? Math.log(Math.max(LEAST, measured / gaussian))
              : Double.NaN;
    }
    logRatios.put(logSigma, ratios);
  }

  /// J of a band at a level.
  double slope(int band, double sigma) {
    double at = Math.log(sigma);
    double gaussian = spread.slope(band, sigma);
    Map.Entry<Double, double[]> below = logRatios.floorEntry(at);
    while (below != null && Double.isNaN(below.getValue()[band])) {
      below = logRatios.lowerEntry(below.getKey());
    }
    Map.Entry<Double, double[]> above = logRatios.ceilingEntry(at);
    while (above != null && Double.isNaN(above.getValue()[band])) {
      above = logRatios.higherEntry(above.getKey());
    }
    if (below == null || above == null) {
      Map.Entry<Double, double[]> only = below == null ? above : below;
      return only == null ? gaussian : gaussian * Math.exp(only.getValue()[band]);
    }
    double width = above.getKey() - below.getKey();
    double share = width == 0 ? 0 : (at - below.getKey()) / width;
    double ratio = (1 - share) * below.getValue()[band] + share * above.getValue()[band];
    return gaussian * Math.exp(ratio);
  }

  private static void add(double[] to, double[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += values[i];
    }
  }
}
