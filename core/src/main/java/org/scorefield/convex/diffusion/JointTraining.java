package org.scorefield.convex.diffusion;

import java.util.Collections;
import java.util.function.BooleanSupplier;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.convex.Certificate;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Trains a {@link JointDenoiser}: one convex program for all noise levels on rows `(c_in (x - m),
/// u(sigma))`, whose gates cut data and level at once. Each of the R noises of a clean row has a
/// level of its own, log-uniform and spread evenly; all rows weigh the same, as targets have about
/// unit variance at every level.
///
/// One program instead of one a level: what neighbouring levels have in common is learned once, and
/// a model has few weights. In exchange a gate must serve many levels, and the affine part is one
/// for all, so it takes more gates, and usually more loss, than a {@link LevelTraining} of as many
/// rows.
public final class JointTraining {
  private static final double GOLDEN = 0.6180339887498949;

  private JointTraining() {}

  /// Trains on clean rows.
  ///
  /// @param rows n x d, at least 2
  /// @param heldOut rows of the same law that choose beta, at least 2
  /// @param sigmaMax highest level
  /// @param sigmaMin lowest level, > 0
  /// @param key the same key, the same model
  /// @param watch told of the levels as NaN
  /// @throws IllegalArgumentException as {@link LevelTraining#fit}
  public static JointDiffusion fit(
      Batch rows,
      Batch heldOut,
      double sigmaMax,
      double sigmaMin,
      ConvexPlan plan,
      NoiseKey key,
      DiffusionWatch watch) {
    LevelTraining.requireRows(rows, heldOut);
    Shape flat = Shape.vector(rows.dimension());
    Batch clean = rows.reshape(flat);
    Spread spread = Spread.of(clean);
    Pairs maker = new Pairs(spread, sigmaMax, sigmaMin, plan.noises());
    PreconditionedPairs train = maker.draw(clean, key.child("noise"));
    PreconditionedPairs fresh = maker.draw(heldOut.reshape(flat), key.child("held-out"));
    Regression regression =
        GatedRegression.of(
            train.inputs(),
            train.targets(),
            JointPlacement.of(
                plan.placement(),
                clean,
                spread.mean(),
                spread.preconditioning(),
                sigmaMax,
                sigmaMin,
                key.child("pilots")),
            plan,
            key.child("gates"));
    Thread caller = Thread.currentThread();
    HeldOutPath path =
        HeldOutPath.walk(
            regression,
            plan,
            f -> HeldOutLoss.of(f, fresh.inputs(), fresh.targets(), plan.noises()),
            new All(watch, () -> watch.cancelled() || caller.isInterrupted()));
    return new JointDiffusion(
        new JointDenoiser(
            spread.mean(), spread.preconditioning(), sigmaMax, sigmaMin, path.function()),
        path.points(),
        path.chosen(),
        path.affine().mean(),
        path.affine().standardError());
  }

  /// Pairs of all levels.
  private record Pairs(Spread spread, double sigmaMax, double sigmaMin, int repeats) {

    PreconditionedPairs draw(Batch clean, NoiseKey key) {
      int n = Math.multiplyExact(clean.count(), repeats);
      int d = clean.dimension();
      Preconditioning c = spread.preconditioning();
      double[] x0 =
          Batch.concat(
                  Collections.nCopies(repeats, LevelDenoiser.shifted(clean, spread.mean(), -1)))
              .shared();
      double[] noise = PreconditionedPairs.noises(clean, repeats, key).shared();
      double shift = new Noise(key.child("levels"), 0, 1).uniform(Shape.vector(1)).get(0, 0);
      double[] inputs = new double[n * d];
      double[] targets = new double[n * d];
      double[] u = new double[n];
      for (int i = 0; i < n; i++) {
        double share = (shift + i * GOLDEN) % 1;
        double sigma = sigmaMin * Math.pow(sigmaMax / sigmaMin, share);
        u[i] = JointDenoiser.coordinate(sigma, sigmaMax, sigmaMin);
        for (int k = i * d; k < (i + 1) * d; k++) {
          double x = x0[k] + sigma * noise[k];
          inputs[k] = c.in(sigma) * x;
          targets[k] = (x0[k] - c.skip(sigma) * x) / c.out(sigma);
        }
      }
      return new PreconditionedPairs(
          JointDenoiser.withLevel(Batch.adopt(clean.shape(), inputs), u),
          Batch.adopt(clean.shape(), targets));
    }
  }

  /// The watch, told of no level.
  private record All(DiffusionWatch watch, BooleanSupplier stop) implements HeldOutPath.Listener {
    @Override
    public void certified(double beta, int iteration, Certificate soFar) {
      watch.certified(Double.NaN, beta, iteration, soFar);
    }

    @Override
    public void scored(LevelFit.Point point) {
      watch.scored(Double.NaN, point);
    }

    @Override
    public boolean cancelled() {
      return stop.getAsBoolean();
    }
  }
}
