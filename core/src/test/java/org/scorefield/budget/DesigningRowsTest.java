package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

/// Why schemes are made from other rows than those that price them.
class DesigningRowsTest {
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(
          Batch.copyOf(Shape.vector(2), new double[] {1, 1, -1, 1, 1, -1, -1, -1}), 0.04);

  private static final LevelRange RANGE = new LevelRange(20, 0.02, new LogUniformGrid());
  private static final Vector SIGMAS = HeldOut.logLevels(0.02, 20, 40);
  private static final int ROWS = 64;
  private static final int SETS = 24;
  private static final int STEPS = 10;

  /// Stands for endless rows: 200 times as many as the others have.
  private static final LossCurve TRUTH = curve(12_800, NoiseKey.of(999));

  private static LossCurve curve(int rows, NoiseKey key) {
    Dataset data = Dataset.of("draws", "", LAW.sample(new Noise(key.child("rows"), 0, rows)));
    HeldOut heldOut = HeldOut.of(data, SIGMAS, rows, 1, key.child("losses"));
    return heldOut.steadied(heldOut.curve(LAW));
  }

  private static Scheme made(LossCurve from) {
    return Schemes.of(RANGE, new CurveLoss(from), STEPS)
        .optimised(NoiseChoice.BEST, STEPS)
        .orElseThrow();
  }

  /// How far a price is from the truth, in its standard errors, over sets of rows.
  private static double bias(boolean otherRows) {
    double sum = 0;
    for (int i = 0; i < SETS; i++) {
      LossCurve pricing = curve(ROWS, NoiseKey.of(i).child("pricing"));
      LossCurve making = otherRows ? curve(ROWS, NoiseKey.of(i).child("making")) : pricing;
      Scheme scheme = made(making);
      Estimate price = PathCost.of(scheme, pricing);
      sum += (price.value() - PathCost.of(scheme, TRUTH).value()) / price.standardError() / SETS;
    }
    return sum;
  }

  /// A mean of 24 has a standard error of .2, a little more as few rows do not know their own.
  @Test
  void aPriceByOtherRowsIsRight() {
    assertThat(bias(true)).isBetween(-0.8, 0.8);
  }

  @Test
  void aPriceByTheRowsThatASchemeWasMadeFromFlattersIt() {
    assertThat(bias(false)).isLessThan(-0.8);
  }
}
