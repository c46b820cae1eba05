package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.DormandPrince;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class SolverComparisonTest {
  private static final double MAX = 80;
  private static final double MIN = 0.002;
  private static final NoiseKey KEY = NoiseKey.of(7);

  private static final Gaussian ISOTROPIC =
      Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 1);

  private static final Gaussian STRETCHED =
      Gaussian.of(
          Shape.vector(2), Vector.of(1, -2), Matrix.copyOf(2, 2, new double[] {9, 1, 1, 1}));

  private static final NamedSampler EULER = NamedSampler.of(new Euler(), new RhoGrid(7), MAX, MIN);
  private static final NamedSampler HEUN = NamedSampler.of(new Heun(), new RhoGrid(7), MAX, MIN);

  private static SolverComparison on(Denoiser model, int seeds, int threads) {
    return new SolverComparison(
        model,
        SolverComparison.reference(MAX, MIN),
        model instanceof Gaussian law ? Optional.of(new Yardstick.Exact(law)) : Optional.empty(),
        200,
        seeds,
        threads,
        KEY);
  }

  @Test
  void onAnIsotropicGaussianErrorsAreTheAmplificationErrorsInClosedForm() {
    Comparison found =
        on(ISOTROPIC, 4, 2)
            .run(List.of(EULER, HEUN), List.of(9), ComparisonWatch.NONE)
            .orElseThrow();
    double euler = Math.abs(eulerFactor(9) * Math.sqrt(1 + MAX * MAX) - 1);
    double heun = Math.abs(heunFactor(5) * Math.sqrt(1 + MAX * MAX) - 1);
    Comparison.Standing one = found.standing("euler rho7", 9);
    Comparison.Standing two = found.standing("heun rho7", 9);
    // The samples differ from the reference by one factor, so only the variance of the sample that
    // it is divided by is random: 2,400 numbers.
    assertThat(one.error().value()).isCloseTo(euler, within(0.03 * euler));
    assertThat(two.error().value()).isCloseTo(heun, within(0.03 * heun));
    assertThat(two.errorOver(one).value()).isCloseTo(heun / euler, within(1e-3 * heun / euler));
    assertThat(two.errorOver(one).standardError()).isLessThan(1e-8);
    assertThat(found.reference().value()).isBetween(1e-6, 5e-4);
    assertThat(found.best(9).orElseThrow().sampler()).isEqualTo("euler rho7");
  }

  /// Spec: the step of Euler's method multiplies by (v + a b) / (v + a^2); v = 1.
  private static double eulerFactor(int steps) {
    TimeGrid grid = new RhoGrid(7).toZero(steps, MAX, MIN);
    double factor = 1;
    for (int i = 0; i < steps; i++) {
      double a = grid.sigma(i);
      factor *= (1 + a * grid.sigma(i + 1)) / (1 + a * a);
    }
    return factor;
  }

  private static double heunFactor(int steps) {
    TimeGrid grid = new RhoGrid(7).toZero(steps, MAX, MIN);
    double factor = 1;
    for (int i = 0; i < steps; i++) {
      double a = grid.sigma(i);
      double b = grid.sigma(i + 1);
      double h = b - a;
      double fa = a / (1 + a * a);
      double fb = b / (1 + b * b);
      factor *= b == 0 ? 1 / (1 + a * a) : 1 + h / 2 * (fa + fb * (1 + h * fa));
    }
    return factor;
  }

  @Test
  void aClosedFormStartOfAGaussianIsTheSameSampleByOdeAndAsGoodASampleByExactLaw() {
    List<NamedSampler> samplers = new ArrayList<>();
    for (Start.Teleport.Mode mode : Start.Teleport.Mode.values()) {
      Start jump = new Start.Teleport(STRETCHED, MAX, mode);
      TimeGrid rest = new RhoGrid(7).toZero(60, 0.05, MIN);
      samplers.add(NamedSampler.fixed(mode.name(), new Sampler(rest, new Heun(), jump)));
    }
    samplers.add(EULER);
    Comparison found =
        on(STRETCHED, 6, 2).run(samplers, List.of(119), ComparisonWatch.NONE).orElseThrow();
    Comparison.Standing ode = found.standing("ODE", 119);
    Comparison.Standing exact = found.standing("EXACT", 119);
    assertThat(ode.evaluations()).isEqualTo(119);
    assertThat(ode.error().value()).isLessThan(1e-4);
    assertThat(exact.error().value()).isBetween(1e-4, 0.03);
    for (String metric : List.of("sliced-w2", "frechet")) {
      double floor = found.floor(metric).value();
      double noise = found.floor(metric).standardError();
      assertThat(exact.metric(metric).value()).isCloseTo(floor, within(5 * noise));
    }
  }

  @Test
  void metricsSeeASamplerThatIsCutShort() {
    Comparison found =
        on(STRETCHED, 3, 2).run(List.of(EULER), List.of(2, 40), ComparisonWatch.NONE).orElseThrow();
    double few = found.standing("euler rho7", 2).metric("sliced-w2").value();
    double many = found.standing("euler rho7", 40).metric("sliced-w2").value();
    assertThat(few).isGreaterThan(3 * many);
    assertThat(found.best(2, "frechet").orElseThrow().sampler()).isEqualTo("euler rho7");
  }

  @Test
  void theSameKeyGivesTheSameNumbersOnAnyNumberOfThreads() {
    List<NamedSampler> samplers = List.of(EULER, HEUN);
    Comparison one =
        on(STRETCHED, 2, 1).run(samplers, List.of(5), ComparisonWatch.NONE).orElseThrow();
    Comparison two =
        on(STRETCHED, 2, 2).run(samplers, List.of(5), ComparisonWatch.NONE).orElseThrow();
    assertThat(two).isEqualTo(one);
  }

  @Test
  void heldOutRowsServeWhereNoLawIsKnown() {
    Comparison few = againstRows(199);
    assertThat(few.floor()).isEmpty();
    assertThat(few.entries().getFirst().standing().orElseThrow().metrics())
        .containsOnlyKeys("sliced-w2", "frechet");
    // Of 4,000 rows a hundred can be set aside; the rest are like them.
    Comparison many = againstRows(4000);
    Comparison.Standing exact = many.entries().getFirst().standing().orElseThrow();
    for (String metric : List.of("sliced-w2", "frechet")) {
      Estimate floor = many.floor(metric);
      assertThat(exact.metric(metric).value())
          .isCloseTo(floor.value(), within(4 * Math.hypot(floor.standardError(), 0.03)));
    }
  }

  private static Comparison againstRows(int count) {
    Dataset rows =
        Dataset.of("rows", "", STRETCHED.sample(org.scorefield.random.Noise.of(1, count)));
    SolverComparison comparison =
        new SolverComparison(
            STRETCHED,
            SolverComparison.reference(MAX, MIN),
            Optional.of(new Yardstick.HeldOut(rows)),
            100,
            2,
            1,
            KEY);
    return comparison.run(List.of(HEUN), List.of(39), ComparisonWatch.NONE).orElseThrow();
  }

  @Test
  void aSamplerThatDivergesIsAnEntryAndAReferenceThatDoesIsTheOutcome() {
    Denoiser broken =
        new Denoiser() {
          @Override
          public Shape shape() {
            return Shape.vector(1);
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return sigma < 0.01 ? x.times(Double.NaN) : x.times(1 / (1 + sigma * sigma));
          }
        };
    NamedSampler stops =
        NamedSampler.of("stops early", new Euler(), new RhoGrid(7), 0.02, new Start.Prior(), MAX);
    assertThat(on(broken, 1, 1).run(List.of(stops), List.of(4), ComparisonWatch.NONE))
        .isInstanceOf(Outcome.Diverged.class);
    SolverComparison coarse =
        new SolverComparison(
            broken, SolverComparison.reference(MAX, 0.02), Optional.empty(), 10, 1, 1, KEY);
    Comparison found =
        coarse.run(List.of(stops, EULER), List.of(4), ComparisonWatch.NONE).orElseThrow();
    assertThat(found.entries().getFirst().standing()).isPresent();
    assertThat(found.entries().getLast().outcome()).isInstanceOf(Outcome.Diverged.class);
    assertThat(found.best(4).orElseThrow().budget()).isEqualTo(4);
  }

  @Test
  void aWatchSeesEachSamplerAndMayStopItAll() {
    AtomicInteger seen = new AtomicInteger();
    on(ISOTROPIC, 1, 1)
        .run(List.of(EULER, HEUN), List.of(3, 5), (_, _) -> seen.incrementAndGet())
        .orElseThrow();
    assertThat(seen).hasValue(4);
    ComparisonWatch stop =
        new ComparisonWatch() {
          @Override
          public void measured(String sampler, int evaluations) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThat(on(ISOTROPIC, 1, 1).run(List.of(EULER), List.of(3), stop))
        .isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(
            () -> on(ISOTROPIC, 1, 1).run(List.of(EULER, EULER), List.of(3), ComparisonWatch.NONE))
        .hasMessageContaining("two samplers of one name");
    assertThatThrownBy(() -> on(ISOTROPIC, 0, 1)).hasMessageContaining("1 seed");
  }

  @Test
  void noPeerUsesMoreThanItIsAllowedAndNoneWastesAStep() {
    for (NamedSampler peer : Peers.all(MAX, MIN)) {
      for (int allowed = 1; allowed <= 20; allowed++) {
        Sampler sampler = peer.within(allowed).orElseThrow();
        int used = sampler.solver().evaluations(sampler.grid()).orElseThrow();
        assertThat(used).as(peer.name()).isBetween(Math.max(1, allowed - 1), allowed);
      }
      assertThat(peer.within(0)).isEmpty();
    }
    assertThat(NamedSampler.of(new DormandPrince(), new RhoGrid(7), MAX, MIN).within(50)).isEmpty();
  }
}
