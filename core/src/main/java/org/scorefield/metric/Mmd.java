package org.scorefield.metric;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// The squared maximum mean discrepancy (Gretton et al. 2012) of the Gaussian kernel `exp(-|x -
/// y|^2 / (2 h^2))`, by the unbiased {@link UStatistic}; 0 if the laws are equal, at most 2, and
/// negative at times between samples of one law.
///
/// The bandwidth h is given, or else the median distance between two rows of the **reference**. It
/// is not taken from the pooled rows, as one often sees: then every generator would be judged by a
/// kernel of its own, the worse the wider. Equal reference and noise mean equal kernels, and values
/// that can be compared.
///
/// Cost 2 (n + m)^2 d, on at most `cap` rows of each set, drawn at random from the noise.
///
/// @param bandwidth h > 0 in the data's units; empty for the median of the reference
/// @param cap most rows of each set that are used, at least 3
public record Mmd(OptionalDouble bandwidth, int cap) implements Metric {
  /// Enough to know a median to 2 %.
  private static final int MEDIAN_ROWS = 1000;

  public Mmd {
    Inputs.requireAtLeast(3, cap, "the cap on rows");
    if (bandwidth.isPresent() && !(bandwidth.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "the bandwidth must be positive, got " + bandwidth.getAsDouble());
    }
  }

  @Override
  public String name() {
    return "mmd";
  }

  @Override
  public String meaning() {
    return "squared maximum mean discrepancy with the Gaussian kernel, unbiased: 0 if the two laws"
        + " are equal, smaller is better";
  }

  @Override
  public Better better() {
    return Better.SMALLER;
  }

  @Override
  public double target() {
    return 0;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    Points.Pair pair = Points.Pair.of(generated, reference, cap, noise);
    double h = bandwidth.orElseGet(() -> medianDistance(pair.reference()));
    double rate = -0.5 / (h * h);
    return UStatistic.of(pair, UStatistic.Of.SQUARED_DISTANCE, square -> Math.exp(rate * square));
  }

  /// The median of the positive distances among the first rows; 1 if all rows are equal, where any
  /// bandwidth is as good.
  static double medianDistance(Points points) {
    int n = Math.min(points.count(), MEDIAN_ROWS);
    Points few = points.first(n);
    double[] squares = new double[n * (n - 1) / 2];
    few.squaredDistances(
        few, (i, values, at) -> System.arraycopy(values, at, squares, i * (i - 1) / 2, i));
    Arrays.sort(squares);
    int zeros = 0;
    while (zeros < squares.length && squares[zeros] == 0) {
      zeros++;
    }
    int left = squares.length - zeros;
    if (left == 0) {
      return 1;
    }
    double upper = Math.sqrt(squares[zeros + left / 2]);
    return left % 2 == 1 ? upper : (upper + Math.sqrt(squares[zeros + left / 2 - 1])) / 2;
  }
}
