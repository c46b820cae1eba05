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

  /// Of the Newton decrement a row: the loss is then within half of it.
  private static final double TOLERANCE = 1e-20;

  private static final double SHORTEST = 1e-6;

  /// @param x n x d
  /// @param labels n, which rows are of class 1
  static Logistic fit(Matrix x, boolean[] labels) {
    double[] rows = withOnes(x);
    double[] w = new double[x.columns() + 1];
    double loss = loss(rows, labels, w);
    boolean improved = true;
    for (int iteration = 0; improved && iteration < MAX_ITERATIONS; iteration++) {
      Step step = Step.newton(rows, labels, w);
      improved = false;
      double length = step.decrement > TOLERANCE * labels.length ? 1 : 0;
      while (!improved && length > SHORTEST) {
        double[] next = step.from(w, length);
        double nextLoss = loss(rows, labels, next);
        improved = nextLoss <= loss - 1e-4 * length * step.decrement;
        if (improved) {
          w = next;
          loss = nextLoss;
        }
        length /= 2;
      }
    }
    double[] found = w;
    return new Logistic(Vector.generate(x.columns(), j -> found[j]), w[x.columns()]);
  }

  /// @param decrement the gradient along the direction: twice the loss a full step takes off
  private record Step(double[] direction, double decrement) {
    static Step newton(double[] rows, boolean[] labels, double[] w) {
      int d = w.length;
      double[] gradient = w.clone();
      gradient[d - 1] = 0;
      double[] scaled = new double[rows.length];
      for (int i = 0; i < labels.length; i++) {
        double p = 1 / (1 + Math.exp(-dot(rows, i, w)));
        double slope = p - (labels[i] ? 1 : 0);
        double root = Math.sqrt(p * (1 - p));
        for (int j = 0; j < d; j++) {
          gradient[j] += slope * rows[i * d + j];
          scaled[i * d + j] = root * rows[i * d + j];
        }
      }
      double[] hessian = new double[d * d];
      Products.addGram(scaled, labels.length, d, hessian);
      Products.mirror(hessian, d);
      for (int j = 0; j < d; j++) {
        // The least for the bias keeps it solvable where all probabilities are 0 or 1.
        hessian[j * d + j] += j < d - 1 ? 1 : 1e-12 * labels.length;
      }
      double[] direction = solve(Matrix.adopt(d, d, hessian), gradient);
      double decrement = 0;
      for (int j = 0; j < d; j++) {
        decrement += direction[j] * gradient[j];
      }
      return new Step(direction, decrement);
    }

    double[] from(double[] w, double length) {
      double[] next = w.clone();
      for (int j = 0; j < w.length; j++) {
        next[j] -= length * direction[j];
      }
      return next;
    }
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
