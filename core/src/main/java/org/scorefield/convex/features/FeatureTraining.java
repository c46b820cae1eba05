package org.scorefield.convex.features;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.placement.CovariancePlacement;
import org.scorefield.convex.placement.CumulantPlacement;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.placement.GradientPlacement;
import org.scorefield.convex.placement.InputFrame;
import org.scorefield.convex.placement.PairPlacement;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.diffusion.LevelDenoiser;
import org.scorefield.convex.diffusion.LevelTraining;
import org.scorefield.convex.diffusion.NoiseLadder;
import org.scorefield.convex.diffusion.PreconditionedPairs;
import org.scorefield.convex.diffusion.Spread;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.PosteriorCovariance;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Fits a {@link LevelDenoiser} of {@link RandomFeatures}: at each noise level hyperplanes are
/// drawn for noisy rows by a {@link FeatureDensity}, and the outer weights are one ridge regression
/// on {@link PreconditionedPairs}, its ridge chosen on held-out rows with noise of their own.
///
/// Levels do not know of each other and are fitted side by side; no bit depends on how many at a
/// time. Cost of a level: n R noisy rows of `p (p + 2 d)`, p = M + d + 1, and of the placement.
///
/// @param <R> the type of the reference model
public final class FeatureTraining<R extends Denoiser & PosteriorCovariance> {
  private final Batch rows;
  private final Batch heldOut;
  private final Spread spread;
  private final FeaturePlan plan;
  private final R reference;
  private final FeatureWatch watch;

  private FeatureTraining(
      Batch rows, Batch heldOut, FeaturePlan plan, R reference, FeatureWatch watch) {
    this.rows = rows;
    this.heldOut = heldOut;
    this.spread = Spread.of(rows);
    this.plan = plan;
    this.reference = reference;
    this.watch = watch;
  }

  /// Fits to clean rows.
  ///
  /// @param rows n x d, at least 2
  /// @param heldOut rows of the same law that choose the ridge, at least 2
  /// @param levels noise levels, falling, > 0, in units of the data; see {@link NoiseLadder}
  /// @param reference a model of the same law, whose derivatives place and sharpen features; the
  ///   rows themselves will do
  /// @param key the same key, the same model
  /// @throws IllegalArgumentException if there are too few rows or they do not fit each other, or
  ///   if levels are not positive and falling
  /// @throws CancellationException if the watch cancels, or the calling thread is interrupted
  public static <R extends Denoiser & PosteriorCovariance> RandomFeatureDiffusion fit(
      Batch rows,
      Batch heldOut,
      Vector levels,
      FeaturePlan plan,
      R reference,
      NoiseKey key,
      FeatureWatch watch) {
    LevelTraining.requireRows(rows, heldOut);
    NoiseLadder.requireFalling(levels);
    Thread caller = Thread.currentThread();
    Shape flat = Shape.vector(rows.dimension());
    FeatureTraining<R> training =
        new FeatureTraining<>(rows.reshape(flat), heldOut.reshape(flat), plan, reference, watch);
    List<FeatureLevel> fits =
        IntStream.range(0, levels.size())
            .parallel()
            .mapToObj(l -> {
              if (watch.cancelled() || caller.isInterrupted()) {
                throw new CancellationException("the fit was cancelled at level " + l);
              }
              return training.level(levels.get(l), key.child(l));
            })
            .toList();
    return new RandomFeatureDiffusion(
        new LevelDenoiser(
            training.spread.mean(),
            training.preconditioning(),
            levels,
            fits.stream().<VectorFunction>map(level -> level.fit().function()).toList()),
        fits);
  }

  private FeatureLevel level(double sigma, NoiseKey key) {
    PreconditionedPairs train = pairs(rows, sigma, key.child("noise"));
    PreconditionedPairs fresh = pairs(heldOut, sigma, key.child("held-out"));
    InputFrame frame = InputFrame.of(spread.mean(), preconditioning(), sigma);
    int d = rows.dimension();
    Matrix planes =
        plan.features() == 0
            ? Matrix.adopt(0, d + 1, new double[0])
            : placement(sigma, frame, key.child("pilot"))
                .place(train.inputs(), plan.features(), key.child("planes"));
    RandomFeatureFit fit =
        RandomFeatureFit.of(
            map(planes, train.inputs(), sigma, frame), train, fresh, plan.noises(), plan.ridges());
    RandomFeatureFit linear =
        RandomFeatureFit.of(
            FeatureMap.of(FeatureActivation.RELU, Matrix.adopt(0, d + 1, new double[0])),
            train,
            fresh,
            plan.noises(),
            plan.ridges());
    FeatureLevel level =
        new FeatureLevel(sigma, fit, linear.best().loss(), linear.best().standardError());
    watch.fitted(level);
    return level;
  }

  private FeatureMap map(Matrix planes, Batch inputs, double sigma, InputFrame frame) {
    return plan.activation().smooth()
        ? FeatureMap.of(
            plan.activation(),
            planes,
            FeatureSlopes.of(planes, inputs, reference, sigma, frame, plan.sharpness()))
        : FeatureMap.of(plan.activation(), planes);
  }

  private GatePlacement placement(double sigma, InputFrame frame, NoiseKey key) {
    return switch (plan.density()) {
      case MIXTURE -> GatePlacement.mixed(cumulants(sigma, key));
      case UNIFORM -> GatePlacement.uniformOffset();
      case THROUGH_DATA -> GatePlacement.throughData();
      case COVARIANCE -> new CovariancePlacement(reference, sigma, frame);
      case GRADIENT -> new GradientPlacement(reference, sigma, frame);
      case CUMULANT -> cumulants(sigma, key);
      case PAIRS -> new PairPlacement(reference, sigma, frame);
    };
  }

  private GatePlacement cumulants(double sigma, NoiseKey key) {
    return CumulantPlacement.preconditioned(
        rows, spread.mean(), preconditioning(), sigma, plan.pilots(), key);
  }

  private PreconditionedPairs pairs(Batch clean, double sigma, NoiseKey key) {
    return PreconditionedPairs.draw(
        clean, spread.mean(), preconditioning(), sigma, plan.noises(), key);
  }

  private Preconditioning preconditioning() {
    return new Preconditioning(spread.deviation());
  }
}
