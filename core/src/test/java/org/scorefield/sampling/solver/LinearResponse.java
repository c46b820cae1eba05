package org.scorefield.sampling.solver;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// What a whole run does to a Gaussian, measured on the run itself. With a linear denoiser the end
/// of a run is linear in its start and in every number drawn: `x_N = keep x_0 + offset + sum_k
/// gains_k z_k`. A least-squares fit over more samples than unknowns gives the coefficients to
/// rounding, and its misfit shows whether anything else got in. From them follow the exact mean and
/// variance of the output, with no Monte Carlo.
///
/// @param keep factor on the start
/// @param offset what x_0 = 0 and z = 0 end at
/// @param gains factor on the normals of each step
/// @param misfit largest deviation of a sample from the fit
public record LinearResponse(double keep, double offset, double[] gains, double misfit) {

  /// The response with the exact denoiser of N(mean, lambda).
  static LinearResponse of(Solver solver, TimeGrid grid, double mean, double lambda) {
    return of(solver, grid, Gaussian.isotropic(Shape.vector(1), Vector.of(mean), lambda));
  }

  /// The response with a denoiser that is affine in one dimension, of a solver that draws at most
  /// one normal of the shape of the state in each step.
  public static LinearResponse of(Solver solver, TimeGrid grid, Denoiser affine) {
    Shape one = Shape.vector(1);
    int steps = grid.steps();
    int unknowns = steps + 2;
    int samples = unknowns + 20;
    Noise noise = Noise.of(20240613, samples);
    Batch start = noise.child("here").normal(one);
    Batch end =
        new Sampler(grid, solver, new Start.Given(start)).sample(affine, noise).orElseThrow();
    DMatrixRMaj a = new DMatrixRMaj(samples, unknowns);
    DMatrixRMaj b = new DMatrixRMaj(samples, 1);
    for (int i = 0; i < samples; i++) {
      a.set(i, 0, start.get(i, 0));
      a.set(i, 1, 1);
      b.set(i, 0, end.get(i, 0));
    }
    for (int k = 0; k < steps; k++) {
      Batch z = noise.child("step").child(k).normal(one);
      for (int i = 0; i < samples; i++) {
        a.set(i, k + 2, z.get(i, 0));
      }
    }
    DMatrixRMaj x = new DMatrixRMaj(unknowns, 1);
    if (!CommonOps_DDRM.solve(a.copy(), b, x)) {
      throw new IllegalStateException("the response cannot be fitted");
    }
    DMatrixRMaj residual = new DMatrixRMaj(samples, 1);
    CommonOps_DDRM.mult(a, x, residual);
    CommonOps_DDRM.subtractEquals(residual, b);
    double[] gains = new double[steps];
    for (int k = 0; k < steps; k++) {
      gains[k] = x.get(k + 2, 0);
    }
    return new LinearResponse(
        x.get(0, 0), x.get(1, 0), gains, CommonOps_DDRM.elementMaxAbs(residual));
  }

  /// Variance of the output from a start of that variance.
  double variance(double startVariance) {
    double sum = keep * keep * startVariance;
    for (double g : gains) {
      sum += g * g;
    }
    return sum;
  }

  /// Mean of the output from a start of that mean.
  double mean(double startMean) {
    return keep * startMean + offset;
  }
}
