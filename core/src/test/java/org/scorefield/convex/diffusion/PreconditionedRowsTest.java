package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class PreconditionedRowsTest {
  private static final NoiseKey KEY = NoiseKey.of(7);
  private static final Vector MEAN = Vector.of(0.5, -1);
  private static final Preconditioning C = new Preconditioning(1.5);

  private static PreconditionedRows rows(Batch clean, int repeats) {
    return new PreconditionedRows(clean, MEAN, C, 0.6, repeats, KEY);
  }

  @Test
  void readingGivesThePairsThatAreDrawnAtOnceEveryTime() {
    Batch clean = Noise.of(2, PreconditionedRows.BLOCK + 100).normal(Shape.vector(2));
    PreconditionedPairs all = PreconditionedPairs.draw(clean, MEAN, C, 0.6, 3, KEY);
    PreconditionedRows rows = rows(clean, 3);

    for (int reading = 0; reading < 2; reading++) {
      List<Batch> inputs = new ArrayList<>();
      List<Batch> targets = new ArrayList<>();
      rows.forEach((x, y) -> {
        inputs.add(x);
        targets.add(y);
      });
      assertThat(inputs).hasSize(6);
      assertThat(Batch.concat(inputs)).isEqualTo(all.inputs());
      assertThat(Batch.concat(targets)).isEqualTo(all.targets());
    }
    assertThat(rows.count()).isEqualTo(all.inputs().count());
  }

  @Test
  void theRegressionIsThatOfRowsThatAreHeld() {
    Batch clean = FourModes.TRUTH.sample(Noise.of(3, 900));
    ConvexPlan plan = ConvexPlan.DEFAULT;
    PreconditionedRows source = rows(clean, 2);
    PreconditionedPairs pairs = PreconditionedPairs.draw(clean, MEAN, C, 0.6, 2, KEY);
    GatePlacement placement = GatePlacement.throughData();
    Regression held =
        GatedRegression.of(pairs.inputs(), pairs.targets(), placement, plan, KEY.child("gates"));
    Regression streamed =
        NormalRegression.streaming(source, placement, 1800, plan, KEY.child("gates"));

    double largest = held.largestBeta();
    assertThat(held).isInstanceOf(NormalRegression.class);
    assertThat(streamed.largestBeta()).isCloseTo(largest, within(1e-9 * largest));
    for (double fraction : new double[] {0.3, 0.1}) {
      Regression.Solved a = held.solve(fraction * largest, ProgramWatch.NONE);
      Regression.Solved b = streamed.solve(fraction * largest, ProgramWatch.NONE);
      assertThat(b.certificate().primal())
          .isCloseTo(a.certificate().primal(), within(1e-8 * a.certificate().primal()));
      assertThat(b.active()).isEqualTo(a.active());
      assertThat(b.function().value(pairs.inputs()).shared())
          .containsExactly(a.function().value(pairs.inputs()).shared(), within(1e-8));
    }
  }
}
