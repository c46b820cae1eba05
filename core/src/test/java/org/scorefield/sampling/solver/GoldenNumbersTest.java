package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.DynamicThresholding;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.ExactModels.Scalar;
import org.scorefield.schedule.FittedVpGrid;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Golden numbers: what k-diffusion (commit 4601bf0) and diff-sampler (68d5ce4) return in float64
/// for two exact scalar models, the Gaussian N(0.3, 0.25) started at 80 * 2 and the mixture of
/// N(-1, 0.01) and N(1, 0.01) started at 80 * 0.25.
class GoldenNumbersTest {
  private static final Scalar GAUSSIAN = ExactModels.gaussian(0.3, 0.25);
  private static final Scalar MIXTURE = ExactModels.mixture(0.01);
  private static final GridRule RHO_7 = new RhoGrid(7);
  private static final GridRule LOG_UNIFORM = new LogUniformGrid();
  private static final Percentage RELATIVE = Percentage.withPercentage(1e-7);

  /// k-diffusion's table: Gaussian with 5, 10, 18 levels then 0, mixture with 5, 10, 18.
  private static void kDiffusion(Solver solver, double... expected) {
    int[] levels = {5, 10, 18};
    for (int i = 0; i < 3; i++) {
      TimeGrid grid = RHO_7.toZero(levels[i], 80, 0.002);
      assertThat(ExactModels.run(solver, grid, GAUSSIAN, 160))
          .as("%s Gaussian %d", solver.name(), levels[i])
          .isCloseTo(expected[2 * i], RELATIVE);
      assertThat(ExactModels.run(solver, grid, MIXTURE, 20))
          .as("%s mixture %d", solver.name(), levels[i])
          .isCloseTo(expected[2 * i + 1], RELATIVE);
    }
  }

  /// diff-sampler's table, without dynamic thresholding: Gaussian with 5, 6, 8, 10 steps to 0.002,
  /// mixture with 5 and 10.
  private static void diffSampler(
      Solver solver, GridRule rule, Percentage tolerance, double... expected) {
    diffSampler(solver, UnaryOperator.identity(), rule, tolerance, expected);
  }

  private static void diffSampler(
      Solver solver,
      UnaryOperator<Denoiser> wrapper,
      GridRule rule,
      Percentage tolerance,
      double... expected) {
    int[] steps = {5, 6, 8, 10, 5, 10};
    for (int i = 0; i < steps.length; i++) {
      TimeGrid grid = rule.toMin(steps[i], 80, 0.002);
      boolean gaussian = i < 4;
      Denoiser model = ExactModels.on(ExactModels.ONE, gaussian ? GAUSSIAN : MIXTURE);
      Batch start = Batch.copyOf(ExactModels.ONE, new double[] {gaussian ? 160 : 20});
      Batch end = ExactModels.outcome(solver, grid, wrapper.apply(model), start).orElseThrow();
      assertThat(end.get(0, 0))
          .as("%s %s %d", solver.name(), gaussian ? "Gaussian" : "mixture", steps[i])
          .isCloseTo(expected[i], tolerance);
    }
  }

  @Test
  void goldenKDiffusionEuler() {
    kDiffusion(
        new Euler(),
        0.766381754723,
        0.769340855154,
        1.02905658113,
        0.825370995538,
        1.14447650493,
        0.875033268906);
  }

  @Test
  void goldenKDiffusionHeun() {
    kDiffusion(
        new Heun(),
        2.81105554169,
        3.31268247999,
        1.51730925909,
        1.00724924279,
        1.35327068161,
        0.925724877402);
  }

  @Test
  void goldenKDiffusionDpm2() {
    kDiffusion(
        new Dpm2(),
        2.07381620812,
        1.59414817144,
        1.41908749062,
        0.905767122268,
        1.32966783473,
        0.918798343518);
  }

  @Test
  void goldenKDiffusionLms() {
    kDiffusion(
        new Lms(4),
        0.790666991306,
        0.799517842616,
        1.12497071937,
        0.896093757751,
        1.25250393245,
        0.908735595876);
  }

  @Test
  void goldenKDiffusionDpmpp2M() {
    kDiffusion(
        new Dpmpp2M(),
        1.16368169034,
        1.3477114341,
        1.45660061532,
        1.13506611214,
        1.36028837356,
        0.943486062821);
  }

  @Test
  void goldenKDiffusionDpmpp2SAncestralAtEtaZero() {
    kDiffusion(
        new Dpmpp2S(),
        1.06943565067,
        0.839496930225,
        1.22118373116,
        0.896143102122,
        1.27330653514,
        0.911496481467);
  }

  @Test
  void goldenKDiffusionDpmpp3MSdeAtEtaZero() {
    kDiffusion(
        new Dpmpp3M(),
        1.99078963759,
        2.45780346717,
        1.59927580759,
        0.706683265392,
        1.27775056101,
        0.854346197705);
  }

  @Test
  void goldenKDiffusionLmsCoefficients() {
    double[] levels = RHO_7.toZero(10, 80, 0.002).sigmas().toArray();
    double[] weights =
        Lms.weights(new double[] {levels[5], levels[4], levels[3], levels[2]}, levels[6]);
    assertThat(weights)
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(-1.358816379, 0.3893949626, -0.06640354158, 0.004062037065);
  }

