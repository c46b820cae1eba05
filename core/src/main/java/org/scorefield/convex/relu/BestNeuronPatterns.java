package org.scorefield.convex.relu;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The activation patterns among which a better neuron is looked for.
final class BestNeuronPatterns {
  /// Relative distance at which a row counts as on the kink of a neuron.
  private static final double KINK = 1e-7;

  /// Kinks of a neuron whose other side is looked at.
  private static final int SIDES = 8;

  private BestNeuronPatterns() {}

  /// All there are.
  ///
  /// @throws IllegalArgumentException if there are too many to list
  static List<BestNeuronPattern> all(NeuronProblem problem) {
    Batch rows = Batch.adopt(Shape.vector(problem.width()), problem.rows().shared());
    GatePatterns gates = GatePatterns.all(rows, problem.activation(), false);
    List<BestNeuronPattern> out = new ArrayList<>(gates.count());
    int n = problem.count();
    for (int i = 0; i < gates.count(); i++) {
      long[] words = new long[(n + 63) / 64];
      for (int r = 0; r < n; r++) {
        if (gates.open(i, r)) {
          words[r >> 6] |= 1L << (r & 63);
        }
      }
      out.add(new BestNeuronPattern(words));
    }
    return out;
  }

  /// Those of a network: each neuron's, and where rows are on its kink also with one of them on the
  /// other side.
  static Set<BestNeuronPattern> of(NeuronProblem problem, Neurons neurons) {
    Set<BestNeuronPattern> out = new LinkedHashSet<>();
    double[] rows = problem.rows().shared();
    int n = problem.count();
    int width = problem.width();
    double[] norms = new double[n];
    for (int i = 0; i < rows.length; i++) {
      norms[i / width] += rows[i] * rows[i];
    }
    for (int j = 0; j < neurons.count(); j++) {
      double[] u = neurons.inner().row(j);
      double size = NeuronProblem.squared(u);
      BestNeuronPattern own = BestNeuronPattern.of(rows, n, u);
      out.add(own);
      IntStream.range(0, n)
          .filter(r -> {
            double z = BestNeuronPattern.dot(rows, r, u);
            return z * z <= KINK * KINK * norms[r] * size;
          })
          .limit(SIDES)
          .forEach(r -> out.add(own.flipped(r)));
    }
    return out;
  }

  /// Gates at random: every other one uniform on the sphere, the others through a row drawn at
  /// random, so that they cut through the data.
  ///
  /// @return count rows of D
  static double[][] gates(NeuronProblem problem, int count, NoiseKey key) {
    int width = problem.width();
    double[] normal =
        new Noise(key.child("directions"), 0, count).normal(Shape.vector(width)).shared();
    double[] pick = new Noise(key.child("rows"), 0, count).uniform(Shape.vector(1)).shared();
    double[][] out = new double[count][width];
    for (int i = 0; i < count; i++) {
      System.arraycopy(normal, i * width, out[i], 0, width);
      if (i % 2 == 0) {
        double[] row = problem.rows().row((int) (pick[i] * problem.count()));
        double square = NeuronProblem.squared(row);
        double along = square > 0 ? BestNeuronPattern.dot(row, 0, out[i]) / square : 0;
        for (int j = 0; j < width; j++) {
          out[i][j] -= along * row[j];
        }
      }
    }
    return out;
  }
}
