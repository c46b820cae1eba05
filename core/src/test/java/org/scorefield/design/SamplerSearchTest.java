package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
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

  private static SamplerSearch search(Aim aim, int evaluations, Solver... solvers) {
    return new SamplerSearch(
        CLUSTERS.matchingGaussian(),
        CLUSTERS,
        CLUSTERS,
        evaluations,
        Stream.of(solvers).<Method>map(Method.Standard::new).toList(),
        aim,
        80,
        .002,
        2);
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
    assertThat(less.value()).isLessThan(2 * less.standardError());
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