  @Test
  void goldenDiffSamplerEuler() {
    diffSampler(
        new Euler(),
        RHO_7,
        RELATIVE,
        0.846784858564,
        0.935487276511,
        0.997686375016,
        1.05135650455,
        0.579351051751,
        0.851413748349);
  }

  @Test
  void goldenDiffSamplerHeun() {
    diffSampler(
        new Heun(),
        RHO_7,
        RELATIVE,
        2.00287960338,
        1.85470316,
        1.57574395369,
        1.4724029457,
        1.27279578145,
        0.988912121824);
  }

  @Test
  void goldenDiffSamplerDpm2() {
    diffSampler(
        new Dpm2(),
        RHO_7,
        RELATIVE,
        1.78294204186,
        1.56740167476,
        1.45912895503,
        1.3955876079,
        1.9380719446,
        0.972004774836);
  }

  @Test
  void goldenDiffSamplerDpmpp2M() {
    diffSampler(
        new Dpmpp2M(DataSlope.MIDPOINT, Finish.RAMP_DOWN),
        LOG_UNIFORM,
        RELATIVE,
        1.15209645974,
        1.27002365007,
        1.32558980368,
        1.33468554595,
        0.958976090592,
        0.99532452064);
  }

  private static Dpmpp3M diffSampler3M() {
    return new Dpmpp3M(
        Dpmpp3M.Curvature.PUBLISHED, DataSlope.MIDPOINT, Warmup.RAMP, Finish.RAMP_DOWN);
  }

  @Test
  void goldenDiffSamplerDpmpp3M() {
    diffSampler(
        diffSampler3M(),
        LOG_UNIFORM,
        RELATIVE,
        1.36566558525,
        1.57553518131,
        1.53348268931,
        1.40243960004,
        1.01812287683,
        0.884729806981);
  }

  @Test
  void goldenDiffSamplerDpmpp3MOnRho7() {
    diffSampler(
        diffSampler3M(),
        RHO_7,
        RELATIVE,
        1.07732859808,
        1.29455281228,
        1.54646725228,
        1.58223719185,
        0.70140369418,
        1.2818825784);
  }

  @Test
  void goldenDiffSamplerUniPcBh2() {
    diffSampler(
        new UniPc(3, UniPc.Variant.BH2, Finish.RAMP_DOWN),
        LOG_UNIFORM,
        RELATIVE,
        1.4194030389,
        1.63738599106,
        1.54628563948,
        1.36439395149,
        1.03557767828,
        0.774953961237);
  }

  /// diff-sampler thresholds by default; of one component the quantile is the component itself.
  @Test
  void goldenDiffSamplerDpmpp3MThresholded() {
    diffSampler(
        diffSampler3M(),
        DynamicThresholding::new,
        LOG_UNIFORM,
        RELATIVE,
        1.02030095196,
        1.01359849634,
        0.965577768163,
        1.00132417957,
        1.00222971064,
        0.839963095634);
  }

  @Test
  void goldenDiffSamplerUniPcBh2Thresholded() {
    diffSampler(
        new UniPc(3, UniPc.Variant.BH2, Finish.RAMP_DOWN),
        DynamicThresholding::new,
        LOG_UNIFORM,
        RELATIVE,
        1.00458712704,
        1.00437950242,
        0.892948365064,
        0.983921814764,
        0.990812109003,
        0.706415781351);
  }

  @Test
  void goldenDiffSamplerUniPcBh1() {
    diffSampler(
        new UniPc(3, UniPc.Variant.BH1, Finish.RAMP_DOWN),
        LOG_UNIFORM,
        RELATIVE,
        1.73793372569,
        1.84191261449,
        1.57444935076,
        1.35601508677,
        1.37262617739,
        0.753939882815);
  }

  @Test
  void goldenDiffSamplerIpndm() {
    diffSampler(
        new Ipndm(4),
        RHO_7,
        RELATIVE,
        1.31334524309,
        1.39305727327,
        1.3647608724,
        1.35248530488,
        0.950178895265,
        0.897910206181);
  }

  @Test
  void goldenDiffSamplerIpndmVAsReleased() {
    diffSampler(
        new IpndmV(4, IpndmV.Weights.RELEASED, Warmup.RAMP),
        RHO_7,
        RELATIVE,
        1.08177414835,
        1.19089136795,
        1.23717591016,
        1.27263022026,
        0.791605548225,
        0.945716910596);
  }

  /// diff-sampler sums its weights over 10000 rectangles, so its numbers hold to 1e-4 only.
  @Test
  void goldenDiffSamplerDeisToTheErrorOfItsRectangles() {
    diffSampler(
        new Deis(4),
        new FittedVpGrid(2),
        Percentage.withPercentage(1e-2),
        1.19360510969,
        1.23227780734,
        1.26912677188,
        1.28376069284,
        0.931251868583,
        0.922811376855);
  }

  /// The same table with the weights integrated by a 60-point Gauss rule (numpy, float64).
  @Test
  void goldenDeisWithExactWeights() {
    diffSampler(
        new Deis(4),
        new FittedVpGrid(2),
        RELATIVE,
        1.1936684447,
        1.23233418634,
        1.26917178235,
        1.28379521899,
        0.931252615297,
        0.922813872516);
  }
}
