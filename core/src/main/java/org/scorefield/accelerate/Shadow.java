package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;

/// A stand-in for a model along its own trajectories, which costs no evaluation of it: off the
/// teacher's path y by v it answers
///
/// `D(y + v; sigma) = D(y; sigma) + J_b(sigma) v` in each band b of principal directions,
///
/// the model's own output on the path, nonlinear as it is, and a linear answer to the deviation,
/// measured ({@link Answers}).
///
/// Whatever a linear multistep method makes of this is, in each band, a combination of the
/// teacher's states and outputs, with coefficients that all samples share. So a run is done in the
/// coefficients; errors and regressions are products with the Gram matrices of these terms, and a
/// candidate costs a fraction of a millisecond, whatever the dimension and the number of samples.
///
/// Terms are centred; their order: the states at all levels, the outputs at the positive ones, then
/// the states that closed-form starts reach.
final class Shadow {
  private final Teacher teacher;
  private final Spread spread;
  private final List<Integer> landings;
  private final int terms;
  private final double[][] grams;
  private final double[][] slopes;

  private Shadow(
      Teacher teacher, Spread spread, List<Integer> landings, double[][] grams, double[][] slopes) {
    this.teacher = teacher;
    this.spread = spread;
    this.landings = landings;
    this.terms = 2 * teacher.levels().steps() + 1 + landings.size();
    this.grams = grams;
    this.slopes = slopes;
  }

  /// @param gaussian of the data, that closed-form starts jump by
  /// @param landings levels of the teacher that such a start may reach, besides the first
  static Shadow of(Teacher teacher, Spread spread, Gaussian gaussian, List<Integer> landings) {
    List<Batch> all = new ArrayList<>(teacher.path().states());
    all.addAll(teacher.outputs());
    landings.forEach(level -> all.add(landed(teacher, gaussian, level)));
    int k = all.size();
    int d = gaussian.shape().size();
    double[][] grams = new double[spread.count()][k * k];
    for (int i = 0; i < teacher.samples(); i++) {
      double[] rows = new double[k * d];
      for (int t = 0; t < k; t++) {
        for (int j = 0; j < d; j++) {
          rows[t * d + j] = all.get(t).shared()[i * d + j] - gaussian.mean().get(j);
        }
      }
      spread.addGrams(rows, k, grams);
    }
    return new Shadow(teacher, spread, List.copyOf(landings), grams, new double[0][])
        .answering(Answers.of(teacher, spread, List.of()));
  }

  /// The state that the Gaussian's flow reaches at a level from the teacher's start.
  static Batch landed(Teacher teacher, Gaussian gaussian, int level) {
    return level == 0
        ? teacher.path().state(0)
        : gaussian.flow(
            teacher.path().state(0), teacher.levels().first(), teacher.levels().sigma(level));
  }

  /// The same with other answers to deviations.
  Shadow answering(Answers answers) {
    int levels = teacher.levels().steps();
    double[][] table = new double[spread.count()][levels];
    for (int b = 0; b < table.length; b++) {
      for (int i = 0; i < levels; i++) {
        table[b][i] = answers.slope(b, teacher.levels().sigma(i));
      }
    }
    return new Shadow(teacher, spread, landings, grams, table);
  }

  Teacher teacher() {
    return teacher;
  }

  List<Integer> landings() {
    return landings;
  }

  /// A student's run over levels of the teacher.
  Run run(int[] indices) {
    return new Run(indices);
  }

  /// One run, in the coefficients of the terms that a grid touches: states at its levels, outputs
  /// at the positive ones, and the start.
  final class Run {
    private final int[] indices;
    private final int steps;
    private final int local;
    private final double[][] gram;
    private final List<double[][]> outputs = new ArrayList<>();
    private double[][] state;

    private Run(int[] indices) {
      this.indices = indices;
      this.steps = indices.length - 1;
      this.local = 2 * steps + 2;
      int[] used = new int[local];
      for (int i = 0; i <= steps; i++) {
        used[i] = indices[i];
      }
      for (int i = 0; i < steps; i++) {
        used[steps + 1 + i] = teacher.levels().steps() + 1 + indices[i];
      }
      int landing = landings.indexOf(indices[0]);
      if (indices[0] > 0 && landing < 0) {
        throw new IllegalArgumentException(
            "no start lands at level " + indices[0] + "; there are 0 and " + landings);
      }
      used[local - 1] = indices[0] == 0 ? 0 : 2 * teacher.levels().steps() + 1 + landing;
      this.gram = new double[spread.count()][local * local];
      this.state = new double[spread.count()][local];
      for (int b = 0; b < gram.length; b++) {
        for (int p = 0; p < local; p++) {
          for (int q = 0; q < local; q++) {
            gram[b][p * local + q] = grams[b][used[p] * terms + used[q]];
          }
        }
        state[b][local - 1] = 1;
      }
    }

    /// Asks the shadow at the state of step i.
    void ask(int i) {
      double[][] output = new double[gram.length][];
      for (int b = 0; b < gram.length; b++) {
        double slope = slopes[b][indices[i]];
        double[] d = new double[local];
        for (int p = 0; p < local; p++) {
          d[p] = slope * state[b][p];
        }
        d[i] -= slope;
        d[steps + 1 + i]++;
        output[b] = d;
      }
      outputs.addFirst(output);
    }

    /// What a step may combine: the state, then the outputs so far, newest first.
    List<double[][]> given() {
      List<double[][]> all = new ArrayList<>(outputs);
      all.addFirst(state);
      return all;
    }

    /// Where the teacher is at the level after step i, less `sum_k weights_k given_k`.
    double[][] missing(int i, Vector weights) {
      double[][] out = combined(weights);
      for (double[] band : out) {
        for (int p = 0; p < local; p++) {
          band[p] = -band[p];
        }
        band[i + 1]++;
      }
      return out;
    }

    /// Steps to `sum_k weights_k given_k`.
    void step(Vector weights) {
      state = combined(weights);
    }

    private double[][] combined(Vector weights) {
      List<double[][]> given = given();
      double[][] out = new double[gram.length][local];
      for (int k = 0; k < Math.min(weights.size(), given.size()); k++) {
        for (int b = 0; b < out.length; b++) {
          for (int p = 0; p < local; p++) {
            out[b][p] += weights.get(k) * given.get(k)[b][p];
          }
        }
      }
      return out;
    }

    /// `<a, c>` over all bands and samples.
    double dot(double[][] a, double[][] c) {
      double sum = 0;
      for (int b = 0; b < gram.length; b++) {
        for (int p = 0; p < local; p++) {
          if (a[b][p] != 0) {
            double row = 0;
            for (int q = 0; q < local; q++) {
              row += gram[b][p * local + q] * c[b][q];
            }
            sum += a[b][p] * row;
          }
        }
      }
      return sum;
    }

    /// Root mean square distance of the state from the teacher's at the level after step i, a
    /// component.
    double miss(int i) {
      double[][] off = new double[gram.length][];
      for (int b = 0; b < off.length; b++) {
        off[b] = state[b].clone();
        off[b][i + 1]--;
      }
      double components = (double) teacher.samples() * teacher.path().ends().dimension();
      double square = dot(off, off) / components;
      return Double.isFinite(square) ? Math.sqrt(Math.max(0, square)) : Double.POSITIVE_INFINITY;
    }
  }
}
