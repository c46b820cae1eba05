package org.scorefield.convex.line;

import org.scorefield.convex.Activation;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.convex.line.LineProgram.Objective;

/// The program on the line in its other form, as a lasso over a dictionary of hidden units, solved
/// by coordinate descent with dense columns: slow, short, and nothing in common with the code under
/// test. The columns are counted out by their definition.
final class DictionaryLasso {
  private final LineProgram program;
  private final List<double[]> columns = new ArrayList<>();
  private final List<Double> linear = new ArrayList<>();

  DictionaryLasso(LineProgram program) {
    this.program = program;
    double[] x = program.points().values().toArray();
    boolean absolute = program.activation() == Activation.ABSOLUTE;
    int sides = program.objective() == Objective.SCORE_MATCHING ? 2 : 1;
    for (int facing = 0; facing < (absolute ? 1 : 2); facing++) {
      for (int side = 0; side < sides; side++) {
        for (int j = 0; j < x.length; j++) {
          double[] column = new double[x.length];
          double slopes = 0;
          for (int i = 0; i < x.length; i++) {
            double z = facing == 0 ? x[i] - x[j] : x[j] - x[i];
            boolean active = z > 0 || (z == 0 && side == 0);
            double slope = absolute ? (active ? 1 : -1) : active ? 1 : 0;
            column[i] = absolute ? Math.abs(z) : Math.max(z, 0);
            slopes += facing == 0 ? slope : -slope;
          }
          columns.add(column);
          linear.add(sides == 2 ? slopes : 0);
        }
      }
    }
  }

  /// b: the sum of the derivatives of each unit over the points.
  double[] derivatives() {
    return linear.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// The optimal value, after sweeps of coordinate descent.
  double optimum(int sweeps) {
    int n = program.points().size();
    double[] x = program.points().values().toArray();
    double[] centred = new double[n];
    double norm = 0;
    for (int i = 0; i < n; i++) {
      centred[i] = x[i] - program.points().mean();
      norm += centred[i] * centred[i];
    }
    boolean matching = program.objective() == Objective.SCORE_MATCHING;
    double constant = matching && program.skip() ? -n * (double) n / (2 * norm) : 0;
    double[] residual = program.targets().toArray();
    for (int i = 0; i < n; i++) {
      residual[i] = -residual[i];
    }
    project(residual, centred, norm);
    double[][] m = new double[columns.size()][];
    double[] g = new double[columns.size()];
    for (int k = 0; k < m.length; k++) {
      g[k] = linear.get(k);
      if (matching && program.skip()) {
        g[k] -= n * dot(columns.get(k), centred) / norm;
      }
      m[k] = columns.get(k).clone();
      project(m[k], centred, norm);
    }
    double[] y = new double[m.length];
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int k = 0; k < m.length; k++) {
        double curvature = dot(m[k], m[k]);
        if (curvature > 1e-12) {
          double goal = curvature * y[k] - dot(m[k], residual) - g[k];
          double next =
              Math.signum(goal) * Math.max(Math.abs(goal) - program.beta(), 0) / curvature;
          for (int i = 0; i < n; i++) {
            residual[i] += (next - y[k]) * m[k][i];
          }
          y[k] = next;
        }
      }
    }
    double value = constant + dot(residual, residual) / 2 + dot(g, y);
    for (double weight : y) {
      value += program.beta() * Math.abs(weight);
    }
    return value;
  }

  /// Takes out what the free parameters fit: the mean, and the slope with a skip connection.
  private void project(double[] a, double[] centred, double norm) {
    double mean = 0;
    for (double v : a) {
      mean += v / a.length;
    }
    double slope = program.skip() ? dot(a, centred) / norm : 0;
    for (int i = 0; i < a.length; i++) {
      a[i] -= mean + slope * centred[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
