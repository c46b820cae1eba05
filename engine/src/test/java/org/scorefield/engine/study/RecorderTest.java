package org.scorefield.engine.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.train.TrainingSettings;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.experiment.Progress;
import org.scorefield.metric.DenoisingLoss;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.study.Speed;
import org.scorefield.study.Trace;

class RecorderTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final Mlp NETWORK = new Mlp(SHAPE, 0, 8, 1, 4);
  private static final List<Integer> MOMENTS = List.of(2, 5, 12);
  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULTS.withSteps(12).withBatch(16);
  private static final Candidate SLOW = new Candidate("slow", at(1e-3));
  private static final Candidate FAST = new Candidate("fast", at(1e-2));

  private static TrainingSettings at(double rate) {
    return SETTINGS.withOptimizer(SETTINGS.optimizer().withLearningRate(rate));
  }

  private static Dataset data(long seed) {
    return Dataset.of("normal", "none", Noise.of(seed, 60).normal(SHAPE));
  }

  private static Estimate loss(Denoiser denoiser) {
    return new DenoisingLoss(60).measure(denoiser, data(99), 1, Noise.of(7, 60));
  }

  private static Recorder recorder(Progress progress) {
    return new Recorder(NETWORK, MOMENTS, RecorderTest::loss, progress);
  }

  private static Trace of(List<Speed.Run> runs, String candidate, long seed) {
    return runs.stream()
        .filter(run -> run.candidate().equals(candidate) && run.seed() == seed)
        .map(Speed.Run::errors)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyCandidateAndSeedHasATraceOfAllMoments() {
    List<Speed.Run> runs =
        recorder(Progress.NONE).runs(List.of(SLOW, FAST), List.of(1L, 2L), RecorderTest::data);
    assertThat(runs)
        .extracting(run -> run.candidate() + " " + run.seed())
        .containsExactly("slow 1", "fast 1", "slow 2", "fast 2");
    assertThat(runs)
        .allSatisfy(run -> assertThat(run.errors().steps()).isEqualTo(Vector.of(2, 5, 12)));
    // What is measured is the network on its way, and not one network several times.
    for (Speed.Run run : runs) {
      assertThat(run.errors().values()).extracting(Estimate::value).doesNotHaveDuplicates();
    }
    assertThat(of(runs, "slow", 1)).isNotEqualTo(of(runs, "slow", 2));
    assertThat(of(runs, "slow", 1)).isNotEqualTo(of(runs, "fast", 1));
  }

  @Test
  void aRunDoesNotDependOnTheRunsBesideIt() {
    Recorder recorder = recorder(Progress.NONE);
    List<Speed.Run> one = recorder.runs(List.of(SLOW, FAST), List.of(1L, 2L), RecorderTest::data);
    List<Speed.Run> other = recorder.runs(List.of(FAST, SLOW), List.of(2L, 1L), RecorderTest::data);
    assertThat(other).containsExactlyInAnyOrderElementsOf(one);
    assertThat(recorder.trace(FAST, data(2), 2)).isEqualTo(of(one, "fast", 2));
  }

  /// Where nothing but the name differs the traces are the same: candidates of a seed share rows,
  /// first parameters and noises.
  @Test
  void candidatesOfOneSeedArePaired() {
    List<Speed.Run> runs =
        recorder(Progress.NONE)
            .runs(
                List.of(SLOW, new Candidate("slow again", SLOW.settings())),
                List.of(3L),
                RecorderTest::data);
    assertThat(of(runs, "slow again", 3)).isEqualTo(of(runs, "slow", 3));
  }

  @Test
  void aCandidateThatDivergesIsNamed() {
    Candidate wild = new Candidate("wild", at(1e30));
    assertThatThrownBy(() ->
            recorder(Progress.NONE).runs(List.of(SLOW, wild), List.of(1L), RecorderTest::data))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContainingAll("wild", "stopped being finite", "lower the learning rate");
  }

  @Test
  void momentsRiseAndAreReached() {
    assertThatThrownBy(
            () -> new Recorder(NETWORK, List.of(3, 3), RecorderTest::loss, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("rising steps > 0", "[3, 3]");
    assertThatThrownBy(
            () -> new Recorder(NETWORK, List.of(0, 3), RecorderTest::loss, Progress.NONE))
        .hasMessageContaining("rising steps > 0");
    assertThatThrownBy(() -> new Recorder(NETWORK, List.of(), RecorderTest::loss, Progress.NONE))
        .hasMessageContaining("at least one moment");
    Candidate shorter = new Candidate("shorter", SETTINGS.withSteps(11));
    assertThatThrownBy(() ->
            recorder(Progress.NONE).runs(List.of(SLOW, shorter), List.of(1L), RecorderTest::data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'shorter'", "11 steps", "12", "train longer");
    assertThatThrownBy(() ->
            recorder(Progress.NONE).runs(List.of(SLOW, SLOW), List.of(1L), RecorderTest::data))
        .hasMessageContainingAll("names of their own", "slow");
  }

  @Test
  void momentsAreAtEqualRatiosUpToTheLastStep() {
    assertThat(Recorder.moments(1000, 3)).containsExactly(10, 100, 1000);
    assertThat(Recorder.moments(20, 5)).containsExactly(1, 2, 6, 20);
    assertThatThrownBy(() -> Recorder.moments(100, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 moments");
  }

  @Test
  void stepsAreReportedAndARunCanBeStopped() {
    Steps all = new Steps(Long.MAX_VALUE);
    recorder(all).runs(List.of(SLOW, FAST), List.of(1L), RecorderTest::data);
    assertThat(all.totals).containsExactly(24L);
    assertThat(all.done).isEqualTo(24);
    assertThatThrownBy(() ->
            recorder(new Steps(15)).runs(List.of(SLOW, FAST), List.of(1L), RecorderTest::data))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageContaining("cancelled");
  }

  /// Stops after so many steps.
  private static final class Steps implements Progress {
    private final long most;
    private final List<Long> totals = new ArrayList<>();
    private long done;

    Steps(long most) {
      this.most = most;
    }

    @Override
    public void begin(String what, long total) {
      totals.add(total);
    }

    @Override
    public void advance(long steps) {
      done += steps;
    }

    @Override
    public void say(String message) {}

    @Override
    public boolean cancelled() {
      return done >= most;
    }
  }
}
