package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.HeunChurn;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class PredictedErrorTest {
  private static final Spectrum NATURAL = Spectrum.powerLaw(3072, 1.5, 768);
  private static final StartLaw EXACT = new StartLaw.Exact();

  private static TimeGrid edm(int steps) {
    return new RhoGrid(7).toZero(steps, 80, 0.002);
  }

  private static double trajectory(Solver solver, TimeGrid grid) {
    return PredictedError.of(solver, grid, NATURAL, EXACT).trajectory().orElseThrow();
  }

  /// The specification's unbinned values, computed there from the recursions.
  @ParameterizedTest
  @CsvSource({
    "heun, 5, .75732",
    "heun, 10, .12387",
    "heun, 20, .025003",
    "dpmpp-2m, 10, .11124",
    "euler, 10, .20155",
    "ipndm-4, 10, .031461"
  })
  void trajectoryErrorsOfTheEdmGridAreAsDerived(String name, int steps, double expected) {
    double digits = Math.pow(10, Math.floor(Math.log10(expected)) - 4);
    assertThat(trajectory(Solvers.parse(name), edm(steps))).isCloseTo(expected, within(digits));
  }

  @Test
  void trajectoryErrorsOfTunedGridsAreAsDerived() {
    TimeGrid ten =
        TimeGrid.of(80, 25.71, 7.178, 2.279, .785, .2946, .1223, .04887, .03246, .008219, 0);
    assertThat(trajectory(new Dpmpp2M(), ten)).isCloseTo(4.287e-4, within(5e-7));
    TimeGrid five = TimeGrid.of(80, 10.79, 1.086, .1144, .001876, 0);
    assertThat(trajectory(new Dpmpp2M(), five)).isCloseTo(.03851, within(5e-6));
    TimeGrid heun = TimeGrid.of(80, 28.85, 11.606, 4.115, .766, 0);
    assertThat(trajectory(new Heun(), heun)).isCloseTo(.22524, within(5e-6));
  }

  /// A teleport skips the error of the high levels: at equal grids, and reinvested in a finer tail.
  @Test
  void errorsAfterATeleportAreAsDerived() {
    double[] eighteen = {.0316, .0313, .0307, .0298, .0286, .0272, .0258, .0243, .0226};
    for (int k = 0; k < eighteen.length; k++) {
      TimeGrid tail = edm(18).from(edm(18).sigma(k));
      assertThat(wasserstein(new Heun(), tail)).isCloseTo(eighteen[k], within(5e-5));
    }
    int[] skipped = {0, 8, 12, 20};
    double[] forty = {.0056, .0052, .0048, .0037};
    for (int i = 0; i < forty.length; i++) {
      TimeGrid tail = edm(40).from(edm(40).sigma(skipped[i]));
      assertThat(wasserstein(new Heun(), tail)).isCloseTo(forty[i], within(5e-5));
    }
    double[] levels = {80, 40, 20, 10};
    double[] ten = {.111, .084, .060, .042};
    double[] twentyFive = {.0165, .0121, .0085, .0058};
    for (int i = 0; i < levels.length; i++) {
      TimeGrid coarse = new RhoGrid(7).toZero(10, levels[i], 0.002);
      TimeGrid fine = new RhoGrid(7).toZero(25, levels[i], 0.002);
      assertThat(wasserstein(new Dpmpp2M(), coarse)).isCloseTo(ten[i], within(5e-4));
      assertThat(wasserstein(new Dpmpp2M(), fine)).isCloseTo(twentyFive[i], within(5e-5));
    }
  }

  private static double wasserstein(Solver solver, TimeGrid grid) {
    return PredictedError.of(solver, grid, NATURAL, EXACT).wasserstein();
  }

  /// Churn makes the Gaussian part worse, and inflating its noise worse still.
  @ParameterizedTest
  @CsvSource({
    "0, 1, .028, 28",
    "5, 1, .062, 86",
    "10, 1, .079, 127",
    "40, 1, .079, 127",
    "40, 1.007, .086, 137"
  })
  void churnWorsensTheGaussianPartAsDerived(double churn, double noise, double w2, double kl) {
    PredictedError error =
        PredictedError.of(
            new HeunChurn(churn, 0.05, 50, noise),
            edm(18),
            NATURAL.binned(),
            new StartLaw.White(80));
    assertThat(error.wasserstein()).isCloseTo(w2, within(5e-4));
    assertThat(error.kl()).isCloseTo(kl, within(0.6));
    assertThat(error.trajectory().isPresent()).isEqualTo(churn == 0);
  }

  @ParameterizedTest
  @CsvSource({"heun", "dpmpp-2m", "euler", "unipc-3"})
  void binsChangeNoPredictionByMoreThanAThousandth(String name) {
    Solver solver = Solvers.parse(name);
    for (int steps : new int[] {5, 10, 20}) {
      PredictedError exact = PredictedError.of(solver, edm(steps), NATURAL, EXACT);
      PredictedError binned = PredictedError.of(solver, edm(steps), NATURAL.binned(), EXACT);
      assertThat(binned.trajectory().orElseThrow())
          .isCloseTo(exact.trajectory().orElseThrow(), Percentage.withPercentage(0.1));
      assertThat(binned.kl()).isCloseTo(exact.kl(), Percentage.withPercentage(0.1));
    }
  }

  /// The start law and everything about the mean, against an actual run of many samples.
  @Test
  void errorOfAWhiteStartIsThatOfManySamples() {
    int n = 200_000;
    Gaussian data =
        new Gaussian(
            Shape.vector(3), Vector.of(6, -2, 1), Matrix.identity(3), Vector.of(40, 1, 0.2), 0);
    TimeGrid grid = new RhoGrid(7).toZero(6, 20, 0.02);
    Batch x =
        new Sampler(grid, new Heun(), new Start.Prior()).sample(data, Noise.of(4, n)).orElseThrow();
    PredictedError predicted =
        PredictedError.of(new Heun(), grid, Spectrum.of(data), new StartLaw.White(20));
    double bias = 0;
    double w2 = 0;
    double kl = 0;
    for (int j = 0; j < 3; j++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < n; i++) {
        mean += x.get(i, j) / n;
        square += x.get(i, j) * x.get(i, j) / n;
      }
      double variance = square - mean * mean;
      double off = mean - data.mean().get(j);
      double lambda = data.variances().get(j);
      bias += off * off;
      w2 += Math.pow(Math.sqrt(variance) - Math.sqrt(lambda), 2);
      kl += (variance / lambda - 1 - Math.log(variance / lambda) + off * off / lambda) / 2;
    }
    double total = data.totalVariance();
    assertThat(predicted.bias()).isCloseTo(Math.sqrt(bias / total), Percentage.withPercentage(1));
    assertThat(predicted.wasserstein())
        .isCloseTo(Math.sqrt((w2 + bias) / total), Percentage.withPercentage(1));
    assertThat(predicted.kl()).isCloseTo(kl, Percentage.withPercentage(2));
  }

  @Test
  void trajectoryErrorIsTheDistanceToTheExactFlow() {
    int n = 50_000;
    Gaussian data =
        new Gaussian(
            Shape.vector(4),
            Vector.of(3, 0, 0, -1),
            Matrix.identity(4).leadingColumns(2),
            Vector.of(25, 2),
            0.3);
    TimeGrid grid = new RhoGrid(7).toZero(5, 20, 0.02);
    Start.Teleport jump = new Start.Teleport(data, 60, Start.Teleport.Mode.ODE);
    Noise noise = Noise.of(8, n);
    Batch end = new Sampler(grid, new Dpmpp2M(), jump).sample(data, noise).orElseThrow();
    Batch exact = data.flow(jump.at(20, data.shape(), noise), 20, 0);
    double square = 0;
    for (double v : end.minus(exact).shared()) {
      square += v * v / n;
    }
    assertThat(
            PredictedError.of(new Dpmpp2M(), grid, Spectrum.of(data), new StartLaw.White(60))
                .trajectory()
                .orElseThrow())
        .isCloseTo(Math.sqrt(square / data.totalVariance()), Percentage.withPercentage(1));
  }

  @Test
  void anEndAboveZeroIsComparedWithTheLawThere() {
    Spectrum one = Spectrum.of(Vector.of(2));
    TimeGrid step = TimeGrid.of(3, 1);
    PredictedError error = PredictedError.of(new Euler(), step, one, EXACT);
    double factor = (2 + 3) / 11.0;
    double gap = factor * Math.sqrt(11) - Math.sqrt(3);
    assertThat(error.trajectory().orElseThrow())
        .isCloseTo(Math.abs(gap) / Math.sqrt(2), within(1e-14));
    assertThat(error.wasserstein()).isCloseTo(Math.abs(gap) / Math.sqrt(2), within(1e-14));
    double q = factor * factor * 11 / 3;
    assertThat(error.kl()).isCloseTo((q - 1 - Math.log(q)) / 2, within(1e-14));
  }

  @Test
  void aDirectionOfNoVarianceCostsNothingUnlessItGetsSome() {
    Spectrum flat = Spectrum.of(Vector.of(1, 0));
    assertThat(PredictedError.of(new Heun(), edm(8), flat, EXACT).kl()).isFinite();
    assertThat(PredictedError.of(Solvers.parse("lms-2"), edm(8), flat, EXACT).kl())
        .as("it extrapolates to sigma = 0")
        .isInfinite();
    assertThat(PredictedError.of(new EulerAncestral(), edm(8), flat, EXACT).kl()).isFinite();
  }

  @Test
  void misuseIsRefusedWithTheCure() {
    Amplification other = Amplification.of(new Heun(), edm(4), Vector.of(1, 2));
    assertThatThrownBy(() -> PredictedError.of(other, NATURAL, EXACT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compute both from one");
    assertThatThrownBy(() -> PredictedError.of(new Heun(), edm(4), NATURAL, new StartLaw.White(40)))
        .hasMessageContaining("above sigma_max = 40.0");
    assertThatThrownBy(() -> new StartLaw.White(0)).hasMessageContaining("got 0.0");
  }

  /// From white noise at the first level the mean starts off by itself: a start of second moment
  /// `sigma_0^2 + m^2` instead of `sigma_0^2`, both carried by the same wrong factor.
  @Test
  void theMeanCountsInTheErrorOfTheTrajectory() {
    org.scorefield.schedule.TimeGrid grid =
        new org.scorefield.schedule.RhoGrid(7).toZero(6, 4, 0.02);
    double plain = trajectory(grid, 0);
    assertThat(trajectory(grid, 9) / plain).isCloseTo(Math.sqrt((16 + 9) / 16.0), within(1e-12));
  }

  private static double trajectory(org.scorefield.schedule.TimeGrid grid, double squaredMean) {
    Spectrum spectrum = new Spectrum(Vector.of(1), Vector.of(1), Vector.of(squaredMean));
    return PredictedError.of(
            new org.scorefield.sampling.solver.Heun(), grid, spectrum, new StartLaw.White(4))
        .trajectory()
        .orElseThrow();
  }
}
