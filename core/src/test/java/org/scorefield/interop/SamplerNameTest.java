package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.LinearResponse;
import org.scorefield.schedule.TimeGrid;

class SamplerNameTest {
  private static final Shape ONE = Shape.vector(1);
  private static final NoiseRange EDM = new NoiseRange(80, 0.002, Optional.empty());
  private static final NoiseRange SD = NoiseRange.stableDiffusion();
  private static final Denoiser GAUSSIAN = Gaussian.isotropic(ONE, Vector.of(0.3), 0.25);
  private static final Denoiser MIXTURE =
      GaussianMixture.isotropic(Batch.copyOf(ONE, new double[] {-1, 1}), 0.01);

  /// Golden: k-diffusion (4601bf0) in float64, on a Gaussian from 160 and on a mixture from 20.
  @ParameterizedTest
  @CsvSource({
    "sample_euler, 5, 0.766381754723, 0.769340855154",
    "sample_euler, 18, 1.14447650493, 0.875033268906",
    "sample_heun, 5, 2.81105554169, 3.31268247999",
    "sample_heun, 18, 1.35327068161, 0.925724877402",
    "sample_dpm_2, 5, 2.07381620812, 1.59414817144",
    "sample_dpm_2, 18, 1.32966783473, 0.918798343518",
    "sample_lms, 5, 0.790666991306, 0.799517842616",
    "sample_lms, 18, 1.25250393245, 0.908735595876",
    "sample_dpmpp_2m, 5, 1.16368169034, 1.3477114341",
    "sample_dpmpp_2m, 10, 1.45660061532, 1.13506611214",
    "sample_dpmpp_2m, 18, 1.36028837356, 0.943486062821",
    "DPM++ 2M Karras, 10, 1.45660061532, 1.13506611214",
    "dpmpp_2m:karras, 10, 1.45660061532, 1.13506611214"
  })
  void numbersOfKDiffusionHoldByName(String name, int steps, double gaussian, double mixture) {
    ImportedSampler sampler = SamplerName.parse(name).sampler(steps, EDM);
    assertThat(end(sampler, GAUSSIAN, 160)).isCloseTo(gaussian, within(1e-9 * gaussian));
    assertThat(end(sampler, MIXTURE, 20)).isCloseTo(mixture, within(1e-9 * mixture));
  }

  /// Golden: Euler ancestral with its noise left out.
  @Test
  void eulerAncestralWithoutNoise() {
    ImportedSampler sampler = SamplerName.parse("Euler a Karras").sampler(10, EDM);
    LinearResponse response = LinearResponse.of(sampler.solver(), sampler.grid(), GAUSSIAN);
    assertThat(160 * response.keep() + response.offset()).isCloseTo(0.306238037577, within(3e-10));
  }

  private static double end(ImportedSampler sampler, Denoiser model, double start) {
    return ImportedRuns.run(
            sampler.solver(), model, sampler.grid(), Batch.copyOf(ONE, new double[] {start}))
        .get(0, 0);
  }

