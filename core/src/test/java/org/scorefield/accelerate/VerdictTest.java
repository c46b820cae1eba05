package org.scorefield.accelerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.Aim;
import org.scorefield.design.Comparison;
import org.scorefield.design.StageWatch;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.wiring.LevelRange;

class VerdictTest {
  private static final Gaussian MODEL = Gaussian.isotropic(Shape.vector(3), Vector.of(1, 2, 3), 1);
  private static final Task TASK =
      new Task(
          MODEL,
          LevelRange.of(MODEL, 1, OptionalDouble.of(40), OptionalDouble.of(.01)),
          8,
          Aim.FIDELITY);
  private static final Sampler GOOD =
      new Sampler(new RhoGrid(7).toZero(30, 40, .01), new Dpmpp2M(), new Start.Prior());
  private static final Sampler BAD =
      new Sampler(new RhoGrid(7).toZero(8, 40, .01), new Euler(), new Start.Prior());

  private static Acceleration judged(Sampler wanted, Sampler peer) {
    Noise noise = Noise.of(4, 20);
    Teacher exact =
        Teacher.of(MODEL, new LogUniformGrid().toZero(100, 40, .01), noise).orElseThrow();
    return Verdict.byFidelity(
            MODEL,
            List.of(
                new Verdict.Entry("wanted", false, wanted),
                new Verdict.Entry("peer", true, peer),
                new Verdict.Entry("worse peer", true, BAD)),
            exact,
            noise,
            StageWatch.NONE)
        .orElseThrow()
        .acceleration(TASK, List.of(), 0, 0);
  }

  @Test
  void whatIsBetterBeyondChanceIsAccepted() {
    Acceleration found = judged(GOOD, BAD);
    assertThat(found.accepted()).isTrue();
    assertThat(found.chosen().name()).isEqualTo("wanted");
    assertThat(found.high()).isLessThan(1);
    assertThat(found.verdict()).startsWith("wanted: its error");
  }

  @Test
  void whereNothingBeatsTheBestPeerItIsChosenAndThisIsSaid() {
    Acceleration found = judged(BAD, GOOD);
    assertThat(found.accepted()).isFalse();
    assertThat(found.peer().name()).isEqualTo("peer");
    assertThat(found.chosen()).isEqualTo(found.peer());
    assertThat(found.low()).isGreaterThan(1);
    assertThat(found.verdict()).startsWith("nothing found that beats peer beyond chance");
  }

  @Test
  void whatIsAsGoodAsThePeerIsNotAccepted() {
    Acceleration found = judged(GOOD, GOOD);
    assertThat(found.advantage().value()).isEqualTo(1);
    assertThat(found.accepted()).isFalse();
  }

  @Test
  void setsAreComparedSeedBySeed() {
    List<Contender> contenders =
        List.of(contender("peer", true, 1.0, 2.0, 3.0), contender("wanted", false, .9, 1.8, 2.9));
    Verdict verdict =
        Verdict.byScore(
                contenders,
                c -> c.standing().metric("m").value(),
                (a, b) -> a.standing().metricLess(b.standing(), "m"),
                3)
            .orElseThrow();
    // Differences -.1, -.2, -.1: mean -.1333, standard error .0333, Student's 4.303.
    assertThat(verdict.advantage().value()).isCloseTo(-.4 / 3, within(1e-12));
    assertThat(verdict.high()).isCloseTo(-.4 / 3 + 4.3027 / 30, within(1e-5));
    assertThat(verdict.contenders().getFirst().name()).isEqualTo("wanted");
  }

  /// A sampler that diverges takes no part; if that leaves nothing to compare, so does the verdict.
  @Test
  void whatDivergesTakesNoPart() {
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return MODEL.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return x.map(_ -> Double.NaN);
          }
        };
    Noise noise = Noise.of(4, 5);
    Teacher exact =
        Teacher.of(MODEL, new LogUniformGrid().toZero(50, 40, .01), noise).orElseThrow();
    assertThat(
            Verdict.byFidelity(
                broken,
                List.of(
                    new Verdict.Entry("wanted", false, GOOD),
                    new Verdict.Entry("peer", true, GOOD)),
                exact,
                noise,
                StageWatch.NONE))
        .isEqualTo(new Outcome.Diverged<>(0, 40, 0));
  }

  private static Contender contender(String name, boolean standard, double... values) {
    return new Contender(
        name,
        standard,
        GOOD,
        Comparison.Standing.of(8, Vector.of(), Map.of("m", Vector.of(values)), 3));
  }
}
