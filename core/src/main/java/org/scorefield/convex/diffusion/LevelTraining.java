package org.scorefield.convex.diffusion;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.NormalEquations;
import org.scorefield.convex.placement.CumulantPlacement;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.random.NoiseKey;

/// Trains a {@link LevelDenoiser}: for each noise level a convex program on {@link
/// PreconditionedPairs}, solved along a falling beta, of which the solution is taken that does best
/// on held-out rows with fresh noise. Training losses choose nothing.
///
/// With one component the program is the exact {@link org.scorefield.convex.line.LineProgram},
/// whose certificate speaks of networks of any width; else it is a {@link
/// org.scorefield.convex.gated.GatedProgram} over gates that are drawn anew for each level.
///
/// A path ends early once two solutions in a row are clearly worse on held-out rows than the best
/// (by two standard errors of the difference): the small betas beyond cost most.
///
/// Levels do not know of each other and are trained side by side; no bit depends on how many at a
/// time. Cost of a level with n rows, R noises and P gates: `n R (P (d+1))^2` for the normal
/// equations, then `2 (P (d+1))^2 d` a gradient step, some hundred to a thousand of them; memory
/// three times `8 (P (d+1))^2` bytes for each level that is being trained, whatever n and R are:
/// beyond some thousands the noisy rows are never held ({@link PreconditionedRows}), but drawn
/// again whenever they are read. Where normal equations do not pay, they are.
public final class LevelTraining {
  /// Rows that the third cumulants are taken from, at most.
  private static final int PILOTS = 2000;

  /// Noisy rows that are held. More are drawn again whenever they are read, and gates are placed by
  /// as many of them.
  private static final int HELD = 1 << 14;

  private final Batch rows;
  private final Batch heldOut;
  private final Spread spread;
  private final ConvexPlan plan;
  private final DiffusionWatch watch;
  private final BooleanSupplier cancelled;

  private LevelTraining(
      Batch rows, Batch heldOut, ConvexPlan plan, DiffusionWatch watch, BooleanSupplier cancelled) {
    this.rows = rows;
    this.heldOut = heldOut;
    this.spread = Spread.of(rows);
    this.plan = plan;
    this.watch = watch;
    this.cancelled = cancelled;
  }

  /// Trains on clean rows.
  ///
  /// @param rows n x d, at least 2
  /// @param heldOut rows of the same law that choose beta, at least 2
  /// @param levels noise levels, falling, > 0, in units of the data; see {@link NoiseLadder}
  /// @param key the same key, the same model
  /// @throws IllegalArgumentException if a level is not positive or they do not fall, if the noisy
  ///   rows do not determine the skip connection, if all gates are shut, or if a program does not
  ///   fit into memory
  public static ConvexDiffusion fit(
      Batch rows,
      Batch heldOut,
      Vector levels,
      ConvexPlan plan,
      NoiseKey key,
      DiffusionWatch watch) {
    requireRows(rows, heldOut);
    NoiseLadder.requireFalling(levels);
    Thread caller = Thread.currentThread();
    BooleanSupplier cancelled = () -> watch.cancelled() || caller.isInterrupted();
    Shape flat = Shape.vector(rows.dimension());
    LevelTraining training =
        new LevelTraining(rows.reshape(flat), heldOut.reshape(flat), plan, watch, cancelled);
    List<LevelFit> fits =
        IntStream.range(0, levels.size())
            .parallel()
            .mapToObj(l -> training.level(levels.get(l), key.child(l)))
            .toList();
    return new ConvexDiffusion(
        new LevelDenoiser(
            training.spread.mean(),
            training.spread.preconditioning(),
            levels,
            fits.stream().map(LevelFit::function).toList()),
        fits);
  }

  /// @throws IllegalArgumentException if there are fewer than 2 of either, if they differ in
  ///   components, or hold a NaN or an infinity
  public static void requireRows(Batch rows, Batch heldOut) {
    if (rows.count() < 2 || heldOut.count() < 2) {
      throw new IllegalArgumentException(
          "at least 2 rows to train on and 2 held out are needed, got %d and %d"
              .formatted(rows.count(), heldOut.count()));
    }
    if (rows.dimension() != heldOut.dimension()) {
      throw new IllegalArgumentException(
          "rows have %d components, held-out rows %d"
              .formatted(rows.dimension(), heldOut.dimension()));
    }
    requireFinite(rows);
    requireFinite(heldOut);
  }

  private static void requireFinite(Batch x) {
    OptionalInt bad = x.firstNonFinite();
    if (bad.isPresent()) {
      throw new IllegalArgumentException(
          "row " + bad.getAsInt() + " holds a NaN or an infinity; remove or fill it");
    }
  }

  private LevelFit level(double sigma, NoiseKey key) {
    PreconditionedPairs fresh = pairs(heldOut, sigma, key.child("held-out"));
    Regression regression = regression(sigma, key);
    HeldOutPath path =
        HeldOutPath.walk(
            regression,
            plan,
            f -> HeldOutLoss.of(f, fresh.inputs(), fresh.targets(), plan.noises()),
            new At(sigma));
    return new LevelFit(
        sigma,
        path.points(),
        path.chosen(),
        path.function(),
        path.affine().mean(),
        path.affine().standardError(),
        Neighbours.effective(rows, sigma, key.child("neighbours")));
  }

  private Regression regression(double sigma, NoiseKey key) {
    int d = rows.dimension();
    NoiseKey noise = key.child("noise");
    PreconditionedRows source =
        new PreconditionedRows(
            rows, spread.mean(), spread.preconditioning(), sigma, plan.noises(), noise);
    if (d > 1
        && source.count() > HELD
        && NormalEquations.pay(plan.gates(), d + 1, source.count())) {
      return NormalRegression.streaming(
          source, placement(sigma, key), HELD, plan, key.child("gates"));
    }
    PreconditionedPairs train = pairs(rows, sigma, noise);
    return d == 1
        ? new LineRegression(train.inputs(), train.targets(), plan)
        : GatedRegression.of(
            train.inputs(), train.targets(), placement(sigma, key), plan, key.child("gates"));
  }

  private PreconditionedPairs pairs(Batch clean, double sigma, NoiseKey key) {
    return PreconditionedPairs.draw(
        clean, spread.mean(), spread.preconditioning(), sigma, plan.noises(), key);
  }

  private GatePlacement placement(double sigma, NoiseKey key) {
    return switch (plan.placement()) {
      case THROUGH_DATA -> GatePlacement.throughData();
      case UNIFORM_OFFSET -> GatePlacement.uniformOffset();
      case CUMULANT -> GatePlacement.mixed(cumulant(sigma, key));
      case MIXTURE ->
          GatePlacement.mixture(
              List.of(
                  GatePlacement.throughData(),
                  GatePlacement.uniformOffset(),
                  cumulant(sigma, key)));
    };
  }

  private CumulantPlacement cumulant(double sigma, NoiseKey key) {
    return CumulantPlacement.preconditioned(
        rows, spread.mean(), spread.preconditioning(), sigma, PILOTS, key.child("pilots"));
  }

  /// The watch, told the level.
  private final class At implements HeldOutPath.Listener {
    private final double sigma;

    At(double sigma) {
      this.sigma = sigma;
    }

    @Override
    public void certified(double beta, int iteration, Certificate soFar) {
      watch.certified(sigma, beta, iteration, soFar);
    }

    @Override
    public void scored(LevelFit.Point point) {
      watch.scored(sigma, point);
    }

    @Override
    public boolean cancelled() {
      return cancelled.getAsBoolean();
    }
  }
}
