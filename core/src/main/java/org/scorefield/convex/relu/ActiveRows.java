package org.scorefield.convex.relu;

import java.util.Arrays;

/// Linearly independent rows g_1 ... g_k of dimension D with an orthonormal basis of their span,
/// `g_a = sum_{b <= a} R_ba q_b`, by Gram-Schmidt done twice over. Confined to one call.
final class ActiveRows {
  private final double[] rows;
  private final int width;
  private final int[] index;
  private final int[] sign;
  private final double[][] basis;
  private final double[][] triangle;
  private int count;

  ActiveRows(double[] rows, int width) {
    this.rows = rows;
    this.width = width;
    this.index = new int[width];
    this.sign = new int[width];
    this.basis = new double[width][];
    this.triangle = new double[width][];
  }

  int count() {
    return count;
  }

  int[] indices() {
    return Arrays.copyOf(index, count);
  }

  boolean has(int row) {
    for (int k = 0; k < count; k++) {
      if (index[k] == row) {
        return true;
      }
    }
    return false;
  }

  /// Adds a row, unless what is new in it is no longer than `floor`.
  boolean join(int row, int rowSign, double floor) {
    if (count == width || has(row)) {
      return false;
    }
    double[] g = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
    for (int j = 0; j < width; j++) {
      g[j] *= rowSign;
    }
    double[] coefficients = new double[count + 1];
    takeOff(g, coefficients);
    takeOff(g, coefficients);
    double norm = Math.sqrt(dot(g, g));
    if (norm <= floor) {
      return false;
    }
    for (int j = 0; j < width; j++) {
      g[j] /= norm;
    }
    coefficients[count] = norm;
    index[count] = row;
    sign[count] = rowSign;
    basis[count] = g;
    triangle[count] = coefficients;
    count++;
    return true;
  }

  /// Takes the k-th row out; those behind it are joined anew.
  void leave(int k) {
    int[] later = Arrays.copyOfRange(index, k + 1, count);
    int[] signs = Arrays.copyOfRange(sign, k + 1, count);
    count = k;
    for (int j = 0; j < later.length; j++) {
      join(later[j], signs[j], 0);
    }
  }

  /// The l with the least `|c + sum_a l_a g_a|`.
  double[] solve(double[] c) {
    double[] l = new double[count];
    for (int a = 0; a < count; a++) {
      l[a] = -dot(basis[a], c);
    }
    for (int a = count - 1; a >= 0; a--) {
      l[a] /= triangle[a][a];
      for (int b = 0; b < a; b++) {
        l[b] -= triangle[a][b] * l[a];
      }
    }
    return l;
  }

  /// What of c is orthogonal to the rows.
  double[] rest(double[] c) {
    double[] q = c.clone();
    double[] ignored = new double[count + 1];
    takeOff(q, ignored);
    takeOff(q, ignored);
    return q;
  }

  private void takeOff(double[] g, double[] coefficients) {
    for (int b = 0; b < count; b++) {
      double t = dot(basis[b], g);
      coefficients[b] += t;
      for (int j = 0; j < width; j++) {
        g[j] -= t * basis[b][j];
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
