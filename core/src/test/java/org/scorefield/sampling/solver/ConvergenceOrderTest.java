package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.ExactModels.Scalar;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.RhoGrid;

/// Every deterministic solver converges at the order it declares: measured from sigma 4 to 0.4 on a
/// grid that is not uniform in sigma, in ln sigma, or in the clock of any solver, over the last
/// three doublings (160 to 1280 steps). Errors are pooled over three problems of a kind, since the
/// error of one trajectory may change sign between two grids.
class ConvergenceOrderTest {
  private static final double FROM = 4;
  private static final double TO = 0.4;
  private static final double TOLERANCE = 0.15;
  private static final GridRule UNEVEN = new RhoGrid(2.5);

  /// Solvers that are not in the catalogue, whose order is worth knowing.
  static final List<Solver> VARIANTS =
      List.of(
          new Dpm2(0.3),
          new Dpmpp2S(0.7),
          new Dpmpp2M(DataSlope.HEUN, Finish.FULL),
          new Dpmpp2M(DataSlope.MIDPOINT, Finish.EULER),
          threeM(Dpmpp3M.Curvature.PUBLISHED, Finish.FULL),
          threeM(Dpmpp3M.Curvature.EXACT, Finish.FULL),
          threeM(Dpmpp3M.Curvature.EXACT, Finish.RAMP_DOWN),
          new DpmppSinglestep(2, DataSlope.HEUN, false),
          new DpmppSinglestep(3, DataSlope.MIDPOINT, false),
          new DpmppSinglestep(3, DataSlope.HEUN, false),
          new DpmSolverM(2, DataSlope.HEUN, Finish.FULL),
          new DpmSolverM(3, DataSlope.MIDPOINT, Finish.RAMP_DOWN),
          new Lms(3, Warmup.HEUN),
          new UniPc(1, UniPc.Variant.BH1, Finish.FULL),
          new UniPc(2, UniPc.Variant.BH1, Finish.FULL),
          new UniPc(3, UniPc.Variant.BH2, Finish.RAMP_DOWN),
          new Deis(2, Deis.EDM_CLOCK, Warmup.RUNGE_KUTTA, Finish.FULL),
          new Deis(3, Deis.EDM_CLOCK, Warmup.RUNGE_KUTTA, Finish.FULL),
          new Deis(4, Deis.EDM_CLOCK, Warmup.RUNGE_KUTTA, Finish.FULL),
          new Ipndm(4, Warmup.RUNGE_KUTTA),
          new IpndmV(3, IpndmV.Weights.RELEASED, Warmup.RUNGE_KUTTA),
          new IpndmV(4, IpndmV.Weights.RELEASED, Warmup.RUNGE_KUTTA),
          new Pndm(Deis.EDM_CLOCK),
          new Lms(2, Warmup.RUNGE_KUTTA),
          new Lms(3, Warmup.RUNGE_KUTTA),
          new Lms(4, Warmup.RUNGE_KUTTA));

  /// What the solvers know that need to know a law: not the models'.
  private static final Distribution LAW =
      GaussianMixture.isotropic(Batch.copyOf(ExactModels.ONE, new double[] {-2.5, 0.5, 3.5}), 2);

  private static Solver threeM(Dpmpp3M.Curvature curvature, Finish finish) {
    return new Dpmpp3M(curvature, DataSlope.HEUN, Warmup.RUNGE_KUTTA, finish);
  }

  static Stream<Solver> solvers() {
    return Stream.of(
            Solvers.DETERMINISTIC.stream(),
            VARIANTS.stream(),
            Solvers.INFORMED.stream()
                .map(informed -> informed.of().apply(LAW))
                .filter(solver -> !solver.stochastic()),
            Stream.of(new GaussianExponential(LAW.matchingGaussian(), 2, false, 1.3)))
        .flatMap(solvers -> solvers);
  }

  private record Problem(Scalar model, double start, double exact) {
    static Problem of(Scalar model, double start) {
      return new Problem(model, start, ExactModels.flow(model, start, FROM, TO));
    }
  }

  private static final List<Problem> GAUSSIANS =
      List.of(
          Problem.of(ExactModels.gaussian(0.3, 3), 5),
          Problem.of(ExactModels.gaussian(0.3, 9), 5),
          Problem.of(ExactModels.gaussian(0.3, 16), 5));
  private static final List<Problem> MIXTURES =
      List.of(
          Problem.of(ExactModels.mixture(3, 1.5), 1.0),
          Problem.of(ExactModels.mixture(3, 1.5), 2.5),
          Problem.of(ExactModels.mixture(3, 1.5), 5));

  @ParameterizedTest
  @MethodSource("solvers")
  void declaredOrderIsMeasuredOnGaussians(Solver solver) {
    assertThat(slopes(solver, GAUSSIANS, UNEVEN)).matches(s -> isOrder(s, solver.order()), "order");
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void declaredOrderIsMeasuredOnMixtures(Solver solver) {
    assertThat(slopes(solver, MIXTURES, UNEVEN)).matches(s -> isOrder(s, solver.order()), "order");
  }

  /// Negative controls: the measurement rejects an order that is not there.
  @Test
  void eulerIsNotOfOrderTwoNorHeunOfThree() {
    assertThat(isOrder(slopes(new Euler(), MIXTURES, UNEVEN), 2)).isFalse();
    assertThat(isOrder(slopes(new Heun(), MIXTURES, UNEVEN), 3)).isFalse();
  }

  @Test
  void thePublishedThreeStepMethodIsNotOfOrderThree() {
    Solver published = threeM(Dpmpp3M.Curvature.PUBLISHED, Finish.FULL);
    assertThat(isOrder(slopes(published, MIXTURES, UNEVEN), 3)).isFalse();
    assertThat(isOrder(slopes(published, GAUSSIANS, UNEVEN), 3)).isFalse();
  }

  @Test
  void pndmHasOrderFourWhereStepsAreEqualInSigma() {
    GridRule even = new RhoGrid(1);
    assertThat(slopes(new Pndm(), MIXTURES, even)).matches(s -> isOrder(s, 4), "order 4");
    assertThat(slopes(new Pndm(), GAUSSIANS, even)).matches(s -> isOrder(s, 4), "order 4");
  }

  private static boolean isOrder(double[] slopes, int order) {
    return Arrays.stream(slopes).allMatch(slope -> Math.abs(slope - order) <= TOLERANCE);
  }

  /// Slopes of the root mean square error over the last three doublings of the number of steps.
  private static double[] slopes(Solver solver, List<Problem> problems, GridRule rule) {
    double[] slopes = new double[3];
    double before = Double.NaN;
    for (int k = 0; k <= 3; k++) {
      int steps = firstSteps(solver) << k;
      double squares = 0;
      for (Problem p : problems) {
        double x = ExactModels.run(solver, rule.toMin(steps, FROM, TO), p.model, p.start);
        squares += (x - p.exact) * (x - p.exact);
      }
      double error = Math.sqrt(squares / problems.size());
      if (k > 0) {
        slopes[k - 1] = Math.log(before / error) / Math.log(2);
      }
      before = error;
    }
    return slopes;
  }

  /// The third-order part of UniPC-3's error is what its first step leaves; with bh1 it is so small
  /// that the fourth-order part hides it on all but fine grids. Methods that step in groups are
  /// measured on whole ones.
  private static int firstSteps(Solver solver) {
    return switch (solver) {
      case UniPc(int terms, UniPc.Variant v, Finish _) when terms == 3 && v == UniPc.Variant.BH1 ->
          1000;
      case DpmppSinglestep _ -> 162;
      default -> 160;
    };
  }
}
