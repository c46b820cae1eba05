package org.scorefield.convex.line;

import org.scorefield.convex.Activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.convex.line.LineSolution.Regime;
import org.scorefield.random.Noise;
import org.scorefield.sampling.solver.LangevinChain;
import org.scorefield.sampling.solver.Ula;

/// Langevin dynamics through the learned network has the predicted law, in every regime of beta, by
/// the test of Kolmogorov and Smirnov.
class LearnedLawTest {
  private static final int CHAINS = 1500;
  private static final int SEEDS = 5;

  /// `sqrt(N) D` is above this with probability 0.001.
  private static final double CRITICAL = 1.95;

  private static SortedPoints data(long seed) {
    return SortedPoints.of(Noise.of(seed, 60).normal(Shape.vector(1)).toArray());
  }

  private static LineSolution learn(
      SortedPoints data, Activation activation, boolean skip, double part) {
    LineThresholds t = LineProgram.scoreMatching(data, activation, skip, 60).thresholds();
    double beta =
        part < 1
            ? t.least() + part * (t.affine() - t.least())
            : t.affine() + (part - 1) * (t.empty() - t.affine());
    return LineProgram.scoreMatching(data, activation, skip, beta).solve();
  }

  /// From the data themselves, through the network.
  private static double[] langevin(LineSolution solution, long seed) {
    SortedPoints data = solution.program().points();
    Batch start =
        Noise.of(seed, CHAINS)
            .child("start")
            .uniform(Shape.vector(1))
            .map(u -> data.values().get((int) (u * data.size())));
    return new LangevinChain(new Ula(), 1500, 0.04)
        .run(solution.network().denoiser(1), start, 1, Noise.of(seed, CHAINS))
        .state()
        .toArray();
  }

  private static double distance(double[] samples, LineLaw law) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double share = law.cdf(sorted[i]);
      double n = sorted.length;
      largest = Math.max(largest, Math.max(share - i / n, (i + 1) / n - share));
    }
    return largest * Math.sqrt(samples.length);
  }

  /// Parts below 1 are between the least beta and the affine threshold, above it beyond.
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "ABSOLUTE, false, 1.2, AFFINE",
    "RELU, false, 1.2, AFFINE",
    "ABSOLUTE, false, 0.5, KINKED",
    "RELU, false, 0.5, KINKED",
    "RELU, true, 1, AFFINE",
    "ABSOLUTE, true, 0.6, KINKED"
  })
  void langevinHasThePredictedLaw(Activation activation, boolean skip, double part, Regime regime) {
    double sum = 0;
    int runs = 0;
    for (int seed = 0; runs < SEEDS; seed++) {
      LineSolution solution = learn(data(seed), activation, skip, part);
      assertThat(solution.regime()).isEqualTo(regime);
      if (!solution.score().confines()) {
        // With kinks near the ends a tail may rise: the score of no law.
        assertThat(regime).isEqualTo(Regime.KINKED);
        continue;
      }
      double distance = distance(langevin(solution, seed), new LineLaw(solution.score()));
      assertThat(distance).as("seed " + seed).isLessThan(CRITICAL);
      sum += distance;
      runs++;
    }
    // The mean of sqrt(N) D is 0.87 and its deviation 0.26 under the law.
    assertThat(sum / SEEDS).isLessThan(0.87 + 3 * 0.26 / Math.sqrt(SEEDS));
  }

  /// The test can tell the regimes apart.
  @Test
  void lawsOfOtherRegimesAreRejected() {
    LineSolution wide = learn(data(0), Activation.ABSOLUTE, false, 1.2);
    double[] samples = langevin(wide, 0);
    assertThat(distance(samples, new LineLaw(wide.score()))).isLessThan(CRITICAL);
    LineSolution gaussian = learn(data(0), Activation.RELU, true, 1);
    assertThat(distance(samples, new LineLaw(gaussian.score()))).isGreaterThan(CRITICAL);
    LineSolution kinked = learn(data(0), Activation.ABSOLUTE, false, 0.5);
    assertThat(distance(samples, new LineLaw(kinked.score()))).isGreaterThan(CRITICAL);
  }
}
