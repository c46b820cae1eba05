package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.budget.GaussianCases.IDEAL;
import static org.scorefield.budget.GaussianCases.one;

import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Vector;
import org.scorefield.linear.AffineRun;
import org.scorefield.linear.Spectrum;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.AnnealedLangevin;
import org.scorefield.sampling.solver.DataSlope;
import org.scorefield.sampling.solver.Dpm2Ancestral;
import org.scorefield.sampling.solver.Dpmpp1Sde;
import org.scorefield.sampling.solver.Dpmpp2MSde;
import org.scorefield.sampling.solver.Dpmpp2SAncestral;
import org.scorefield.sampling.solver.Dpmpp3MSde;
import org.scorefield.sampling.solver.DpmppSde;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.HeunChurn;
import org.scorefield.schedule.LogUniformGrid;

class ReverseProcessTest {
  private static final Spectrum DATA =
      new Spectrum(Vector.of(4, .5, .01), Vector.of(1, 2, 1), Vector.of(1, 3, .2));

  private static final GaussianModel VARYING =
      new GaussianModel(
          DATA,
          new LinearScoreError.Varying(
              s -> .2 * Math.sin(Math.log(s)), s -> .3 / (1 + s) - .1 * Math.cos(Math.log(s))));

  static final List<Solver> SOLVERS =
      List.of(
          new Euler(),
          new Heun(),
          FrozenScoreSde.plain(),
          FrozenScoreSde.ddpm(),
          new EulerAncestral(.6, 1),
          new EulerAncestral(),
          new Dpm2Ancestral(.7, 1),
          new Dpmpp2SAncestral(.7, 1),
          new DpmppSde(.7, 1),
          new Dpmpp1Sde(.5, 1),
          new Dpmpp2MSde(.5, 1, DataSlope.MIDPOINT),
          new Dpmpp3MSde());

  /// Whatever the noise, the exact score takes the noisy data to the noisy data.
  @ParameterizedTest
  @ValueSource(doubles = {0, .3, 1, 2})
  void theExactScoreLeavesNoError(double noise) {
    GaussianOutput end =
        GaussianOutput.of(new ReverseProcess(noise), 80, .002, GaussianModel.exact(DATA), IDEAL);
    assertThat(end.divergence(.002)).isLessThan(1e-25);
    assertThat(end.wasserstein(.002)).isLessThan(1e-12);
  }

  /// Of the moments, by the classical method of Runge and Kutta in ln v.
  @ParameterizedTest
  @ValueSource(doubles = {0, .3, 1})
  void theMomentsSolveTheirDifferentialEquations(double noise) {
    AffineRun run = new ReverseProcess(noise).run(20, .01, VARYING);
    for (int i = 0; i < DATA.size(); i++) {
      double[] moments = {.7, 1.3};
      int steps = 20_000;
      double h = -2 * Math.log(2000) / steps;
      for (int k = 0; k < steps; k++) {
        double w = 2 * Math.log(20) + k * h;
        moments = step(noise, DATA.variances().get(i), w, h, moments);
      }
      assertThat(run.factors().get(i) * .7 + run.offsets().get(i))
          .isCloseTo(moments[0], within(1e-10));
      assertThat(run.factors().get(i) * run.factors().get(i) * 1.3 + run.drawn().get(i))
          .isCloseTo(moments[1], Percentage.withPercentage(1e-8));
    }
  }

