package org.scorefield.design;

import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// Estimates from a few independent seeds, by the delete-one jackknife over them.
final class Seeds {
  private Seeds() {}

  /// Two-sided 95 % quantiles of Student's t with 1, 2, ... degrees of freedom.
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /// Beyond the table: off by less than a hundredth.
  private static final double MANY = 2.0;

  /// How many standard errors of so many seeds a 95 % interval reaches either side.
  static double reach(int seeds) {
    return seeds < 2
        ? Double.POSITIVE_INFINITY
        : seeds - 2 < STUDENT.length ? STUDENT[seeds - 2] : MANY;
  }

  /// The mean of one value a seed, standard error `sd / sqrt(S)`.
  static Estimate mean(Vector values, long n) {
    return jackknife(values.size(), n, out -> meanWithout(values, out));
  }

  /// The root of the mean of one square a seed.
  static Estimate rootMean(Vector squares, long n) {
    return jackknife(squares.size(), n, out -> Math.sqrt(meanWithout(squares, out)));
  }

  /// The ratio of two roots of means over the same seeds: what the seeds have in common cancels.
  static Estimate ratio(Vector squares, Vector others, long n) {
    return jackknife(
        squares.size(), n, out -> Math.sqrt(meanWithout(squares, out) / meanWithout(others, out)));
  }

  /// @param statistic of all seeds but one; of all for -1
  private static Estimate jackknife(int seeds, long n, Function<Integer, Double> statistic) {
    double all = statistic.apply(-1);
    if (seeds < 2) {
      return new Estimate(all, Double.NaN, n);
    }
    Vector without = Vector.generate(seeds, statistic::apply);
    double mean = without.sum() / seeds;
    double spread = without.stream().map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(all, Math.sqrt(spread * (seeds - 1) / seeds), n);
  }

  private static double meanWithout(Vector values, int out) {
    double sum = 0;
    for (int s = 0; s < values.size(); s++) {
      sum += s == out ? 0 : values.get(s);
    }
    return sum / (values.size() - (out < 0 ? 0 : 1));
  }
}
