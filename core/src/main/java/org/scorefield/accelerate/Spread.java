package org.scorefield.accelerate;

import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linear.Bands;

/// The bands of principal directions by which a model's answers are told apart, with the mean
/// variance of the data in each.
///
/// @param bands of the directions, largest variance first
/// @param variances of each band
record Spread(Bands bands, double[] variances) {

  static Spread of(Gaussian gaussian, int count) {
    Bands bands = Bands.of(gaussian, count);
    int r = bands.basis().columns();
    Gaussian kept = gaussian.truncated(r);
    double[] variances = new double[bands.count()];
    int mode = 0;
    for (int b = 0; b < bands.sizes().size(); b++) {
      int size = bands.sizes().get(b);
      for (int end = mode + size; mode < end; mode++) {
        variances[b] += kept.variances().get(mode) / size;
      }
    }
    variances[variances.length - 1] = kept.residual();
    return new Spread(bands, variances);
  }

  int count() {
    return variances.length;
  }

  /// What a Gaussian of these variances answers to a deviation of 1 at that level.
  double slope(int band, double sigma) {
    return variances[band] / (variances[band] + sigma * sigma);
  }

  /// Adds the Gram matrices of n rows of d, one for each band, n x n.
  void addGrams(double[] rows, int n, double[][] grams) {
    Matrix all = Matrix.adopt(n, bands.basis().rows(), rows);
    double[] rest = Products.timesTransposed(rows, n, all);
    double[] coefficients = Products.times(rows, n, bands.basis());
    int r = bands.basis().columns();
    int from = 0;
    for (int band = 0; band < bands.sizes().size(); band++) {
      int to = from + bands.sizes().get(band);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double dot = dot(coefficients, i * r, coefficients, j * r, from, to);
          grams[band][i * n + j] += dot;
          rest[i * n + j] -= dot;
        }
      }
      from = to;
    }
    for (int k = 0; k < rest.length; k++) {
      grams[grams.length - 1][k] += rest[k];
    }
  }

  /// `<v, w>` of each band, over all samples.
  double[] products(Batch v, Batch w) {
    int n = v.count();
    int r = bands.basis().columns();
    double[] a = Products.times(v.shared(), n, bands.basis());
    double[] b = Products.times(w.shared(), n, bands.basis());
    double[] out = new double[count()];
    double rest = dot(v.shared(), 0, w.shared(), 0, 0, v.shared().length);
    int from = 0;
    for (int band = 0; band < bands.sizes().size(); band++) {
      int to = from + bands.sizes().get(band);
      for (int i = 0; i < n; i++) {
        out[band] += dot(a, i * r, b, i * r, from, to);
      }
      rest -= out[band];
      from = to;
    }
    out[out.length - 1] = rest;
    return out;
  }

  private static double dot(double[] a, int atA, double[] b, int atB, int from, int to) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += a[atA + k] * b[atB + k];
    }
    return sum;
  }
}
