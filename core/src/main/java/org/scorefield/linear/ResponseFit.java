package org.scorefield.linear;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// The least-squares fit behind {@link LinearResponse}. The numbers of a run depend on its noise
/// alone, so one factorisation serves every denoiser that a solver is tried with: `A = Q R` with a
/// row for each of twice as many samples as there are unknowns, and some.
final class ResponseFit {
  private static final Shape ONE = Shape.vector(1);
  private static final long SEED = 20240613;
  private static final int SPARE = 20;

  private final TimeGrid grid;
  private final Noise noise;
  private final Batch start;
  private final Matrix q;
  private final Matrix r;

  /// @param solver whose draws are to be fitted
  ResponseFit(Solver solver, TimeGrid grid) {
    this.grid = grid;
    int unknowns = DrawnNumbers.of(solver, grid, Noise.of(SEED, 1)).size() + 2;
    int samples = 2 * unknowns + SPARE;
    this.noise = Noise.of(SEED, samples);
    this.start = noise.child("here").normal(ONE);
    List<Noise> streams = DrawnNumbers.of(solver, grid, noise);
    double[] a = new double[samples * unknowns];
    for (int k = 0; k < unknowns; k++) {
      double[] column =
          switch (k) {
            case 0 -> start.shared();
            case 1 -> Vector.generate(samples, _ -> 1).shared();
            default -> streams.get(k - 2).normal(ONE).shared();
          };
      for (int i = 0; i < samples; i++) {
        a[i * unknowns + k] = column[i];
      }
    }
    Matrix rows = Matrix.adopt(samples, unknowns, a);
    this.q = Factorizations.orthonormalBasis(rows);
    this.r = q.transpose().times(rows);
  }

  /// The response of the solver with a denoiser of one dimension.
  LinearResponse fit(Solver solver, Denoiser affine) {
    Batch end =
        new Sampler(grid, solver, new Start.Given(start)).sample(affine, noise).orElseThrow();
    int samples = q.rows();
    Matrix b = Matrix.adopt(samples, 1, end.toArray());
    Matrix projected = q.transpose().times(b);
    double[] fitted = q.times(projected).shared();
    double misfit = 0;
    for (int i = 0; i < samples; i++) {
      misfit = Math.max(misfit, Math.abs(end.get(i, 0) - fitted[i]));
    }
    double[] x = backSubstituted(projected.toArray());
    Vector gains = Vector.generate(x.length - 2, k -> x[k + 2]);
    return new LinearResponse(x[0], x[1], gains, misfit);
  }

  private double[] backSubstituted(double[] x) {
    for (int i = x.length - 1; i >= 0; i--) {
      for (int j = i + 1; j < x.length; j++) {
        x[i] -= r.get(i, j) * x[j];
      }
      x[i] /= r.get(i, i);
    }
    return x;
  }
}
