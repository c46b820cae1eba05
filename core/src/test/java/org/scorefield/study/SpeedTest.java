package org.scorefield.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

class SpeedTest {

  /// E_S(k) = exp(-r k), recorded every `every` steps.
  private static Trace exponential(double rate, double every, int count) {
    double[] steps = IntStream.range(0, count).mapToDouble(i -> i * every).toArray();
    return Trace.of(steps, Arrays.stream(steps).map(k -> Math.exp(-rate * k)).toArray());
  }

  private static Speed.Run run(String candidate, long seed, Trace trace) {
    return new Speed.Run(candidate, seed, trace);
  }

  @Test
  void betweenRecordsAnExponentialIsReachedAtItsExactStep() {
    Reach reach = Reach.of(exponential(0.01, 100, 10), 0.1);
    double exact = Math.log(10) / 0.01;
    assertThat(reach).isInstanceOf(Reach.Reached.class);
    assertThat(((Reach.Reached) reach).step()).isCloseTo(exact, within(1e-9));
    assertThat(((Reach.Reached) reach).earliest()).isCloseTo(exact, within(1e-9));
  }

  @Test
  void standardErrorsBoundTheStep() {
    Trace trace =
        new Trace(
            Vector.of(0, 10, 20, 30),
            List.of(
                new Estimate(9, 0.5, 9),
                new Estimate(5, 0.5, 9),
                new Estimate(1, 0.5, 9),
                new Estimate(-1, 0.5, 9)));
    Reach.Reached reach = (Reach.Reached) Reach.of(trace, 2);
    assertThat(reach.step()).isCloseTo(10 + 10 * Math.log(2.5) / Math.log(5), within(1e-12));
    // Less two errors: 4 at 10 and 0 at 20; plus two: 2 at 20.
    assertThat(reach.earliest()).isCloseTo(15, within(1e-12));
    assertThat(reach.latest()).hasValue(20);
    // A value at the target that errors could undo to the end: no latest step.
    Reach.Reached unsure = (Reach.Reached) Reach.of(trace, -0.5);
    assertThat(unsure.step()).isCloseTo(27.5, within(1e-12));
    assertThat(unsure.latest()).isEqualTo(OptionalDouble.empty());
    assertThat(Reach.of(trace, -2)).isEqualTo(new Reach.Censored(30, -1));
  }

  @Test
  void ratiosAreOfPairsAndKeepWhatSeedsShare() {
    // Seeds differ by a factor of 10; the candidate takes half the steps at each.
    List<Speed.Run> runs =
        IntStream.range(0, 5)
            .boxed()
            .flatMap(seed -> {
              double rate = 0.01 * Math.pow(10, seed / 4.0);
              return Stream.of(
                  run("uniform", seed, exponential(rate, 10, 80)),
                  run("balanced", seed, exponential(2 * rate, 10, 80)));
            })
            .toList();
    Speed speed = Speed.of(0.01, "uniform", runs);
    Speed.Row uniform = speed.rows().get(0);
    Speed.Row balanced = speed.rows().get(1);
    assertThat(balanced.ratio().orElseThrow().value()).isCloseTo(0.5, within(1e-9));
    assertThat(balanced.ratio().orElseThrow().standardError()).isLessThan(1e-9);
    assertThat(balanced.ratio().orElseThrow().n()).isEqualTo(5);
    assertThat(balanced.faster()).isEqualTo(5);
    assertThat(balanced.slower()).isZero();
    assertThat(uniform.ratio().orElseThrow().value()).isEqualTo(1);
    assertThat(uniform.faster() + uniform.slower()).isZero();
    double mean =
        IntStream.range(0, 5)
            .mapToDouble(s -> Math.log(100) / (0.01 * Math.pow(10, s / 4.0)))
            .average()
            .orElseThrow();
    assertThat(uniform.steps().orElseThrow().value()).isCloseTo(mean, within(1e-6));
    // The mean alone would hide it: its error over seeds is a third of it.
    assertThat(uniform.steps().orElseThrow().standardError()).isGreaterThan(0.2 * mean);
    assertThat(uniform.censored()).isZero();
    assertThat(uniform.atLeast()).isCloseTo(mean, within(1e-6));
  }

  @Test
  void runsThatNeverGetThereAreCountedAndBoundTheMean() {
    Trace quick = exponential(0.05, 10, 21);
    Trace slow = exponential(0.001, 10, 21);
    Speed speed =
        Speed.of(
            0.5,
            "a",
            List.of(
                run("a", 1, quick),
                run("a", 2, slow),
                run("b", 1, slow),
                run("b", 2, quick),
                run("b", 3, quick),
                run("c", 1, slow)));
    double step = Math.log(2) / 0.05;
    Speed.Row a = speed.rows().get(0);
    assertThat(a.censored()).isEqualTo(1);
    assertThat(a.steps().orElseThrow().value()).isCloseTo(step, within(1e-9));
    assertThat(a.steps().orElseThrow().n()).isEqualTo(1);
    assertThat(a.steps().orElseThrow().standardError()).isNaN();
    assertThat(a.atLeast()).isCloseTo((step + 200) / 2, within(1e-9));
    Speed.Row b = speed.rows().get(1);
    assertThat(b.ratio()).isEmpty();
    assertThat(b.faster()).isEqualTo(1);
    assertThat(b.slower()).isEqualTo(1);
    Speed.Row c = speed.rows().get(2);
    assertThat(c.steps()).isEmpty();
    assertThat(c.atLeast()).isEqualTo(200);
    assertThat(c.reached().get(1L)).isInstanceOf(Reach.Censored.class);
  }

  /// A run that was stopped before the other got there says nothing of who is faster.
  @Test
  void aRunStoppedEarlyIsNotSlower() {
    Speed speed =
        Speed.of(
            0.5,
            "long",
            List.of(
                run("long", 1, exponential(0.05, 1, 21)),
                run("short", 1, exponential(0.05, 1, 11))));
    assertThat(speed.rows().get(1).censored()).isEqualTo(1);
    assertThat(speed.rows().get(1).slower()).isZero();
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Trace trace = exponential(0.05, 10, 21);
    assertThatThrownBy(() -> Speed.of(0.5, "b", List.of(run("a", 1, trace))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the reference 'b' is none of the candidates [a]");
    assertThatThrownBy(() -> Speed.of(0, "a", List.of(run("a", 1, trace))))
        .hasMessageContaining("must be positive, got 0.0");
    assertThatThrownBy(() -> Speed.of(1, "a", List.of(run("a", 1, trace))))
        .hasMessageContaining("'a' of seed 1 is at the target 1.0 before training");
    assertThatThrownBy(() -> Speed.of(0.5, "a", List.of(run("a", 1, trace), run("a", 1, trace))))
        .hasMessageContaining("two runs of 'a' with seed 1");
  }
}
