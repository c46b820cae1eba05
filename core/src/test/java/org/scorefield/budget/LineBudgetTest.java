package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class LineBudgetTest {
  private static final LineMixture LUMPS = LineMixture.of(Lines.lumps());
  private static final TimeGrid RHO = new RhoGrid(7).toMin(10, 5, .02);
  private static final TimeGrid EXPONENTIAL = new LogUniformGrid().toMin(10, 5, .02);

  /// Numbers of an independent program.
  @ParameterizedTest
  @CsvSource({
    "rho, .87058, 2.40388, .326937, .21831",
    "exponential, .951394, 1.7506, .314827, .213763"
  })
  void thePathDivergencesOfTheLumpsAreThoseOfAnIndependentProgram(
      String rule, double plain, double ddpm, double isotropic, double best) {
    TimeGrid grid = rule.equals("rho") ? RHO : EXPONENTIAL;
    assertThat(LUMPS.startDivergence(5)).isCloseTo(4.15894e-4, offset(1e-9));
    assertThat(fromExact(Scheme.plain(rule, grid))).isCloseTo(plain, offset(1e-4));
    assertThat(fromExact(new Scheme(rule, grid, new StepNoise.FrozenDenoiser())))
        .isCloseTo(ddpm, offset(1e-4));
    assertThat(fromExact(new Scheme(rule, grid, new StepNoise.Isotropic(.5686))))
        .isCloseTo(isotropic, offset(1e-4));
    assertThat(fromExact(Scheme.best(rule, grid, LUMPS))).isCloseTo(best, offset(1e-4));
  }

  private static double fromExact(Scheme scheme) {
    return new LineBudget(LUMPS, scheme).discretisation();
  }

  /// Parts in closed form; numbers of an independent program.
  @Test
  void theBudgetOfANormalLawIsInClosedForm() {
    GaussianMixture law = Lines.normal(1.5, .5);
    Scheme scheme = Scheme.plain("rho 7", new RhoGrid(7).toMin(12, 10, .05));
    LineBudget budget = new LineBudget(LineMixture.of(law), scheme, Perturbed.scaled(law, .1));
    assertThat(budget.start()).isCloseTo(.0112562292, offset(1e-9));
    assertThat(budget.discretisation()).isCloseTo(.6510020207, offset(1e-9));
    assertThat(budget.score()).isCloseTo(.0199815666, offset(1e-9));
    assertThat(budget.path().sum().value()).isCloseTo(budget.pathDivergence(), offset(1e-15));
    assertThat(budget.marginal().measured().orElseThrow().value())
        .isCloseTo(.012613972, offset(1e-8));
    assertThat(budget.marginal().holds(0, 0)).isTrue();
    assertThat(budget.path().dominant().name()).isEqualTo("discretisation");
  }

  /// The chain rule of divergences, step by step: the exact reverse transition of a mixture is a
  /// mixture, so its divergence from the scheme's normal transition is a quadrature of its own.
  @ParameterizedTest
  @CsvSource({"plain, 0", "ddpm, .15", "isotropic, -.2", "best, .1"})
  void theSumOfTheDivergencesOfTheTransitionsIsTheSameNumber(String noise, double eps) {
    GaussianMixture law = LUMPS.law();
    Perturbed model = new Perturbed(law, eps, .2, eps, 3);
    TimeGrid grid = new RhoGrid(5).toMin(5, 4, .1);
    Scheme scheme =
        switch (noise) {
          case "plain" -> Scheme.plain(noise, grid);
          case "ddpm" -> new Scheme(noise, grid, new StepNoise.FrozenDenoiser());
          case "isotropic" -> new Scheme(noise, grid, new StepNoise.Isotropic(.5));
          default -> Scheme.best(noise, grid, LUMPS);
        };
    double sum = LUMPS.startDivergence(4);
    for (int k = 0; k < scheme.steps(); k++) {
      sum += transitions(law, scheme, model, k);
    }
    assertThat(new LineBudget(LUMPS, scheme, model).pathDivergence()).isCloseTo(sum, offset(1e-7));
  }

  private static double transitions(GaussianMixture law, Scheme scheme, Perturbed model, int k) {
    double sigma = scheme.grid().sigma(k);
    double next = scheme.grid().sigma(k + 1);
    double drop = scheme.drop(k);
    double eta = scheme.variances().get(k);
    int nodes = 400;
    double from = -1.5 - 8 * sigma;
    double width = (3.5 + 16 * sigma) / nodes;
    double sum = 0;
    double[] x = IntStream.range(0, nodes).mapToDouble(i -> from + (i + .5) * width).toArray();
    org.scorefield.array.Batch states = org.scorefield.array.Batch.copyOf(Lines.LINE, x);
    Vector log = law.logDensity(states, sigma);
    double[] denoised = model.denoise(states, sigma).toArray();
    for (int i = 0; i < nodes; i++) {
      double share = width * Math.exp(log.get(i));
      if (share > 1e-14) {
        LineMixture back = LineMixture.of(transition(law, x[i], next, drop));
        double mean = x[i] + drop * (denoised[i] - x[i]) / (sigma * sigma);
        double off = back.law().mean().first() - mean;
        sum +=
            share
                * (-back.entropy(0)
                    + Math.log(2 * Math.PI * eta) / 2
                    + (back.variance() + off * off) / (2 * eta));
      }
    }
    return sum;
  }

  /// The law of the state one level down given the state x.
  private static GaussianMixture transition(
      GaussianMixture law, double x, double next, double drop) {
    int k = law.components().size();
    double[] weights = new double[k];
    double[] means = new double[k];
    double[] variances = new double[k];
    double total = 0;
    for (int c = 0; c < k; c++) {
      Gaussian g = law.components().get(c);
      double a = g.totalVariance() + next * next;
      double mu = g.mean().first();
      weights[c] =
          law.weights().get(c)
              * Math.exp(-(x - mu) * (x - mu) / (2 * (a + drop)))
              / Math.sqrt(a + drop);
      means[c] = (mu * drop + x * a) / (a + drop);
      variances[c] = a * drop / (a + drop);
      total += weights[c];
    }
    double sum = total;
    return Lines.mixture(
        Vector.generate(k, c -> weights[c] / sum), Vector.of(means), Vector.of(variances));
  }

  @ParameterizedTest
  @CsvSource({"plain, 0", "plain, .3", "ddpm, .1", "best, -.2"})
  void theDefinitionOfThePathDivergenceGivesTheSameNumber(String noise, double eps) {
    Perturbed model = new Perturbed(LUMPS.law(), eps, 0, .5 * eps, 2);
    Scheme scheme =
        switch (noise) {
          case "plain" -> Scheme.plain(noise, RHO);
          case "ddpm" -> new Scheme(noise, RHO, new StepNoise.FrozenDenoiser());
          default -> Scheme.best(noise, RHO, LUMPS);
        };
    Estimate drawn =
        new PathDivergence(200_000).measure(LUMPS.law(), scheme, model, Noise.of(5, 1));
    double exact = new LineBudget(LUMPS, scheme, model).pathDivergence();
    assertThat(drawn.value()).isCloseTo(exact, offset(4 * drawn.standardError()));
    assertThat(drawn.standardError()).isLessThan(.03 * exact);
  }
}
