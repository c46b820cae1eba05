package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class MeasuredMembersTest {
  private static final Shape SHAPE = Shape.vector(4);
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(Noise.of(11, 5).normal(SHAPE).times(1.5), 0.05);
  private static final Vector SIGMAS = Vector.of(0.2, 0.7, 2, 6);
  private static final List<NamedDenoiser> MEMBERS =
      List.of(
          new NamedDenoiser("network", new Corrupted(LAW, s -> 0.1 * s * s, 12)),
          new NamedDenoiser("gaussian", LAW.matchingGaussian()),
          new NamedDenoiser("round", Gaussian.isotropic(SHAPE, LAW.mean(), 1)));

  private static Dataset rows(long seed, int n) {
    return Dataset.of("rows", "none", LAW.sample(Noise.of(seed, n)));
  }

  private static MeasuredMembers measured(long seed, int n, Optional<Bands> bands) {
    return MeasuredMembers.of(MEMBERS, rows(seed, n), SIGMAS, bands, Noise.of(seed, 1), () -> {});
  }

  @Test
  void someOfTheMembersMakeTheStackThatIsFittedToThemAlone() {
    for (Optional<Bands> bands :
        List.of(Optional.<Bands>empty(), Optional.of(Bands.of(LAW.matchingGaussian(), 2)))) {
      StackFit usual = StackFit.at(SIGMAS);
      StackFit fit = bands.map(usual::with).orElse(usual);
      List<NamedDenoiser> swapped = List.of(MEMBERS.get(2), MEMBERS.get(0));
      FittedStack alone = fit.fit(swapped, rows(1, 200), Noise.of(1, 1));
      FittedStack chosen = measured(1, 200, bands).fit(usual, List.of(2, 0));
      assertThat(chosen).isEqualTo(alone);
      assertThat(chosen.stack().skippedAbove(1)).isPresent();
    }
  }

  @Test
  void theLossOfAStackIsWhatItsDenoiserHas() {
    for (Optional<Bands> bands :
        List.of(Optional.<Bands>empty(), Optional.of(Bands.of(LAW.matchingGaussian(), 2)))) {
      Stacked stack = measured(1, 200, bands).fit(StackFit.at(SIGMAS), List.of(0, 1)).stack();
      Dataset fresh = rows(2, 150);
      Vector between = Vector.of(0.4, 1.1, 3);
      StackJudgement judged =
          MeasuredMembers.of(MEMBERS, fresh, between, bands, Noise.of(3, 1), () -> {})
              .judge(stack, List.of(0, 1));
      HeldOut heldOut = HeldOut.of(fresh, between, 150, 1, NoiseKey.of(3));
      LossCurve own = heldOut.curve(stack);
      for (int j = 0; j < 2; j++) {
        LossCurve excess = own.minus(heldOut.curve(MEMBERS.get(j).denoiser()));
        for (int l = 0; l < between.size(); l++) {
          requireSame(judged.levels().get(l).excess().get(j), excess.loss(l));
        }
      }
      for (int l = 0; l < between.size(); l++) {
        requireSame(judged.levels().get(l).stack(), own.loss(l));
        assertThat(judged.levels().get(l).weights().getFirst())
            .isEqualTo(stack.curves().getFirst().at(between.get(l)));
      }
    }
  }

  private static void requireSame(Estimate measured, Estimate expected) {
    assertThat(measured.value()).isCloseTo(expected.value(), within(1e-12));
    assertThat(measured.standardError()).isCloseTo(expected.standardError(), within(1e-12));
  }

  @Test
  void aDifferenceIsSoughtInPairs() {
    WeightCurve half =
        new WeightCurve(Vector.of(1), Matrix.copyOf(1, 2, new double[] {0.5, 0.5}), 0);
    Stacked stack = new Stacked(MEMBERS.subList(0, 2), half);
    StackJudgement judged = measured(4, 400, Optional.empty()).judge(stack, List.of(0, 1));
    StackJudgement.Level high = judged.levels().getLast();
    assertThat(high.beats(0, 3)).isTrue();
    assertThat(high.losesTo(0, 3)).isFalse();
    assertThat(high.losesTo(1, 3)).isTrue();
    assertThat(high.beats(1, 3)).isFalse();
    StackJudgement.Level low = judged.levels().getFirst();
    Estimate gain = low.excess().get(1);
    double unpaired = Math.hypot(low.stack().standardError(), low.members().get(1).standardError());
    assertThat(gain.standardError()).isLessThan(0.7 * unpaired);
  }

  @Test
  void stacksOfOtherMembersAreNotJudged() {
    MeasuredMembers measured = measured(1, 20, Optional.empty());
    Stacked stack = measured.fit(StackFit.at(SIGMAS), List.of(0, 1)).stack();
    assertThatThrownBy(() -> measured.judge(stack, List.of(0, 2)))
        .hasMessageContaining("[network, gaussian]")
        .hasMessageContaining("[network, round]");
    assertThatThrownBy(() ->
            measured(1, 20, Optional.of(Bands.of(LAW.matchingGaussian(), 2)))
                .judge(stack, List.of(0, 1)))
        .hasMessageContaining("in 1 bands cannot be judged");
  }
}
