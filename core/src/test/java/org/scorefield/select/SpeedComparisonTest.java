package org.scorefield.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.schedule.CleanWeighting;
import org.scorefield.schedule.EdmWeighting;
import org.scorefield.schedule.LogBins;
import org.scorefield.schedule.LogUniformLevels;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.UniformWeighting;
import org.scorefield.select.SpeedComparison.Standing;
import org.scorefield.select.SpeedScore.AllSteps;
import org.scorefield.select.SpeedScore.Decaying;
import org.scorefield.select.SpeedScore.LastEpochs;

class SpeedComparisonTest {
  private static final NoiseLevels LEVELS = new LogUniformLevels(0.1, 10).scaledTo(1);

  private static final SpeedScale SCALE =
      new SpeedScale(new CleanWeighting(), LEVELS, new LogBins(0.1, 10, 2), 2);

  /// A trace of one row a step, with these losses at these levels.
  private static LossTrace trace(String name, double[] sigmas, double... errors) {
    LossRecorder recorder = new LossRecorder(name, SCALE);
    for (int t = 0; t < errors.length; t++) {
      recorder.step(new int[] {t}, Vector.of(sigmas[t]), Vector.of(errors[t]));
    }
    return recorder.trace();
  }

  private static final double[] ALTERNATING = {0.2, 5, 0.2, 5, 0.2};

  @Test
  void scoresAreTheirSums() {
    SpeedComparison one = new SpeedComparison(List.of(trace("a", ALTERNATING, 8, 4, 2, 1, 0.5)));
    assertThat(one.value(new AllSteps(), 0).value()).isEqualTo(15.5);
    assertThat(one.value(new LastEpochs(1), 0).value()).isEqualTo(1.5);
    assertThat(one.value(new LastEpochs(2), 0).value()).isEqualTo(7.5);
    assertThat(one.value(new Decaying(0.5), 0).value()).isEqualTo(1.5 + 0.5 * 6);
    assertThat(one.value(new AllSteps(), 0, 0).value()).isEqualTo(10.5);
    assertThat(one.value(new AllSteps(), 0, 1).value()).isEqualTo(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.value(new LastEpochs(3), 0))
        .withMessageContaining("need 3 complete epochs");
  }

  @Test
  void lossesCarryTheOneWeightOfTheScale() {
    SpeedScale scale = new SpeedScale(new UniformWeighting(), LEVELS, new LogBins(0.1, 10, 2), 1);
    LossRecorder recorder = new LossRecorder("a", scale);
    recorder.step(new int[] {3, 1}, Vector.of(0.5, 2), Vector.of(0.5, 12));
    LossTrace trace = recorder.trace();
    assertThat(trace.loss(0, 0)).isCloseTo(0.5 / 0.25 / 2, within(1e-15));
    assertThat(trace.loss(0, 1)).isCloseTo(12.0 / 4 / 2, within(1e-15));
    assertThat(trace.loss(0)).isCloseTo(2.5, within(1e-15));
  }

  /// Training by stochastic gradients of one number against a moving target: everything that is
  /// random comes from the key, whoever is trained before.
  private static LossTrace trained(String name, double rate) {
    LossRecorder recorder = new LossRecorder(name, SCALE);
    double weight = 0;
    for (int t = 0; t < 400; t++) {
      Noise noise = Noise.of(9, 8).child(t);
      Vector sigmas = LEVELS.draw(noise.child("sigma"));
      double[] white = noise.child("noise").normal(Shape.vector(1)).shared();
      double[] errors = new double[8];
      double gradient = 0;
      int[] rows = new int[8];
      for (int i = 0; i < 8; i++) {
        double miss = weight - 1 - 0.3 * white[i];
        errors[i] = miss * miss;
        gradient += miss / 8;
        rows[i] = 8 * t + i;
      }
      recorder.step(rows, sigmas, Vector.adopt(errors));
      weight -= rate * gradient;
    }
    return recorder.trace();
  }

