package org.scorefield.metric;

import java.util.Arrays;

/// The closed balls about the rows of a set that reach to their k-th nearest other row: the
/// estimate of a law's support on which precision, recall, density and coverage rest (Kynkäänniemi
/// et al. 2019; Naeem et al. 2020).
///
/// A distance within 1e-9 relative of the radius counts as on it, so that what rounding does to
/// ties (equal rows, data on a lattice) has no say. Cost 2 n^2 d.
final class Balls {
  private final Points centres;
  private final double[] squaredRadii;

  private Balls(Points centres, double[] squaredRadii) {
    this.centres = centres;
    this.squaredRadii = squaredRadii;
  }

  static Balls of(Points centres, int k, String metric) {
    int n = centres.count();
    if (n <= k) {
      throw new IllegalArgumentException(
          metric + " needs more than k = " + k + " rows in each set, got " + n);
    }
    double[] squaredRadii = new double[n];
    centres.squaredDistances(
        centres,
        (i, values, at) -> {
          values[at + i] = Double.POSITIVE_INFINITY;
          int kth = Nearest.indices(k, values, at, n)[k - 1];
          squaredRadii[i] = values[at + kth] * Points.TIE;
        });
    return new Balls(centres, squaredRadii);
  }

  /// For each point, the balls that hold it.
  Incidence holding(Points points) {
    int n = centres.count();
    Incidence out = Incidence.empty(points.count(), n);
    points.squaredDistances(
        centres,
        (j, values, at) -> {
          for (int i = 0; i < n; i++) {
            if (values[at + i] <= squaredRadii[i]) {
              out.add(j, i);
            }
          }
        });
    return out;
  }

  /// For each ball, the points in it.
  Incidence contents(Points points) {
    int m = points.count();
    Incidence out = Incidence.empty(centres.count(), m);
    centres.squaredDistances(
        points,
        (i, values, at) -> {
          for (int j = 0; j < m; j++) {
            if (values[at + j] <= squaredRadii[i]) {
              out.add(i, j);
            }
          }
        });
    return out;
  }

  /// How many partners each row has, and the last of them.
  record Incidence(int[] counts, int[] last, int partners) {
    private static Incidence empty(int rows, int partners) {
      return new Incidence(new int[rows], new int[rows], partners);
    }

    private void add(int row, int partner) {
      counts[row]++;
      last[row] = partner;
    }

    int rows() {
      return counts.length;
    }

    /// The share of rows with at least one partner, with the binomial variance of the rows and the
    /// variance of the partners: one that is the only partner of v rows takes v rows with it. In
    /// truth other balls grow to fill part of the gap, so this errs on the safe side: by a factor
    /// of 1 to 2 in simulations.
    Estimate share(long n) {
      int successes = (int) Arrays.stream(counts).filter(c -> c > 0).count();
      Share share = new Share(successes, rows());
      double[] carried = new double[partners];
      for (int i = 0; i < rows(); i++) {
        if (counts[i] == 1) {
          carried[last[i]]++;
        }
      }
      double fromPartners = variance(carried) * partners / rows() / rows();
      return new Estimate(share.value(), Math.sqrt(share.variance() + fromPartners), n);
    }

    double mean() {
      return Arrays.stream(counts).asLongStream().sum() / (double) rows();
    }

    double variance() {
      return variance(Arrays.stream(counts).asDoubleStream().toArray());
    }

    private static double variance(double[] values) {
      double mean = 0;
      for (double v : values) {
        mean += v / values.length;
      }
      double sum = 0;
      for (double v : values) {
        sum += (v - mean) * (v - mean);
      }
      return sum / (values.length - 1);
    }
  }
}