  private static double[] step(double noise, double lambda, double w, double h, double[] y) {
    double[] a = slope(noise, lambda, w, y);
    double[] b = slope(noise, lambda, w + h / 2, moved(y, a, h / 2));
    double[] c = slope(noise, lambda, w + h / 2, moved(y, b, h / 2));
    double[] d = slope(noise, lambda, w + h, moved(y, c, h));
    return new double[] {
      y[0] + h / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0]),
      y[1] + h / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1])
    };
  }

  private static double[] moved(double[] y, double[] slope, double h) {
    return new double[] {y[0] + h * slope[0], y[1] + h * slope[1]};
  }

  private static double[] slope(double noise, double lambda, double w, double[] y) {
    double v = Math.exp(w);
    double sigma = Math.sqrt(v);
    double rate = (1 + noise) / 2 * (1 + VARYING.error().relative(sigma)) / (lambda + v);
    return new double[] {
      v * rate * (y[0] - VARYING.error().shift(sigma)), v * (2 * rate * y[1] - noise)
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, .36, 1})
  void quadratureAgreesWithTheClosedFormOfAConstantError(double noise) {
    for (double relative : new double[] {0, .1, -.5, -.3}) {
      AffineRun closed =
          new ReverseProcess(noise)
              .run(80, .002, new GaussianModel(DATA, new LinearScoreError.Constant(relative, .2)));
      AffineRun found =
          new ReverseProcess(noise)
              .run(
                  80,
                  .002,
                  new GaussianModel(DATA, new LinearScoreError.Varying(_ -> relative, _ -> .2)));
      for (int i = 0; i < DATA.size(); i++) {
        double end = DATA.variances().get(i) + 4e-6;
        assertThat(found.factors().get(i))
            .isCloseTo(closed.factors().get(i), Percentage.withPercentage(1e-8));
        assertThat(found.offsets().get(i)).isCloseTo(closed.offsets().get(i), within(1e-10));
        assertThat(found.drawn().get(i)).isCloseTo(closed.drawn().get(i), within(1e-10 * end));
      }
    }
  }

  /// By an independent program: a score 10 % too strong, or too weak, all the way.
  @Test
  void aConstantErrorOfTheScoreLeavesWhatAnIndependentProgramFound() {
    double[] relative = {.1, -.1};
    double[] variance = {.4188951272, .6263126082};
    double[] divergence = {.0088046064, .0112844901};
    for (int i = 0; i < 2; i++) {
      GaussianOutput end =
          GaussianOutput.of(
              ReverseProcess.SDE, 10, .05, GaussianCases.wrong(one(.5, 1.5), relative[i]), IDEAL);
      assertThat(end.variances().get(0)).isCloseTo(variance[i], within(6e-11));
      assertThat(end.divergence(.05)).isCloseTo(divergence[i], within(6e-11));
    }
  }

  /// Twice the steps, at most 0.6 of the distance: each solver goes to the process it is said to.
  @ParameterizedTest
  @FieldSource("SOLVERS")
  void solversWithAWrongScoreGoToTheirProcess(Solver solver) {
    GaussianOutput limit = output(ReverseProcess.of(solver).run(5, .1, VARYING));
    double coarse = distance(solver, 60, limit);
    double fine = distance(solver, 120, limit);
    assertThat(fine).isLessThan(.6 * coarse).isLessThan(.1);
  }

  private static GaussianOutput output(AffineRun run) {
    return GaussianOutput.start(VARYING, new StartLaw.White(5), 5).after(run);
  }

  private static double distance(Solver solver, int steps, GaussianOutput limit) {
    GaussianOutput end =
        output(AffineRun.of(solver, new LogUniformGrid().toMin(steps, 5, .1), VARYING.modes()));
    double most = 0;
    for (int i = 0; i < DATA.size(); i++) {
      most =
          Math.max(
              most,
              Math.abs(end.variances().get(i) / limit.variances().get(i) - 1)
                  + Math.abs(end.offsets().get(i) - limit.offsets().get(i)));
    }
    return most;
  }

  @Test
  void withoutNoiseAndWithoutLevelThereIsALimitToo() {
    GaussianModel model =
        new GaussianModel(
            new Spectrum(Vector.of(1, 0), Vector.of(1, 1), Vector.of(0, 0)),
            new LinearScoreError.Constant(.1, .2));
    AffineRun run = ReverseProcess.SDE.run(10, 0, model);
    assertThat(run.factors().get(1)).isZero();
    assertThat(run.offsets().get(1)).isEqualTo(.2);
    assertThat(run.drawn().get(1)).isZero();
    assertThat(run.drawn().get(0)).isPositive();
  }

  @Test
  void whatHasNoAnswerIsRefused() {
    assertThatThrownBy(() -> ReverseProcess.of(new HeunChurn()))
        .hasMessageContaining("heun-churn")
        .hasMessageContaining("ReverseProcess.FLOW");
    assertThatThrownBy(() -> ReverseProcess.of(new AnnealedLangevin()))
        .hasMessageContaining("annealed-langevin");
    assertThatThrownBy(() -> ReverseProcess.of(new EulerAncestral(1, 1.01)))
        .hasMessageContaining("no one reverse process");
    assertThatThrownBy(() -> ReverseProcess.FLOW.run(1, 2, VARYING))
        .hasMessageContaining("runs down in noise");
    assertThatThrownBy(() -> ReverseProcess.FLOW.run(1, 0, VARYING))
        .hasMessageContaining("not known down to sigma = 0");
    assertThatThrownBy(() -> new ReverseProcess(-1)).hasMessageContaining("-1.0");
    LinearScoreError rough = new LinearScoreError.Varying(s -> s > 1.2345 ? .3 : -.3, _ -> 0);
    assertThatThrownBy(() -> ReverseProcess.SDE.run(10, .1, new GaussianModel(DATA, rough)))
        .hasMessageContaining("smooth in ln sigma");
    assertThatThrownBy(() -> new LinearScoreError.Constant(Double.NaN, 0))
        .hasMessageContaining("eps = NaN");
    LinearScoreError bad = new LinearScoreError.Varying(_ -> Double.NaN, _ -> 0);
    assertThatThrownBy(() -> bad.relative(2)).hasMessageContaining("at sigma = 2.0 is NaN");
  }
}
