package org.scorefield.metric;

import org.scorefield.array.Vector;

/// Whether two numbers put the same things in the same order: 1 if they do, -1 if in the reverse
/// one, about 0 if they have nothing to do with each other. Any rising function of either number
/// changes nothing, and infinity is a value like others.
///
/// @param spearman Pearson's correlation of the ranks; equal values share the mean of theirs
/// @param kendall pairs in the same order less pairs in the other, over the geometric mean of the
///   pairs that either number tells apart (tau-b of Kendall 1945)
public record RankCorrelation(double spearman, double kendall) {

  /// The correlation of two numbers of the same things; both are NaN where one of the numbers is
  /// the same for all. Cost n^2.
  ///
  /// @throws IllegalArgumentException if there are not as many of each, fewer than 2, or a NaN
  public static RankCorrelation of(Vector first, Vector second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "a rank correlation needs two numbers of each thing, got %d and %d"
              .formatted(first.size(), second.size()));
    }
    Inputs.requireAtLeast(2, first.size(), "the number of things to rank");
    requireOrdered(first);
    requireOrdered(second);
    return new RankCorrelation(pearson(ranks(first), ranks(second)), tau(first, second));
  }

  private static void requireOrdered(Vector values) {
    if (values.stream().anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException("NaN has no rank; leave what was not measured out");
    }
  }

  /// Ranks about their mean, times 2: how many values are below less how many are above.
  private static Vector ranks(Vector values) {
    return Vector.generate(
        values.size(), i -> values.stream().map(v -> Double.compare(values.get(i), v)).sum());
  }

  private static double pearson(Vector a, Vector b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.size(); i++) {
      product += a.get(i) * b.get(i);
      squaresA += a.get(i) * a.get(i);
      squaresB += b.get(i) * b.get(i);
    }
    return product / Math.sqrt(squaresA * squaresB);
  }

  private static double tau(Vector a, Vector b) {
    long agreeing = 0;
    long apartA = 0;
    long apartB = 0;
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < i; j++) {
        int inA = Double.compare(a.get(i), a.get(j));
        int inB = Double.compare(b.get(i), b.get(j));
        agreeing += Integer.signum(inA) * Integer.signum(inB);
        apartA += inA == 0 ? 0 : 1;
        apartB += inB == 0 ? 0 : 1;
      }
    }
    return agreeing / Math.sqrt((double) apartA * apartB);
  }
}
