package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.random.Noise;

class MemorisationTest {
  private static final Noise NOISE = Noise.of(5, 1);
  private static final Memorisation CHECK = new Memorisation(5000);

  @Test
  void theControlIsTheShareOfMutualNearestNeighbours() {
    // Of a Poisson process: 2/3 on a line, 6 pi / (8 pi + 3 sqrt 3) in a plane.
    double[] expected = {2.0 / 3, 6 * Math.PI / (8 * Math.PI + 3 * Math.sqrt(3))};
    for (int d = 1; d <= 2; d++) {
      Dataset training = Sets.normal(d, 3000, d, 0, 1);
      Memorisation.Audit audit = CHECK.audit(Sets.normal(9, 3000, d, 0, 1), training, NOISE);
      Estimate control = audit.control();
      assertThat(control.value()).isCloseTo(expected[d - 1], within(3 * control.standardError()));
      assertThat(audit.tooNear().value())
          .isCloseTo(expected[d - 1], within(3 * audit.tooNear().standardError()));
      assertThat(audit.copies().value()).isCloseTo(0, within(2 * audit.copies().standardError()));
    }
  }

  @Test
  void copiesAreAllFound() {
    Dataset training = Sets.normal(1, 500, 10, 0, 1);
    assertThat(CHECK.measure(training, training, NOISE).value()).isEqualTo(1);
    Dataset half =
        Sets.joined(Sets.normal(2, 250, 10, 0, 1), RandomRows.atMost(250, training, NOISE.key()));
    Estimate e = CHECK.measure(half, training, NOISE);
    assertThat(e.value()).isCloseTo(0.5, within(2 * e.standardError()));
    assertThat(e.standardError()).isLessThan(0.15);
  }

  @Test
  void nearCopiesAreCopies() {
    Dataset training = Sets.normal(1, 500, 10, 0, 1);
    double[] x = training.all().toArray();
    double[] noise = Sets.normal(3, 500, 10, 0, 0.01).all().toArray();
    for (int i = 0; i < x.length; i++) {
      x[i] += noise[i];
    }
    assertThat(CHECK.measure(Sets.of("near", 10, x), training, NOISE).value()).isEqualTo(1);
  }

  @Test
  void noisySamplesStandFartherOffThanFreshOnes() {
    Estimate e =
        CHECK.measure(Sets.normal(2, 1000, 10, 0, 1.5), Sets.normal(1, 1000, 10, 0, 1), NOISE);
    assertThat(e.value()).isLessThan(-3 * e.standardError());
  }

  @Test
  void queriesAreCappedAndTheTrainingSetIsNot() {
    Dataset training = Sets.normal(1, 500, 10, 0, 1);
    Estimate e = new Memorisation(100).measure(training, training, NOISE);
    assertThat(e.n()).isEqualTo(100);
    assertThat(e.value()).isEqualTo(1);
  }
}