  /// Levels computed by numpy and scipy from the rules alone, on Stable Diffusion's table.
  @ParameterizedTest
  @CsvSource({
    "Euler, 14.614641 5.9488992 2.9183071 1.6155803 .93235797 .49355172 .029167158 0",
    "euler normal, 14.614641 5.9488992 2.9183071 1.6155803 .93235797 .49355172 .029167158 0",
    "Euler SGM Uniform, 14.614641 6.6779996 3.5220566 2.0606414 1.2768323 .79125984 .43966576 0",
    "Euler Simple, 14.614641 6.7016294 3.5282032 2.0616707 1.2762351 .79006096 .43806173 0",
    "DDIM, 14.265109 6.5706496 3.4854548 2.0473118 1.272063 .79006096 .44030901 .041314412 0",
    "Euler Beta, 14.614641 13.280263 10.597608 7.3219042 4.0462006 1.3635454 .029167158 0",
    "Euler KL Optimal, 14.614641 3.4934845 1.8781238 1.187867 .77703707 .4831874 .24432785 .029167158",
    "Euler Align Your Steps, 14.615 4.5871871 2.3938735 1.396 .7425183 .28924318 .029 0",
    "DPM2 Uniform, 14.614641 6.6779996 3.5220566 2.0606414 1.2768323 .79125984 .43966576 0"
  })
  void schedulesPlaceTheLevelsThatTheirRulesSay(String name, String levels) {
    TimeGrid grid = SamplerName.parse(name).sampler(7, SD).grid();
    double[] expected = Stream.of(levels.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertThat(grid.steps()).isEqualTo(expected.length - 1);
    for (int i = 0; i < expected.length; i++) {
      assertThat(grid.sigma(i)).isCloseTo(expected[i], within(2e-7 * expected[i]));
    }
  }

  /// Golden: k-diffusion's own lists of five.
  @Test
  void listsOfKDiffusion() {
    assertThat(levels("euler exponential"))
        .containsExactly(new double[] {80, 5.6568542, .4, .028284271, .002, 0}, within(1e-7));
    assertThat(levels("euler vp"))
        .containsExactly(
            new double[] {152.16697, 17.049123, 3.4222448, .95752648, .010485993, 0}, within(1e-5));
  }

  private static double[] levels(String name) {
    return SamplerName.parse(name).sampler(5, EDM).grid().sigmas().toArray();
  }

  static Stream<NamedMethod> methods() {
    return NamedMethod.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyNameReadsInBothFormsWithEverySchedule(NamedMethod method) {
    for (SigmaSchedule schedule : SigmaSchedule.ALL) {
      for (String name : new String[] {method.label(), method.function()}) {
        SamplerName read = SamplerName.parse(name + " " + schedule.label());
        ImportedSampler sampler = read.sampler(10, SD);
        assertThat(sampler.solver()).isEqualTo(method.solver());
        assertThat(sampler.grid().steps()).isBetween(10, 11);
        assertThat(sampler.differences()).allMatch(s -> s.endsWith("."));
      }
    }
  }

  @Test
  void labelsFollowTheirDefaultScheduleAndSayIt() {
    ImportedSampler plain = SamplerName.parse("dpm++ 2m").sampler(10, SD);
    assertThat(plain.grid()).isEqualTo(SamplerName.parse("DPM++ 2M Karras").sampler(10, SD).grid());
    assertThat(plain.differences()).anyMatch(s -> s.contains("Karras is taken"));
    assertThat(SamplerName.parse("DPM++ 2M SDE Heun").sampler(10, SD).differences())
        .anyMatch(s -> s.contains("Exponential is taken"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DPM++ 2N Karras | did you mean 'DPM++ 2M'",
        "dpmpp_2n | did you mean 'dpmpp_2m'",
        "DPM++ 2M Karas | did you mean 'Karras'",
        "DPM adaptive | dormand-prince",
        "DPM fast Karras | dpmpp-singlestep-3",
        "Restart | heun-churn",
        "LCM | distilled",
        "sample_dpmpp_2m_cfg_pp | CFG++",
        "'' | known are Euler a"
      })
  void whatIsNotKnownIsRefusedWithTheNearest(String name, String cure) {
    assertThatThrownBy(() -> SamplerName.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(cure);
  }

  @ParameterizedTest
  @CsvSource({"Euler Simple, 0", "DDIM, 0", "DPM++ 2M Karras, -3"})
  void aRunOfNoStepsIsRefused(String name, int steps) {
    assertThatThrownBy(() -> SamplerName.parse(name).sampler(steps, SD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 step, got " + steps);
  }

  @Test
  void aScheduleThatCountsTimestepsNeedsATable() {
    assertThatThrownBy(() -> SamplerName.parse("Euler Simple").sampler(10, EDM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("take Karras");
  }

  /// Of a model that is no imported network only the scale is known.
  @Test
  void aModelWithoutATableRunsInStandardDeviationsOfItsData() {
    ImportedSampler sampler =
        SamplerName.parse("DPM++ 2M Karras")
            .samplerFor(
                GAUSSIAN,
                4,
                10,
                java.util.OptionalDouble.empty(),
                java.util.OptionalDouble.empty());
    assertThat(sampler.grid().first()).isCloseTo(4 * 14.614641, within(1e-4));
    assertThat(sampler.differences()).anyMatch(s -> s.contains("Stable Diffusion's stands in"));
  }
}
