package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

class SeedsTest {
  @Test
  void theJackknifeOfAMeanIsTheClassicalStandardError() {
    Estimate mean = Seeds.mean(Vector.of(1, 2, 4, 9), 4);
    // Mean 4, sum of squares about it 38.
    assertThat(mean.value()).isEqualTo(4);
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(38.0 / (3 * 4)), within(1e-12));
    assertThat(Seeds.mean(Vector.of(5), 1).standardError()).isNaN();
  }

  @Test
  void standardErrorsOfRootsAndRatiosMatchTheSpreadOfRepeatedExperiments() {
    int repeats = 400;
    int seeds = 8;
    Batch z = Noise.of(3, repeats).normal(Shape.vector(2 * seeds));
    double[] roots = new double[repeats];
    double[] ratios = new double[repeats];
    double stated = 0;
    double statedRatio = 0;
    for (int r = 0; r < repeats; r++) {
      double[] row = z.row(r);
      Vector squares = Vector.generate(seeds, s -> Math.exp(0.3 * row[s]));
      Vector others = Vector.generate(seeds, s -> Math.exp(0.3 * row[s] + 0.1 * row[seeds + s]));
      Estimate root = Seeds.rootMean(squares, seeds);
      Estimate ratio = Seeds.ratio(squares, others, seeds);
      roots[r] = root.value();
      ratios[r] = ratio.value();
      stated += root.standardError() * root.standardError() / repeats;
      statedRatio += ratio.standardError() * ratio.standardError() / repeats;
    }
    assertThat(Math.sqrt(stated) / sd(roots)).isCloseTo(1, within(0.15));
    assertThat(Math.sqrt(statedRatio) / sd(ratios)).isCloseTo(1, within(0.15));
    assertThat(sd(ratios)).isLessThan(sd(roots) / 2);
  }

  private static double sd(double[] values) {
    double mean = java.util.Arrays.stream(values).average().orElseThrow();
    double square = java.util.Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(square / (values.length - 1));
  }
}