  @Test
  void theOrderOfTheCandidatesChangesNothing() {
    List<String> names = List.of("slow", "right", "fast");
    List<Double> rates = List.of(0.005, 0.1, 1.0);
    int[][] orders = {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}, {2, 1, 0}};
    List<Standing> first = List.of();
    for (int[] order : orders) {
      List<LossTrace> traces =
          java.util.Arrays.stream(order)
              .mapToObj(c -> trained(names.get(c), rates.get(c)))
              .toList();
      List<Standing> ranking = new SpeedComparison(traces).ranking(new AllSteps());
      assertThat(ranking).isEqualTo(first.isEmpty() ? ranking : first);
      first = ranking;
    }
    assertThat(first.stream().map(Standing::name)).containsExactly("right", "fast", "slow");
    assertThat(first.getFirst().behind().value()).isZero();
    assertThat(first.getFirst().tied()).isTrue();
    assertThat(first.getLast().tied()).isFalse();
    assertThat(first.stream().map(Standing::rank)).containsExactly(1, 2, 3);
  }

  /// Two candidates whose losses share their noise: paired, the difference is known a hundred times
  /// better than from the two values.
  @Test
  void commonRandomNumbersCancelInDifferences() {
    double[] noise = Noise.of(4, 1).normal(Shape.vector(1000)).shared();
    double[] sigmas = new double[1000];
    java.util.Arrays.fill(sigmas, 1);
    double[] a = new double[1000];
    double[] b = new double[1000];
    for (int t = 0; t < 1000; t++) {
      a[t] = 10 + noise[t];
      b[t] = 10.01 + 1.01 * noise[t];
    }
    SpeedComparison two =
        new SpeedComparison(List.of(trace("a", sigmas, a), trace("b", sigmas, b)));
    Estimate difference = two.difference(new AllSteps(), 1, 0);
    assertThat(difference.standardError())
        .isCloseTo(0.01 * two.value(new AllSteps(), 0).standardError(), within(1e-9));
    assertThat(difference.value()).isCloseTo(10, within(4 * difference.standardError()));
    assertThat(two.ranking(new AllSteps()).get(1).tied()).isFalse();
    Estimate parts = two.difference(new AllSteps(), 1, 0, 0);
    Estimate rest = two.difference(new AllSteps(), 1, 0, 1);
    assertThat(parts.value() + rest.value()).isCloseTo(difference.value(), within(1e-9));
  }

  /// Over many repetitions the estimates scatter by their standard error, though the loss falls all
  /// the while: a plain standard deviation over steps would be several times too large.
  @Test
  void standardErrorsAreThoseOfTheDrawsAndNotOfTheFall() {
    int repetitions = 400;
    double[] sigmas = new double[200];
    java.util.Arrays.fill(sigmas, 1);
    for (SpeedScore score : List.of(new AllSteps(), new LastEpochs(20), new Decaying(0.9))) {
      double inside = 0;
      double truth = 0;
      double[] weights = score.weights(200, 2);
      for (int t = 0; t < 200; t++) {
        truth += weights[t] * fall(t);
      }
      for (int r = 0; r < repetitions; r++) {
        double[] noise = Noise.of(100 + r, 1).normal(Shape.vector(200)).shared();
        double[] losses = new double[200];
        for (int t = 0; t < 200; t++) {
          losses[t] = fall(t) + noise[t];
        }
        Estimate value = new SpeedComparison(List.of(trace("a", sigmas, losses))).value(score, 0);
        inside += Math.abs(value.value() - truth) < 2 * value.standardError() ? 1.0 : 0;
      }
      double expected = 0.954;
      double chance = Math.sqrt(expected * (1 - expected) / repetitions);
      assertThat(inside / repetitions).isCloseTo(expected, within(4 * chance));
    }
  }

  private static double fall(int t) {
    return 5 + 30 * Math.exp(-t / 50.0);
  }

  @Test
  void equalCandidatesShareARankAndStandInTheOrderOfTheirNames() {
    List<Standing> ranking =
        new SpeedComparison(
                List.of(
                    trace("z", ALTERNATING, 1, 1, 1, 1, 1),
                    trace("b", ALTERNATING, 2, 1, 1, 1, 1),
                    trace("a", ALTERNATING, 1, 1, 1, 1, 1)))
            .ranking(new AllSteps());
    assertThat(ranking.stream().map(Standing::name)).containsExactly("a", "z", "b");
    assertThat(ranking.stream().map(Standing::rank)).containsExactly(1, 1, 3);
  }

  @Test
  void aRecorderGoesOnWhereItsTraceStopped() {
    LossRecorder first = new LossRecorder("a", SCALE);
    first.step(new int[] {4}, Vector.of(1), Vector.of(3));
    LossRecorder resumed = new LossRecorder(first.trace());
    for (LossRecorder recorder : List.of(first, resumed)) {
      recorder.step(new int[] {2}, Vector.of(2), Vector.of(1));
    }
    assertThat(resumed.trace()).isEqualTo(first.trace());
    assertThat(resumed.trace().steps()).isEqualTo(2);
  }

  @Test
  void tracesThatCannotBeComparedAreRefusedWithTheCure() {
    LossTrace a = trace("a", ALTERNATING, 1, 1);
    refused("train all candidates from one seed", a, trace("b", new double[] {0.2, 4}, 1, 1));
    refused("(3 steps)", a, trace("b", ALTERNATING, 1, 1, 1));
    refused("two candidates of one name", a, trace("a", ALTERNATING, 2, 2));
    SpeedScale other = new SpeedScale(new EdmWeighting(), LEVELS, new LogBins(0.1, 10, 2), 2);
    refused("different scales", a, new LossRecorder("b", other).trace());
    LossRecorder rows = new LossRecorder("b", SCALE);
    rows.step(new int[] {1}, Vector.of(0.2), Vector.of(1));
    rows.step(new int[] {0}, Vector.of(5), Vector.of(1));
    refused("train all candidates from one seed", a, rows.trace());
    refused("no candidate");
  }

  private static void refused(String part, LossTrace... traces) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SpeedComparison(List.of(traces)))
        .withMessageContaining(part);
  }
}
