package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.TimeGrid;

class SolverLearningTest {
  private static final Shape SHAPE = Shape.vector(6);
  private static final NoiseKey KEY = NoiseKey.of(5);
  private static final SolverLearning LEARNING =
      new SolverLearning(new CoefficientFit(new Dpmpp2M(), 4, 1e-4), 40, 64, 20);

  /// Twelve narrow clusters in six dimensions.
  private static final GaussianMixture MODEL =
      GaussianMixture.isotropic(Noise.of(11, 12).normal(SHAPE), 0.01);

  /// Another law, fitted to rows drawn from the model: a third of its components.
  private static GaussianMixture surrogate() {
    return new ExpectationMaximization(4, new CovarianceKind.Full())
        .fit(Dataset.of("rows", "", MODEL.sample(Noise.of(1, 600))), KEY)
        .mixture();
  }

  /// What it is for: learned on a law, used on another, it beats every standard solver there.
  @Test
  void whatIsLearnedOnASurrogateServesTheModel() {
    Learned learned = LEARNING.learn(surrogate(), 6, KEY).orElseThrow();
    assertThat(learned.accepted()).isTrue();
    assertThat(learned.chosen()).isEqualTo(learned.learned());
    assertThat(learned.standardRatio().value()).isLessThan(0.5);

    Noise noise = Noise.of(77, 300);
    Trajectories exact =
        Trajectories.of(MODEL, new Start.Prior(), Trajectories.fine(40, 0.004, 40), noise)
            .orElseThrow();
    double best = Double.POSITIVE_INFINITY;
    for (NamedSampler peer : Peers.all(40, 0.004)) {
      Sampler sampler = peer.within(6).orElseThrow();
      best = Math.min(best, error(sampler, noise, exact));
    }
    assertThat(error(learned.chosen(), noise, exact)).isLessThan(0.75 * best);
  }

  private static double error(Sampler sampler, Noise noise, Trajectories exact) {
    Batch ends = sampler.sample(MODEL, noise).orElseThrow();
    return Distances.total(Distances.squares(ends, exact.ends()));
  }

  @Test
  void theSameKeyGivesTheSameBits() {
    GaussianMixture surrogate = surrogate();
    Learned one = LEARNING.learn(surrogate, 4, KEY).orElseThrow();
    NamedSampler named = LEARNING.named("learned", surrogate, KEY);
    assertThat(named.within(4)).contains(one.learned());
    assertThat(named.within(1)).isEmpty();
    Learned two = LEARNING.learn(surrogate, 4, KEY).orElseThrow();
    assertThat(two).isEqualTo(one);
    Learned other = LEARNING.learn(surrogate, 4, KEY.child("other")).orElseThrow();
    assertThat(other.solver()).isNotEqualTo(one.solver());
  }

  /// Nothing is used that is not better than every standard sampler beyond doubt.
  @Test
  void whatIsNotClearlyBetterIsNotUsed() {
    assertThat(withRatio(0.8, 0.05).chosen()).isEqualTo(withRatio(0.8, 0.05).learned());
    assertThat(withRatio(0.95, 0.05).chosen()).isEqualTo(withRatio(0.95, 0.05).standard());
    assertThat(withRatio(1.2, 0.05).accepted()).isFalse();
    assertThat(withRatio(Double.NaN, 0.05).accepted()).isFalse();
    assertThat(withRatio(0.5, Double.NaN).accepted()).isFalse();
  }

  private static Learned withRatio(double ratio, double standardError) {
    TimeGrid grid = TimeGrid.of(10, 1, 0);
    return new Learned(
        Tabulated.of(new Dpmpp2M(), grid, MODEL.mean()),
        new Start.Prior(),
        new Estimate(ratio, 0, 10),
        new Sampler(grid, new Euler(), new Start.Prior()),
        "euler",
        new Estimate(1, 0, 10),
        new Estimate(ratio, standardError, 10));
  }

  @Test
  void aWatchSeesTheSearchAndCanEndIt() {
    AtomicInteger seen = new AtomicInteger();
    StageWatch impatient =
        new StageWatch() {
          @Override
          public void begin(String stage, long total) {
            assertThat(total).isGreaterThan(10);
          }

          @Override
          public void advance() {
            seen.incrementAndGet();
          }

          @Override
          public boolean cancelled() {
            return seen.get() >= 10;
          }
        };
    assertThat(LEARNING.learn(surrogate(), 4, KEY, impatient))
        .isInstanceOf(Outcome.Cancelled.class);
    assertThat(seen).hasValue(10);
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LEARNING.learn(MODEL, 1, KEY))
        .withMessageContaining("at least 2 steps");
    assertThatIllegalArgumentException().isThrownBy(() -> new SolverLearning(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SolverLearning(LEARNING.fit(), 80, 1, 20))
        .withMessageContaining("at least 2 samples");
  }
}
