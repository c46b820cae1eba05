package org.scorefield.design;

import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

/// Estimates from a few independent seeds, by the delete-one jackknife over them.
final class Seeds {
  private Seeds() {}

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
