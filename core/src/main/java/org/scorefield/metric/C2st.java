package org.scorefield.metric;

import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// The classifier two-sample test (Lopez-Paz and Oquab 2017) by logistic regression: the share of
/// held-out rows of which a classifier, taught on other rows, tells rightly whether they are
/// generated. 0.5 means that it cannot tell, 1 that it always can.
///
/// The features are each component, standardised and cut at +-5, and its square, so that a shift or
/// a change of spread of any component is found; correlations are not: {@link C2stNeighbours} and
/// the {@link Frechet} distance see those. Equal numbers of both sets are used, half of each to
/// learn from; which, is drawn from the noise.
///
/// The standard error is the binomial one over the test rows: it holds for this classifier, taught
/// on these rows. `n` counts test rows. Cost about `40 n d^2` for n training rows of a set; memory
/// `80 n d` bytes.
///
/// @param cap most rows of each set that are used, at least 4
public record C2st(int cap) implements Metric {
  private static final double CUT = 5;

  public C2st {
    Inputs.requireAtLeast(4, cap, "the cap on rows");
  }

  @Override
  public String name() {
    return "c2st";
  }

  @Override
  public String meaning() {
    return "held-out accuracy of a logistic classifier of generated against real: 0.5 is"
        + " indistinguishable";
  }

  @Override
  public Better better() {
    return Better.TARGET;
  }

  @Override
  public double target() {
    return 0.5;
  }

  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    TwoSampleSplit split = TwoSampleSplit.of(generated, reference, cap, noise);
    double[][] scaling = scaling(split.training());
    Matrix training = features(split.training(), scaling);
    Logistic model = Logistic.fit(training, TwoSampleSplit.labels(training.rows()));
    Matrix test = features(split.test(), scaling);
    return split.accuracy(i -> model.classify(test.shared(), i));
  }

  /// Means and reciprocal deviations of the columns; 0 for a constant column.
  private static double[][] scaling(Matrix rows) {
    int n = rows.rows();
    int d = rows.columns();
    double[] values = rows.shared();
    double[] mean = new double[d];
    double[] inverse = new double[d];
    for (int at = 0; at < values.length; at++) {
      mean[at % d] += values[at] / n;
    }
    for (int at = 0; at < values.length; at++) {
      double deviation = values[at] - mean[at % d];
      inverse[at % d] += deviation * deviation / n;
    }
    for (int j = 0; j < d; j++) {
      double floor = 1e-12 * Math.abs(mean[j]);
      double deviation = Math.sqrt(inverse[j]);
      inverse[j] = deviation > floor ? 1 / deviation : 0;
    }
    return new double[][] {mean, inverse};
  }

  private static Matrix features(Matrix rows, double[][] scaling) {
    int d = rows.columns();
    double[] values = rows.shared();
    double[] out = new double[Math.multiplyExact(2, values.length)];
    for (int i = 0; i < rows.rows(); i++) {
      for (int j = 0; j < d; j++) {
        double z = (values[i * d + j] - scaling[0][j]) * scaling[1][j];
        double cut = Math.clamp(z, -CUT, CUT);
        out[2 * i * d + j] = cut;
        out[2 * i * d + d + j] = cut * cut - 1;
      }
    }
    return Matrix.adopt(rows.rows(), 2 * d, out);
  }
}
