package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Heun;

class SamplerSearchTest {
  private static final NoiseKey KEY = NoiseKey.of(3);

  /// Three narrow clusters, and a direction without spread: pixels that never change have none.
  private static final GaussianMixture CLUSTERS =
      new GaussianMixture(
          Vector.of(.5, .3, .2), List.of(cluster(1, 0), cluster(-1, .5), cluster(0, -1)));

  private static Gaussian cluster(double x, double y) {
    return new Gaussian(
        Shape.vector(3), Vector.of(x, y, 2), Matrix.identity(3), Vector.of(.01, .02, 0), 0);
  }

  /// Another fit: of fewer components, to samples.
  private static final GaussianMixture OTHER =
      new ExpectationMaximization(2, new CovarianceKind.Full())
          .fit(Dataset.of("rows", "", CLUSTERS.sample(Noise.of(1, 300))), KEY)
          .mixture();

  private static SamplerSearch search(Aim aim, int evaluations, List<Method> methods) {
    return new SamplerSearch(
        CLUSTERS.matchingGaussian(), CLUSTERS, OTHER, evaluations, methods, aim, 80, .002, 2);
  }

  private static SamplerSearch search(Aim aim, int evaluations, Solver... solvers) {
    return search(aim, evaluations, Stream.of(solvers).<Method>map(Method.Standard::new).toList());
  }

  @Test
  void aDesignIsNoWorseThanTheUsualSamplerByItsAim() {
    SamplerChoice fidelity =
        search(Aim.FIDELITY, 6, new Euler(), new Dpmpp2M()).run(KEY, StageWatch.NONE).orElseThrow();
    double chosen = fidelity.chosen().standing().error().value();
    assertThat(chosen).isLessThanOrEqualTo(fidelity.usual().standing().error().value());
    assertThat(chosen).isLessThan(0.8 * fidelity.usual().standing().error().value());
    SamplerChoice law =
        search(Aim.DISTRIBUTION, 6, new Euler(), new Dpmpp2M())
            .run(KEY, StageWatch.NONE)
            .orElseThrow();
    var less = law.chosen().standing().metricLess(law.usual().standing(), "sliced-w2");
    assertThat(less.value()).isLessThan(Contest.TIE * less.standardError());
    assertThat(law.chosen().standing().evaluations()).isLessThanOrEqualTo(6);
    assertThat(law.verdict()).contains("on samples that no choice was made with");
  }

  @Test
  void theChoiceIsAmongTheCandidatesAndTheSameForTheSameKey() {
    SamplerChoice one = search(Aim.FIDELITY, 5, new Heun()).run(KEY, StageWatch.NONE).orElseThrow();
    SamplerChoice two = search(Aim.FIDELITY, 5, new Heun()).run(KEY, StageWatch.NONE).orElseThrow();
    assertThat(two).isEqualTo(one);
    assertThat(one.candidates())
        .extracting(SamplerChoice.Candidate::name)
        .contains(one.chosen().name(), "heun, rho 7");
    assertThat(one.candidates()).extracting(SamplerChoice.Candidate::name).doesNotHaveDuplicates();
  }

  /// Twelve narrow clusters in six dimensions; what is learned is learned on four components fitted
  /// to samples of them, and still the nearest by far.
  @Test
  void everyMethodIsOfferedAndTheLearnedOneWins() {
    GaussianMixture judge =
        GaussianMixture.isotropic(Noise.of(11, 12).normal(Shape.vector(6)), 0.01);
    GaussianMixture surrogate =
        new ExpectationMaximization(4, new CovarianceKind.Full())
            .fit(Dataset.of("rows", "", judge.sample(Noise.of(1, 600))), KEY)
            .mixture();
    SamplerChoice choice =
        new SamplerSearch(
                judge.matchingGaussian(),
                judge,
                surrogate,
                6,
                Method.ALL,
                Aim.FIDELITY,
                80,
                .004,
                2)
            .run(KEY, StageWatch.NONE)
            .orElseThrow();
    assertThat(choice.candidates())
        .extracting(SamplerChoice.Candidate::method)
        .contains(Method.ALL.toArray(Method[]::new));
    assertThat(choice.candidates()).hasSizeLessThanOrEqualTo(18);
    assertThat(choice.candidates())
        .allSatisfy(c -> assertThat(c.standing().evaluations()).isLessThanOrEqualTo(6))
        .allSatisfy(c -> assertThat(c.predicted().orElseThrow().trajectory()).isPresent());
    assertThat(choice.accepted()).isTrue();
    assertThat(choice.chosen().method()).isEqualTo(new Method.Learning());
    assertThat(choice.chosen().standing().errorOver(choice.peer().standing()).value())
        .isLessThan(0.6);
    assertThat(choice.verdict())
        .contains("dpmpp-2m, rho 7", "best standard sampler", "exact samples");
  }

  /// What it beat is not what it may hand out where one method alone was asked for.
  @Test
  void aSingleMethodIsKeptTo() {
    for (Method asked : List.of(new Method.Learning(), new Method.GaussianPart(2, true))) {
      SamplerChoice choice =
          search(Aim.FIDELITY, 6, List.of(asked)).run(KEY, StageWatch.NONE).orElseThrow();
      assertThat(choice.wanted().method()).isEqualTo(asked);
      assertThat(choice.usual().name()).isEqualTo("dpmpp-2m, rho 7");
      assertThat(choice.fallback()).isEqualTo(choice.peer());
    }
  }

  @Test
  void aSamplerThatIsWorseIsNotAccepted() {
    SamplerChoice good =
        search(Aim.FIDELITY, 5, new Dpmpp2M()).run(KEY, StageWatch.NONE).orElseThrow();
    SamplerChoice refused =
        new SamplerChoice(
            good.aim(),
            good.wanted(),
            good.usual(),
            good.usual(),
            good.peer(),
            false,
            good.candidates(),
            good.floor());
    assertThat(refused.chosen()).isEqualTo(good.usual());
    assertThat(refused.verdict()).startsWith("fallen back to dpmpp-2m, rho 7");
  }

  /// A jump lower than is free pays where evaluations are few.
  @Test
  void fewerEvaluationsJumpLower() {
    double few = landing(4);
    double many = landing(20);
    assertThat(few).isLessThan(many);
  }

  private static double landing(int evaluations) {
    return search(Aim.FIDELITY, evaluations, new Heun())
        .run(KEY, StageWatch.NONE)
        .orElseThrow()
        .wanted()
        .grid()
        .first();
  }

  @Test
  void aWatchMayStopIt() {
    StageWatch stop =
        new StageWatch() {
          @Override
          public void begin(String stage, long total) {}

          @Override
          public void advance() {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThat(search(Aim.FIDELITY, 5, new Euler()).run(KEY, stop))
        .isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void solversThatNeedMoreOrDrawNoiseAreRefused() {
    assertThatThrownBy(() -> search(Aim.FIDELITY, 2, new Heun()))
        .hasMessageContaining("needs 3 evaluations");
    assertThatThrownBy(() -> search(Aim.FIDELITY, 8, new EulerAncestral()))
        .hasMessageContaining("draws noise");
  }
}
