package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Stepper;
import org.scorefield.sampling.solver.AnnealedLangevin;
import org.scorefield.sampling.solver.DormandPrince;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.HeunChurn;
import org.scorefield.sampling.solver.Mala;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class AmplificationTest {
  private static final TimeGrid EDM_18 = new RhoGrid(7).toZero(18, 80, 0.002);
  private static final Gaussian ROTATED = rotated(128);

  static final List<Solver> LINEAR =
      Stream.of(Solvers.DETERMINISTIC, Solvers.STOCHASTIC).flatMap(List::stream).toList();

  /// Derived by hand from each method (the specification's table), not from this code.
  @ParameterizedTest
  @CsvSource({
    "heun, 1.02208, 1.03166, 1.04481, 1.06352, 1.09017",
    "euler, .89779, .87957, .85952, .83657, .81025",
    "dpmpp-2m, 1.02432, 1.03574, 1.05117, 1.06971, 1.08125",
    "ipndm-4, 1.00607, 1.01158, 1.01687, 1.02385, 1.03284",
    "dpm-2, 1.01288, 1.01823, 1.02570, 1.03627, 1.05116"
  })
  void ratiosOnEighteenLevelsAreAsDerived(
      String name, double a, double b, double c, double d, double e) {
    double[] expected = {a, b, c, d, e};
    Amplification run =
        Amplification.of(Solvers.parse(name), EDM_18, Vector.of(100, 10, 1, 0.1, 0.01));
    for (int k = 0; k < expected.length; k++) {
      assertThat(run.ratio(k)).isCloseTo(expected[k], within(1e-5));
    }
  }

  @Test
  void heunsFactorIsItsPolynomial() {
    Amplification run = Amplification.of(new Heun(), EDM_18, Vector.of(1));
    assertThat(run.factors().get(0)).isCloseTo(0.01305911049784, within(1e-13));
    double product = 1;
    for (int i = 0; i < 18; i++) {
      double a = EDM_18.sigma(i);
      double b = EDM_18.sigma(i + 1);
      double here = a / (1 + a * a);
      double there = b / (1 + b * b);
      double h = b - a;
      product *= b == 0 ? 1 + h * here : 1 + h / 2 * (here + there * (1 + h * here));
    }
    assertThat(run.factors().get(0)).isCloseTo(product, within(1e-15));
  }

  @Test
  void oneEulerStepHasItsClosedForm() {
    Amplification run = Amplification.of(new Euler(), TimeGrid.of(80, 57.586), Vector.of(1, 0, 25));
    assertThat(run.factors().get(0)).isCloseTo(0.719868770505, within(1e-11));
    assertThat(run.factors().get(1)).isCloseTo(57.586 / 80, within(1e-15));
    assertThat(run.factors().get(2)).isCloseTo((25 + 80 * 57.586) / 6425, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({
    "euler, .063864, .032057, .016059",
    "heun, .0079798, .0018947, .00046050",
    "dpmpp-2m, .0084468, .0019464, .00046656",
    "dpm-2, .0046238, .0011011, .00026740"
  })
  void errorsAtFortyEightyAndOneHundredSixtyStepsAreAsDerived(
      String name, double at40, double at80, double at160) {
    double[] expected = {at40, at80, at160};
    for (int i = 0; i < 3; i++) {
      TimeGrid grid = new RhoGrid(7).toZero(40 << i, 80, 0.002);
      double ratio = Amplification.of(Solvers.parse(name), grid, Vector.of(1)).ratio(0);
      assertThat(Math.abs(ratio - 1)).isCloseTo(expected[i], within(1e-6));
    }
  }

  /// On a Gaussian in random rotation a run ends where its factors and gains say, for every sample.
  @ParameterizedTest
  @FieldSource("LINEAR")
  void aRunInRotatedAxesEndsWhereItsFactorsSay(Solver solver) {
    Noise noise = Noise.of(3, 2);
    Batch start = noise.child("x").normal(ROTATED.shape()).times(80);
    Batch end =
        new Sampler(EDM_18, solver, new Start.Given(start)).sample(ROTATED, noise).orElseThrow();
    List<Batch> drawn =
        DrawnNumbers.of(solver, EDM_18, noise).stream()
            .map(stream -> inAxes(stream.normal(start.shape())))
            .toList();
    Batch along = inAxes(start);
    double[] expected = new double[2 * 128];
    Amplification run = Amplification.of(solver, EDM_18, ROTATED.variances());
    ResponseFit fit = new ResponseFit(solver, EDM_18);
    for (int k = 0; k < 128; k++) {
      Vector lambda = Vector.of(ROTATED.variances().get(k));
      LinearResponse response = fit.fit(solver, new ModeDenoiser(lambda));
      for (int i = 0; i < 2; i++) {
        expected[i * 128 + k] = run.factors().get(k) * along.get(i, k);
        for (int n = 0; n < drawn.size(); n++) {
          expected[i * 128 + k] += response.gains().get(n) * drawn.get(n).get(i, k);
        }
      }
    }
    Batch reached = inAxes(end);
    for (int i = 0; i < 2; i++) {
      assertThat(reached.row(i))
          .usingComparatorWithPrecision(1e-10)
          .containsExactly(Batch.adopt(end.shape(), expected).row(i));
    }
  }

  private static Batch inAxes(Batch x) {
    Matrix rows = Matrix.copyOf(x.count(), 128, x.shared());
    return Batch.adopt(x.shape(), rows.times(ROTATED.basis()).toArray());
  }

  @Test
  void churnLeavesTheVarianceOfItsRecursion() {
    Solver churn = new HeunChurn(40, 0.05, 50, 1.003);
    Amplification run = Amplification.of(churn, EDM_18, Vector.of(100, 1, 0.01));
    double[] expected = {113.770591, 1.23116697, 0.0142708307};
    for (int k = 0; k < 3; k++) {
      double factor = run.factors().get(k);
      assertThat(factor * factor * 6400 + run.drawn().get(k))
          .isCloseTo(expected[k], Percentage.withPercentage(1e-4));
    }
  }

  /// A family is asked for a solver of the Gaussian it is tried on.
  @Test
  void aSolverMadeForAGaussianIsGivenTheOneItRunsOn() {
    Vector variances = Vector.of(30, 2, 0.1, 0);
    Amplification run = Amplification.of(ExactFlow::new, EDM_18, variances);
    for (int k = 0; k < 3; k++) {
      assertThat(run.ratio(k)).isCloseTo(1, within(1e-12));
    }
    assertThat(run.factors().get(3)).isEqualTo(0);
  }

  private record ExactFlow(Gaussian gaussian) implements Solver {
    @Override
    public String name() {
      return "exact-flow";
    }

    @Override
    public int order() {
      return 9;
    }

    @Override
    public Stepper begin(TimeGrid grid) {
      return (d, x, sigma, next, noise) -> gaussian.flow(x, sigma, next);
    }
  }

  @Test
  void solversThatAreNotLinearAreRefusedByName() {
    Vector variances = Vector.of(4, 1, 0.3);
    assertThatThrownBy(() -> Amplification.of(new DormandPrince(), EDM_18, variances))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'dormand-prince' does not act linearly");
    Gaussian one = Gaussian.isotropic(Shape.vector(1), Vector.of(0), 4);
    Solver adjusted = new AnnealedLangevin(Mala.of(one), 3, 3);
    TimeGrid few = new LogUniformGrid().toMin(4, 10, 1);
    assertThatThrownBy(() -> Amplification.of(adjusted, few, Vector.of(4)))
        .hasMessageContaining("'annealed-langevin-mala");
    assertThatThrownBy(() -> Amplification.of(new Limiting(), EDM_18, variances))
        .hasMessageContaining("'limiting'");
    assertThatThrownBy(() -> Amplification.of(new Mixing(), few, variances))
        .hasMessageContaining("'mixing'");
  }

  /// Clips the denoised sample, as thresholding does.
  private record Limiting() implements Solver {
    @Override
    public String name() {
      return "limiting";
    }

    @Override
    public int order() {
      return 1;
    }

    @Override
    public Stepper begin(TimeGrid grid) {
      return (d, x, sigma, next, noise) -> {
        Batch clipped = d.denoise(x, sigma).map(v -> Math.clamp(v, -0.1, 0.1));
        return Batch.combine(next / sigma, x, 1 - next / sigma, clipped);
      };
    }
  }

  /// Linear, but not one mode alone: every component becomes the first.
  private record Mixing() implements Solver {
    @Override
    public String name() {
      return "mixing";
    }

    @Override
    public int order() {
      return 1;
    }

    @Override
    public Stepper begin(TimeGrid grid) {
      return (d, x, sigma, next, noise) -> {
        double[] out = x.toArray();
        for (int at = 0; at < out.length; at++) {
          out[at] = x.shared()[at - at % x.dimension()] * next / sigma;
        }
        return Batch.adopt(x.shape(), out);
      };
    }
  }

  @Test
  void factorsAreTheSameWhateverOtherModesAreAsked() {
    Vector together = Vector.of(9, 3, 1, 0.5, 0);
    Amplification all = Amplification.of(new Dpmpp2M(), EDM_18, together);
    for (int k = 0; k < together.size(); k++) {
      Amplification alone = Amplification.of(new Dpmpp2M(), EDM_18, Vector.of(together.get(k)));
      assertThat(alone.factors().get(0)).isEqualTo(all.factors().get(k));
    }
  }

  /// A Gaussian whose principal directions are a random rotation of the axes.
  private static Gaussian rotated(int d) {
    double[] z = Noise.of(11, 1).normal(Shape.vector(d * d)).toArray();
    double[] symmetric = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        symmetric[i * d + j] = z[i * d + j] + z[j * d + i];
      }
    }
    Matrix axes = SymmetricEigen.of(Matrix.adopt(d, d, symmetric)).vectors();
    Vector variances = Vector.generate(d, k -> 50 * Math.pow(k + 1, -1.5));
    return new Gaussian(Shape.vector(d), Vector.generate(d, _ -> 0), axes, variances, 0);
  }
}
