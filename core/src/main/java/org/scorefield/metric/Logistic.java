package org.scorefield.metric;

import org.scorefield.array.Vector;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// Logistic regression, `P(label = 1 | x) = 1 / (1 + exp(-(w.x + b)))`, at the minimum of
///
///     sum_i log(1 + exp(-s_i (w.x_i + b))) + |w|^2 / 2,     s_i = +-1
///
/// by Newton's method with halved steps. The penalty makes the program strictly convex in w, so
/// separable and rank-deficient data have their one solution too. Cost of an iteration `n d^2`.
///
/// @param weights w, size d
/// @param bias b, not penalised
record Logistic(Vector weights, double bias) {
  private static final int MAX_ITERATIONS = 50;
  private static final double TOLERANCE = 1e-10;

  /// @param x n x d
  /// @param labels n, which rows are of class 1
  static Logistic fit(Matrix x, boolean[] labels) {
    int n = x.rows();
    int d = x.columns() + 1;
    double[] rows = withOnes(x);
    double[] w = new double[d];
    double loss = loss(rows, labels, w);
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double[] gradient = new double[d];
      double[] scaled = new double[rows.length];
      for (int i = 0; i < n; i++) {
        double p = 1 / (1 + Math.exp(-dot(rows, i, w)));
        double slope = p - (labels[i] ? 1 : 0);
        double root = Math.sqrt(p * (1 - p));
        for (int j = 0; j < d; j++) {
          gradient[j] += slope * rows[i * d + j];
          scaled[i * d + j] = root * rows[i * d + j];
        }
      }
      double[] hessian = new double[d * d];
      Products.addGram(scaled, n, d, hessian);
      Products.mirror(hessian, d);
      for (int j = 0; j < d - 1; j++) {
        gradient[j] += w[j];
        hessian[j * d + j] += 1;
      }
      // Keeps the free bias solvable where all probabilities are 0 or 1.
      hessian[d * d - 1] += 1e-12 * n;
      double[] step = solve(Matrix.adopt(d, d, hessian), gradient);
      double decrement = 0;
      for (int j = 0; j < d; j++) {
        decrement += step[j] * gradient[j];
      }
      if (decrement <= TOLERANCE * TOLERANCE * n) {
        break;
      }
      double before = loss;
      for (double length = 1; length > 1e-6; length /= 2) {
        double[] next = w.clone();
        for (int j = 0; j < d; j++) {
          next[j] -= length * step[j];
        }
        double nextLoss = loss(rows, labels, next);
        if (nextLoss <= loss - 1e-4 * length * decrement) {
          w = next;
          loss = nextLoss;
          break;
        }
      }
      if (loss == before) {
        break;
      }
    }
    double[] found = w;
    return new Logistic(Vector.generate(d - 1, j -> found[j]), w[d - 1]);
  }

  /// The label that is more probable.
  boolean classify(double[] rows, int row) {
    int d = weights.size();
    double sum = bias;
    for (int j = 0; j < d; j++) {
      sum += weights.get(j) * rows[row * d + j];
    }
    return sum > 0;
  }

  private static double[] withOnes(Matrix x) {
    int d = x.columns();
    double[] out = new double[Math.multiplyExact(x.rows(), d + 1)];
    for (int i = 0; i < x.rows(); i++) {
      System.arraycopy(x.shared(), i * d, out, i * (d + 1), d);
      out[i * (d + 1) + d] = 1;
    }
    return out;
  }

  private static double loss(double[] rows, boolean[] labels, double[] w) {
    double loss = 0;
    for (int j = 0; j < w.length - 1; j++) {
      loss += w[j] * w[j] / 2;
    }
    for (int i = 0; i < labels.length; i++) {
      double margin = labels[i] ? dot(rows, i, w) : -dot(rows, i, w);
      loss += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    }
    return loss;
  }

  private static double dot(double[] rows, int i, double[] w) {
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      sum += rows[i * w.length + j] * w[j];
    }
    return sum;
  }

  /// `A^-1 b` by Cholesky.
  private static double[] solve(Matrix a, double[] b) {
    double[] l = Factorizations.cholesky(a).shared();
    int n = b.length;
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        x[i] -= l[i * n + j] * x[j];
      }
      x[i] /= l[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] /= l[i * n + i];
      for (int j = 0; j < i; j++) {
        x[j] -= l[i * n + j] * x[i];
      }
    }
    return x;
  }
}
