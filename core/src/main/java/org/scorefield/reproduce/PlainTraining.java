package org.scorefield.reproduce;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Training of a two-layer score network as everyone does it, by gradients of the objective in its
/// weights: what a convex program has to be held against. The gradient is that of automatic
/// differentiation. **For score matching that is not the gradient of the objective**: its trace
/// term `sum_i f'(u_j . x_i + b_j) alpha_j . u_j` jumps as a hidden bias moves a kink over a point,
/// and between the jumps it is constant, so no gradient ever asks a kink to move for its sake.
///
/// The weights are one vector: inner u (m x d), hidden biases b (m), outer alpha (m x d), skip
/// connection V (d x d), output bias c (d); what the architecture lacks stays 0.
///
/// @param matching whether the trace term is there and targets are 0: score matching
/// @param skip whether V is trained
/// @param biases whether b and c are
/// @param beta weight decay, on u and alpha
/// @param units m
record PlainTraining(
    boolean matching,
    Activation activation,
    boolean skip,
    boolean biases,
    double beta,
    Batch points,
    Batch targets,
    int units)
    implements Differentiable {
  private static final Adam ADAM = new Adam(.03, 2000);
  private static final QuasiNewton POLISH = new QuasiNewton(20, 1000, 1e-13);

  /// The network of a program on the line.
  static PlainTraining of(LineProgram program, int units) {
    Shape line = Shape.vector(1);
    return new PlainTraining(
        program.objective() == LineProgram.Objective.SCORE_MATCHING,
        program.activation(),
        program.skip(),
        true,
        program.beta(),
        Batch.adopt(line, program.points().values().shared()),
        Batch.adopt(line, program.targets().shared()),
        units);
  }

  private int dimension() {
    return points.dimension();
  }

  private int size() {
    int d = dimension();
    return units * (2 * d + 1) + d * d + d;
  }

  /// The objectives reached from several starts, ascending. A start is what is usual: uniform
  /// between plus and minus one over the root of what a unit takes in. From each Adam, and on from
  /// where it ends the quasi-Newton method; on their own, so in parallel.
  double[] restarts(int count, NoiseKey key) {
    return IntStream.range(0, count)
        .parallel()
        .mapToDouble(k -> at(trained(start(key, k)), new double[size()]))
        .sorted()
        .toArray();
  }

  private double[] trained(double[] start) {
    return POLISH.minimise(this, ADAM.minimise(this, start));
  }

  private double[] start(NoiseKey key, int restart) {
    double[] w = new Noise(key, restart, 1).uniform(Shape.vector(size())).toArray();
    int d = dimension();
    int outer = units * (d + 1);
    for (int k = 0; k < w.length; k++) {
      boolean inside = k < outer || k >= outer + units * d;
      w[k] = (2 * w[k] - 1) / Math.sqrt(inside ? d : units);
    }
    silence(w);
    return w;
  }

  /// Sets to 0 what the architecture has not.
  private void silence(double[] w) {
    int d = dimension();
    if (!biases) {
      Arrays.fill(w, units * d, units * (d + 1), 0);
      Arrays.fill(w, w.length - d, w.length, 0);
    }
    if (!skip) {
      Arrays.fill(w, w.length - d - d * d, w.length - d, 0);
    }
  }

  @Override
  public double at(double[] w, double[] gradient) {
    Arrays.fill(gradient, 0);
    int d = dimension();
    double[] x = points.shared();
    double[] y = targets.shared();
    double[] residual = new double[d];
    double[] hidden = new double[units];
    double[] gate = new double[units];
    double sum = 0;
    for (int i = 0; i < points.count(); i++) {
      forward(w, x, i * d, hidden, gate, residual);
      for (int k = 0; k < d; k++) {
        residual[k] -= y[i * d + k];
        sum += residual[k] * residual[k] / 2;
      }
      sum += backward(w, x, i * d, hidden, gate, residual, gradient);
    }
    for (int k = 0; k < units * (2 * d + 1); k++) {
      if (k < units * d || k >= units * (d + 1)) {
        sum += beta / 2 * w[k] * w[k];
        gradient[k] += beta * w[k];
      }
    }
    silence(gradient);
    return sum;
  }

  private void forward(
      double[] w, double[] x, int at, double[] hidden, double[] gate, double[] score) {
    int d = dimension();
    int outer = units * (d + 1);
    int skips = outer + units * d;
    for (int k = 0; k < d; k++) {
      score[k] = w[skips + d * d + k];
      for (int l = 0; l < d; l++) {
        score[k] += w[skips + k * d + l] * x[at + l];
      }
    }
    for (int j = 0; j < units; j++) {
      double z = w[units * d + j];
      for (int l = 0; l < d; l++) {
        z += w[j * d + l] * x[at + l];
      }
      hidden[j] = activation.value(z);
      gate[j] = activation.derivative(z);
      for (int k = 0; k < d; k++) {
        score[k] += w[outer + j * d + k] * hidden[j];
      }
    }
  }

  /// Adds the gradient at one point; its trace term is returned.
  private double backward(
      double[] w,
      double[] x,
      int at,
      double[] hidden,
      double[] gate,
      double[] residual,
      double[] gradient) {
    int d = dimension();
    int outer = units * (d + 1);
    int skips = outer + units * d;
    double one = matching ? 1 : 0;
    double trace = 0;
    for (int k = 0; k < d; k++) {
      for (int l = 0; l < d; l++) {
        gradient[skips + k * d + l] += residual[k] * x[at + l] + (k == l ? one : 0);
      }
      gradient[skips + d * d + k] += residual[k];
      trace += one * w[skips + k * d + k];
    }
    for (int j = 0; j < units; j++) {
      double back = 0;
      for (int k = 0; k < d; k++) {
        double alpha = w[outer + j * d + k];
        double u = w[j * d + k];
        back += alpha * residual[k];
        gradient[outer + j * d + k] += residual[k] * hidden[j] + one * gate[j] * u;
        gradient[j * d + k] += one * gate[j] * alpha;
        trace += one * gate[j] * alpha * u;
      }
      for (int l = 0; l < d; l++) {
        gradient[j * d + l] += back * gate[j] * x[at + l];
      }
      gradient[units * d + j] += back * gate[j];
    }
    return trace;
  }

  /// The network of a vector of weights.
  TwoLayerScore network(double[] w) {
    int d = dimension();
    int outer = units * (d + 1);
    int skips = outer + units * d;
    return new TwoLayerScore(
        activation,
        Matrix.adopt(units, d, Arrays.copyOfRange(w, 0, units * d)),
        Vector.adopt(Arrays.copyOfRange(w, units * d, outer)),
        Matrix.adopt(units, d, Arrays.copyOfRange(w, outer, skips)),
        Matrix.adopt(d, d, Arrays.copyOfRange(w, skips, skips + d * d)),
        Vector.adopt(Arrays.copyOfRange(w, skips + d * d, w.length)));
  }
}
