package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class DrawnMixtureTest {
  private static final double REST = .25;
  private static final int D = 3;
  private static final double[] AXIS = {2 / 3.0, -1 / 3.0, 2 / 3.0};
  private static final TimeGrid GRID = new RhoGrid(7).toMin(10, 5, .05);
  private static final LineMixture LINE = LineMixture.of(Lines.lumps());
  private static final GaussianMixture LAW = embedded();
  private static final DrawnMixture DRAWN =
      DrawnMixture.of(LAW, HeldOut.logLevels(.05, 5, 100), 20_000, NoiseKey.of(11));

  /// The lumps along one axis, a normal law of variance .25 across it.
  private static GaussianMixture embedded() {
    GaussianMixture lumps = Lines.lumps();
    return new GaussianMixture(
        lumps.weights(),
        IntStream.range(0, lumps.components().size())
            .mapToObj(c -> {
              Gaussian g = lumps.components().get(c);
              double along = g.totalVariance();
              double[] covariance = new double[D * D];
              for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                  covariance[i * D + j] = (i == j ? REST : 0) + (along - REST) * AXIS[i] * AXIS[j];
                }
              }
              return Gaussian.of(
                  Shape.vector(D),
                  Vector.generate(D, i -> g.mean().first() * AXIS[i]),
                  Matrix.adopt(D, D, covariance));
            })
            .toList());
  }

  private static void assertNear(Estimate measured, double exact) {
    assertThat(measured.value()).isCloseTo(exact, offset(4 * measured.standardError()));
  }

  @Test
  void theLeastLossIsThatOfTheLineAndTheModesAcross() {
    for (int l = 0; l < 100; l += 11) {
      double sigma = DRAWN.least().sigmas().get(l);
      double v = sigma * sigma;
      double exact = (LINE.at(sigma) + (D - 1) * REST / (REST + v)) / D;
      Estimate measured = DRAWN.least().epsilonLoss(l);
      assertNear(measured, exact);
      assertThat(measured.standardError()).isLessThan(.02 * exact);
    }
  }

  @Test
  void theEntropyDropIsThatOfTheLineAndTheModesAcross() {
    double modes = (D - 1) / 2.0 * Math.log((REST + 25) / (REST + .0025));
    double exact = LINE.entropy(5) - LINE.entropy(.05) + modes;
    Estimate integral = DRAWN.entropyDrop(5, .05);
    Estimate logs = DRAWN.entropyDropOfLogs(5, .05);
    assertNear(integral, exact);
    assertNear(logs, exact);
    assertThat(integral.standardError()).isLessThan(logs.standardError() / 3);
  }

  @Test
  void theStartIsThatOfTheLineAndTheModesAcross() {
    for (double sigma : new double[] {1, 5, 20}) {
      double ratio = REST / (sigma * sigma);
      double exact = LINE.startDivergence(sigma) + (D - 1) / 2.0 * (ratio - Math.log1p(ratio));
      Estimate measured = DRAWN.start(sigma);
      assertNear(measured, exact);
      assertThat(measured.standardError()).isLessThan(.02 * exact);
    }
  }

  @Test
  void theDiscretisationIsThatOfTheLineAndTheModesAcross() {
    LineMixture mode = LineMixture.of(Lines.normal(0, REST));
    for (Scheme scheme :
        new Scheme[] {
          Scheme.plain("plain", GRID),
          new Scheme("ddpm", GRID, new StepNoise.FrozenDenoiser()),
          new Scheme("isotropic", GRID, new StepNoise.Isotropic(REST))
        }) {
      double exact =
          new LineBudget(LINE, scheme).discretisation()
              + (D - 1) * new LineBudget(mode, scheme).discretisation();
      Estimate measured = DRAWN.discretisation(scheme);
      assertNear(measured, exact);
      assertThat(measured.standardError()).isLessThan(.02 * exact);
    }
  }

  @Test
  void thePartsAddUpToThePathDivergenceFromItsDefinition() {
    Perturbed model = new Perturbed(LAW, .2, .1, .3, 2);
    for (Scheme scheme :
        new Scheme[] {
          Scheme.plain("plain", GRID), new Scheme("ddpm", GRID, new StepNoise.FrozenDenoiser())
        }) {
      ErrorBudget budget = DRAWN.path(scheme, model);
      assertThat(budget.rule()).isEqualTo(ErrorBudget.Rule.IDENTITY);
      assertThat(budget.holds(0, 4)).as("%s", budget).isTrue();
      assertThat(budget.sum().standardError())
          .isLessThan(budget.measured().orElseThrow().standardError());
      assertThat(
              DRAWN
                  .marginal(scheme, model, new Estimate(budget.sum().value() / 2, 0, 1))
                  .holds(0, 0))
          .isTrue();
    }
  }

  @Test
  void theScorePartIsThatOfTheLineWhereTheErrorIsAlongIt() {
    Scheme scheme = Scheme.plain("plain", GRID);
    Perturbed model = Perturbed.scaled(LAW, .1);
    LineMixture mode = LineMixture.of(Lines.normal(0, REST));
    double exact =
        new LineBudget(LINE, scheme, Perturbed.scaled(LINE.law(), .1)).score()
            + (D - 1) * new LineBudget(mode, scheme, Perturbed.scaled(mode.law(), .1)).score();
    assertNear(DRAWN.score(scheme, model), exact);
    assertThat(DRAWN.loss(model).epsilonLoss(50).value())
        .isCloseTo(
            DRAWN.least().epsilonLoss(50).value() + DRAWN.excess(model).epsilonLoss(50).value(),
            offset(1e-12));
  }

  @Test
  void theDivergenceOfTheSamplesIsTheSumOverTheLineAndTheModesAcross() {
    Scheme scheme = new Scheme("ddpm", GRID, new StepNoise.FrozenDenoiser());
    double exact =
        DensityPropagation.of(LINE.law()).run(scheme).klToTarget()
            + (D - 1) * DensityPropagation.of(Lines.normal(0, REST)).run(scheme).klToTarget();
    ErrorBudget budget = DRAWN.marginal(scheme, LAW, new Estimate(exact, 0, 1));
    assertThat(budget.rule()).isEqualTo(ErrorBudget.Rule.BOUND);
    assertThat(budget.holds(0, 0)).isTrue();
    assertThat(budget.parts().getLast().value().value()).isZero();
    assertThat(
            DRAWN.marginal(scheme, LAW, new Estimate(10 * budget.sum().value(), 0, 1)).holds(0, 0))
        .isFalse();
  }

  /// The score of the noisy data is a martingale along the reverse process: what it gains on the
  /// way down is orthogonal to whatever is known before.
  @Test
  void theScoreIsAMartingale() {
    int n = 400_000;
    GaussianMixture law = Lines.lumps();
    Noise noise = Noise.of(21, n);
    Batch low = law.sample(noise).plus(noise.child("low").normal(Lines.LINE), .2);
    Batch high = low.plus(noise.child("high").normal(Lines.LINE), Math.sqrt(.21));
    double[] gain = law.score(low, .2).minus(law.score(high, .5)).shared();
    double[] squares = new double[n];
    double[] products = new double[n];
    for (int i = 0; i < n; i++) {
      squares[i] = gain[i] * gain[i];
      products[i] = gain[i] * Math.sin(3 * high.get(i, 0));
    }
    assertNear(Estimate.mean(squares), LINE.fisherInformation(.2) - LINE.fisherInformation(.5));
    assertNear(Estimate.mean(products), 0);
  }
}
