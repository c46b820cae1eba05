package org.scorefield.accelerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.design.Aim;
import org.scorefield.design.Distances;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

class ModelSearchTest {
  private static final NoiseKey KEY = NoiseKey.of(5);
  private static final Effort EFFORT = new Effort(24, 40, 3, 40, 128, 6);

  /// Twelve clusters that touch, in six dimensions.
  private static final GaussianMixture MODEL =
      GaussianMixture.isotropic(Noise.of(11, 12).normal(Shape.vector(6)), 0.1);

  private static Task task(int evaluations, Aim aim) {
    return task(MODEL, evaluations, aim);
  }

  private static Task task(Denoiser model, int evaluations, Aim aim) {
    LevelRange range =
        LevelRange.of(
            model,
            MODEL.scale(),
            OptionalDouble.of(KnownLevels.of(model).map(k -> k.nearest(40)).orElse(40.0)),
            OptionalDouble.of(KnownLevels.of(model).map(k -> k.nearest(.01)).orElse(.01)));
    return new Task(MODEL.matchingGaussian(), range, evaluations, aim);
  }

  private static ModelSearch search(int evaluations, Aim aim) {
    return new ModelSearch(
        task(evaluations, aim),
        EFFORT,
        Optional.of(new Yardstick.Exact(MODEL)),
        Optional.empty(),
        1);
  }

  /// On noise that neither the search nor its verdict has seen.
  private static double error(Sampler sampler) {
    Noise noise = Noise.of(991, 200);
    Teacher exact =
        Teacher.of(MODEL, new LogUniformGrid().toZero(120, 40, .01), noise).orElseThrow();
    Batch ends = sampler.sample(MODEL, noise).orElseThrow();
    return Distances.mean(ends, exact.path().ends());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 8})
  void forFidelityWhatIsLearnedBeatsTheBestPeerOnFreshNoise(int evaluations) {
    Acceleration found =
        search(evaluations, Aim.FIDELITY).run(MODEL, KEY, StageWatch.NONE).orElseThrow();
    assertThat(found.accepted()).as(found.verdict()).isTrue();
    assertThat(found.chosen()).isEqualTo(found.wanted());
    assertThat(found.wanted().standing().evaluations()).isEqualTo(evaluations);
    assertThat(error(found.chosen().sampler())).isLessThan(.8 * error(found.peer().sampler()));
  }

  @Test
  void forTheDistributionFewEvaluationsFromTheExactLawBeatThePeers() {
    Acceleration found = search(5, Aim.DISTRIBUTION).run(MODEL, KEY, StageWatch.NONE).orElseThrow();
    assertThat(found.high()).as(found.verdict()).isLessThan(.02);
    assertThat(found.wanted().standing().metrics()).containsKey("sliced-w2");
    assertThat(found.chosen().standing().metric("sliced-w2").value())
        .isLessThanOrEqualTo(found.peer().standing().metric("sliced-w2").value());
  }

  @ParameterizedTest
  @EnumSource(Aim.class)
  void theModelIsNotAskedMoreOftenThanWasAnnounced(Aim aim) {
    AtomicLong asked = new AtomicLong();
    Denoiser counted =
        new Denoiser() {
          @Override
          public Shape shape() {
            return MODEL.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            asked.addAndGet(x.count());
            return MODEL.denoise(x, sigma);
          }
        };
    ModelSearch search = search(6, aim);
    Acceleration found = search.run(counted, KEY, StageWatch.NONE).orElseThrow();
    assertThat(found.spent()).isEqualTo(asked.get()).isLessThanOrEqualTo(found.planned());
    assertThat(found.planned()).isEqualTo(search.cost());
    assertThat(found.stages().stream().mapToLong(Acceleration.Stage::evaluations).sum())
        .isEqualTo(found.spent());
    assertThat((double) found.spent())
        .as("not a gross overstatement")
        .isGreaterThan(.6 * found.planned());
  }

  @ParameterizedTest
  @EnumSource(Aim.class)
  void theSameKeyGivesTheSameBits(Aim aim) {
    ModelSearch search =
        new ModelSearch(
            task(4, aim),
            new Effort(6, 24, 2, 6, 32, 2),
            Optional.of(new Yardstick.Exact(MODEL)),
            Optional.empty(),
            1);
    Acceleration one = search.run(MODEL, KEY, StageWatch.NONE).orElseThrow();
    Acceleration other = search.run(MODEL, KEY, StageWatch.NONE).orElseThrow();
    assertThat(other.verdict()).isEqualTo(one.verdict());
    assertThat(other.contenders()).isEqualTo(one.contenders());
  }

  /// A model that knows a table of levels is asked at no others.
  @ParameterizedTest
  @EnumSource(Aim.class)
  void aModelOfATableIsAskedAtItsLevelsOnly(Aim aim) {
    Acceleration found =
        new ModelSearch(
                task(new Table(), 5, aim),
                new Effort(6, 32, 2, 6, 32, 2),
                Optional.of(new Yardstick.Exact(MODEL)),
                Optional.empty(),
                1)
            .run(new Table(), KEY, StageWatch.NONE)
            .orElseThrow();
    assertThat(found.spent()).isPositive();
  }

  /// A network that breaks down off its own path, as those do that were never asked there.
  private record Brittle(Teacher path) implements Denoiser {
    @Override
    public Shape shape() {
      return MODEL.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      boolean known =
          path.levels().sigmas().stream().anyMatch(level -> level == sigma)
              && path.path().state(path.path().nearest(sigma)).equals(x);
      return known ? MODEL.denoise(x, sigma) : x.map(_ -> Double.NaN);
    }
  }

  @Test
  void aModelThatBreaksDownOffItsPathEndsTheSearchAsDiverged() {
    Task task = task(5, Aim.FIDELITY);
    Effort effort = new Effort(6, 32, 2, 6, 32, 2);
    Teacher teacher =
        Teacher.of(MODEL, task.range().upTo(new LogUniformGrid(), 32), Noise.of(3, 6))
            .orElseThrow();
    assertThat(new FidelitySearch(task, effort).run(new Brittle(teacher), teacher, StageWatch.NONE))
        .isInstanceOf(Outcome.Diverged.class);
  }

  private record Table() implements Denoiser, KnownLevels {
    @Override
    public Shape shape() {
      return MODEL.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      assertThat(nearest(sigma)).isEqualTo(sigma);
      return MODEL.denoise(x, sigma);
    }

    @Override
    public double sigmaMin() {
      return nearest(0.01);
    }

    @Override
    public double sigmaMax() {
      return nearest(40);
    }

    @Override
    public double nearest(double sigma) {
      return Math.exp(Math.clamp(Math.round(Math.log(sigma) * 5), -23, 18) / 5.0);
    }
  }

  @ParameterizedTest
  @EnumSource(Aim.class)
  void aWatchThatCancelsEndsTheSearch(Aim aim) {
    StageWatch cancelling =
        new StageWatch() {
          private int stages;

          @Override
          public void begin(String stage, long total) {
            stages++;
          }

          @Override
          public void advance() {}

          @Override
          public boolean cancelled() {
            return stages > 1;
          }
        };
    assertThat(search(6, aim).run(MODEL, KEY, cancelling)).isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void theDistributionNeedsRowsToHoldSetsAgainst() {
    ModelSearch search =
        new ModelSearch(task(5, Aim.DISTRIBUTION), EFFORT, Optional.empty(), Optional.empty(), 1);
    assertThat(search.cost()).isPositive();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search.run(MODEL, KEY, StageWatch.NONE))
        .withMessageContaining("held-out rows");
  }
}
