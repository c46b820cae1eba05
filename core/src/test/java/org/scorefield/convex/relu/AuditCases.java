package org.scorefield.convex.relu;

import java.util.Arrays;
import org.scorefield.array.Shape;
import org.scorefield.convex.Activation;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Problems whose optima an independent program (numpy and scipy: cone programs by ADMM over all
/// patterns, networks by L-BFGS) found, and plain gradient descent.
final class AuditCases {
  static final Matrix NO_FREE_5 = Matrix.adopt(5, 0, new double[0]);

  private AuditCases() {}

  /// x = -2 .. 2 with a column of ones.
  static NeuronProblem five() {
    double[] x = {-2, 1, -1, 1, 0, 1, 1, 1, 2, 1};
    return NeuronProblem.of(
        Activation.RELU,
        Matrix.adopt(5, 2, x),
        Matrix.adopt(5, 1, new double[] {1, -.5, .2, .8, -1}),
        NO_FREE_5);
  }

  /// `X = [cos 1.3i, sin 2.1i, 1]`, `y = sign(cos 1.3i sin 2.1i)`, i = 0 .. 11 or 1 .. 12.
  static NeuronProblem twelve(int first) {
    double[] x = new double[36];
    double[] y = new double[12];
    for (int r = 0; r < 12; r++) {
      double i = r + first;
      x[3 * r] = Math.cos(1.3 * i);
      x[3 * r + 1] = Math.sin(2.1 * i);
      x[3 * r + 2] = 1;
      y[r] = Math.signum(Math.cos(1.3 * i) * Math.sin(2.1 * i));
    }
    return NeuronProblem.of(
        Activation.RELU,
        Matrix.adopt(12, 3, x),
        Matrix.adopt(12, 1, y),
        Matrix.adopt(12, 0, new double[0]));
  }

  /// Six points of the plane without biases, both outputs.
  static NeuronProblem six(Activation activation) {
    return NeuronProblem.of(
        activation,
        Matrix.adopt(6, 2, new double[] {1, .5, -.5, 1.5, -1.2, -.3, .4, -1, 2, -.5, -1, 1}),
        Matrix.adopt(6, 2, new double[] {.5, -1, -.3, .8, 1.2, .4, -.6, 1.1, -1, .2, .9, -.7}),
        Matrix.adopt(6, 0, new double[0]));
  }

  /// The same with the second output alone.
  static NeuronProblem second() {
    NeuronProblem both = six(Activation.RELU);
    double[] y = new double[6];
    Arrays.setAll(y, r -> both.targets().get(r, 1));
    return NeuronProblem.of(
        Activation.RELU, both.rows(), Matrix.adopt(6, 1, y), Matrix.adopt(6, 0, new double[0]));
  }

  /// Neurons of independent normals.
  static Neurons drawn(NeuronProblem problem, int m, double size, long seed) {
    NoiseKey key = NoiseKey.of(seed);
    return new Neurons(
        normal(m, problem.width(), size, key.child("inner")),
        normal(m, problem.outputs(), size, key.child("outer")));
  }

  static Matrix normal(int rows, int columns, double size, NoiseKey key) {
    return Matrix.adopt(
        rows, columns, new Noise(key, 0, rows).normal(Shape.vector(columns)).times(size).toArray());
  }

  /// Gradient descent with weight decay and a best affine part, so many steps of one size.
  static Neurons descended(
      NeuronProblem problem, Neurons start, double beta, double rate, int steps) {
    double[] u = start.inner().toArray();
    double[] a = start.outer().toArray();
    int m = start.count();
    int width = problem.width();
    int q = problem.outputs();
    int n = problem.count();
    double[] x = problem.rows().shared();
    for (int step = 0; step < steps; step++) {
      Neurons at = new Neurons(Matrix.copyOf(m, width, u), Matrix.copyOf(m, q, a));
      double[] residual = problem.residual(at);
      double[] uStep = new double[u.length];
      double[] aStep = new double[a.length];
      for (int r = 0; r < n; r++) {
        for (int j = 0; j < m; j++) {
          double z = 0;
          for (int i = 0; i < width; i++) {
            z += x[r * width + i] * u[j * width + i];
          }
          double slope = problem.activation().derivative(z);
          double h = problem.activation().value(z);
          double pull = 0;
          for (int k = 0; k < q; k++) {
            pull += residual[r * q + k] * a[j * q + k];
            aStep[j * q + k] += residual[r * q + k] * h;
          }
          for (int i = 0; i < width; i++) {
            uStep[j * width + i] += slope * pull * x[r * width + i];
          }
        }
      }
      for (int i = 0; i < u.length; i++) {
        u[i] += rate * (uStep[i] - beta * u[i]);
      }
      for (int i = 0; i < a.length; i++) {
        a[i] += rate * (aStep[i] - beta * a[i]);
      }
    }
    return new Neurons(Matrix.adopt(m, width, u), Matrix.adopt(m, q, a));
  }
}
