package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.CoefficientFit;
import org.scorefield.design.Trajectories;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// A stand-in for a model along its own trajectories, which costs no evaluation of it: off the
/// teacher's path y by v it answers
///
/// `D(y + v; sigma) = D(y; sigma) + J_b(sigma) v + scatter` in each band b of principal directions,
///
/// the model's own output on the path, nonlinear as it is, and an answer to the deviation as
/// students have met it ({@link Answers}). The scatter is orthogonal to all else: no weights can
/// make use of it, and a student is charged for the deviations that cause it.
///
/// Whatever a linear method makes of this is, in each band, a combination of the teacher's states
/// and outputs, with coefficients that all samples share. So a run is done in the coefficients (a
/// batch of one row a band), by the solvers themselves; errors and regressions are products with
/// the Gram matrices of the terms, and a candidate costs a fraction of a millisecond, whatever the
/// dimension and the number of samples.
///
/// Terms are centred; their order: the states at all levels, the outputs at the positive ones, then
/// the states that closed-form starts reach.
final class Shadow {
  private final Teacher teacher;
  private final Spread spread;
  private final List<Integer> landings;
  private final int terms;
  private final double[][] grams;
  private final Answers answers;

  private Shadow(
      Teacher teacher, Spread spread, List<Integer> landings, double[][] grams, Answers answers) {
    this.teacher = teacher;
    this.spread = spread;
    this.landings = landings;
    this.terms = 2 * teacher.levels().steps() + 1 + landings.size();
    this.grams = grams;
    this.answers = answers;
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
    return new Shadow(
        teacher, spread, List.copyOf(landings), grams, Answers.of(teacher, spread, List.of()));
  }

  /// The state that the Gaussian's flow reaches at a level from the teacher's start.
  static Batch landed(Teacher teacher, Gaussian gaussian, int level) {
    return level == 0
        ? teacher.path().state(0)
        : gaussian.flow(
            teacher.path().state(0), teacher.levels().first(), teacher.levels().sigma(level));
  }

  /// The same with other answers to deviations.
  Shadow answering(Answers other) {
    return new Shadow(teacher, spread, landings, grams, other);
  }

  Teacher teacher() {
    return teacher;
  }

  List<Integer> landings() {
    return landings;
  }

  /// Root mean square distance from the teacher at the end, a component, with weights fitted step
  /// by step; infinite where no start lands at the first level, or if it diverges.
  double miss(CoefficientFit fit, int[] indices) {
    if (indices[0] > 0 && !landings.contains(indices[0])) {
      return Double.POSITIVE_INFINITY;
    }
    Run run = new Run(indices, indices.length - 1);
    return fit.fit(
                run,
                run.start(),
                run.path(),
                IntStream.range(0, indices.length).toArray(),
                Vector.adopt(new double[run.size]),
                run::product)
            instanceof Outcome.Completed<CoefficientFit.Fitted> done
        ? run.miss(done.result().ends())
        : Double.POSITIVE_INFINITY;
  }

  /// The same for a linear solver as it is; infinite if it diverges.
  double miss(Solver solver, int[] indices) {
    TimeGrid grid = teacher.path().grid(indices);
    Run run = new Run(indices, solver.evaluations(grid).orElseThrow());
    return new Sampler(grid, solver, new Start.Given(run.start()))
                .sample(run, Noise.of(0, spread.count()))
            instanceof Outcome.Completed<Batch> done
        ? run.miss(done.result())
        : Double.POSITIVE_INFINITY;
  }

  /// One run, in the coefficients of the terms that a grid touches: states at its levels, outputs
  /// at the positive ones, the start, and the scatter of each evaluation.
  private final class Run implements Denoiser {
    private final TimeGrid grid;
    private final int steps;
    private final int known;
    private final int size;
    private final double[][] gram;
    private int asked;

    Run(int[] indices, int evaluations) {
      this.grid = teacher.path().grid(indices);
      this.steps = indices.length - 1;
      this.known = 2 * steps + 2;
      this.size = known + evaluations;
      this.gram = new double[spread.count()][size * size];
      int outputs = teacher.levels().steps() + 1;
      int[] used = new int[known];
      for (int i = 0; i < steps; i++) {
        used[i] = indices[i];
        used[steps + 1 + i] = outputs + indices[i];
      }
      used[steps] = indices[steps];
      int landing = landings.indexOf(indices[0]);
      used[known - 1] = indices[0] == 0 ? 0 : outputs + outputs - 1 + landing;
      for (int b = 0; b < gram.length; b++) {
        for (int p = 0; p < known; p++) {
          for (int q = 0; q < known; q++) {
            gram[b][p * size + q] = grams[b][used[p] * terms + used[q]];
          }
        }
      }
    }

    @Override
    public Shape shape() {
      return Shape.vector(size);
    }

    Batch start() {
      return unit(known - 1);
    }

    /// The teacher's states at the levels of the grid.
    Trajectories path() {
      return new Trajectories(grid, IntStream.rangeClosed(0, steps).mapToObj(this::unit).toList());
    }

    private Batch unit(int term) {
      double[] out = new double[spread.count() * size];
      for (int at = term; at < out.length; at += size) {
        out[at] = 1;
      }
      return Batch.adopt(shape(), out);
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      int level = 0;
      while (grid.sigma(level) != sigma) {
        level++;
      }
      double[] out = x.toArray();
      for (int b = 0; b < spread.count(); b++) {
        out[b * size + level]--;
        double[] v = Arrays.copyOfRange(out, b * size, (b + 1) * size);
        int scatter = known + asked;
        gram[b][scatter * size + scatter] =
            answers.scatter(b, sigma) * product(gram[b], v, 0, v, 0);
        double slope = answers.slope(b, sigma);
        for (int p = 0; p < size; p++) {
          out[b * size + p] *= slope;
        }
        out[b * size + steps + 1 + level]++;
        out[b * size + scatter]++;
      }
      asked++;
      return Batch.adopt(shape(), out);
    }

    /// The inner product over all bands and samples.
    double product(Batch a, Batch c) {
      double sum = 0;
      for (int b = 0; b < gram.length; b++) {
        sum += product(gram[b], a.shared(), b * size, c.shared(), b * size);
      }
      return sum;
    }

    /// Early in a run most coefficients are 0.
    private double product(double[] metric, double[] a, int atA, double[] c, int atC) {
      int[] support = new int[size];
      int count = 0;
      for (int q = 0; q < size; q++) {
        if (c[atC + q] != 0) {
          support[count++] = q;
        }
      }
      double sum = 0;
      for (int p = 0; p < size; p++) {
        if (a[atA + p] != 0) {
          double row = 0;
          for (int k = 0; k < count; k++) {
            row += metric[p * size + support[k]] * c[atC + support[k]];
          }
          sum += a[atA + p] * row;
        }
      }
      return sum;
    }

    double miss(Batch ends) {
      Batch off = ends.minus(unit(steps));
      double components = (double) teacher.samples() * teacher.path().ends().dimension();
      double square = product(off, off) / components;
      return Double.isFinite(square) ? Math.sqrt(Math.max(0, square)) : Double.POSITIVE_INFINITY;
    }
  }
}
