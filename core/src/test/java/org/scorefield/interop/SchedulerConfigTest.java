package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.interop.ImportedRuns.config;
import static org.scorefield.interop.ImportedRuns.differences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.Thresholded;
import org.scorefield.sampling.solver.Warmup;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;

class SchedulerConfigTest {
  @TempDir private Path temp = Path.of("");

  static Stream<SchedulerClass> classes() {
    return SchedulerClasses.ALL.stream();
  }

  /// Whatever the number of steps, a grid of levels that fall, with differences in whole sentences.
  @ParameterizedTest
  @MethodSource("classes")
  void everyClassReadsByItsDefaults(SchedulerClass type) {
    SchedulerConfig config = config(type.name(), "");
    for (int steps : new int[] {2, 4, 5, 10, 20, 31, 50}) {
      ImportedSampler sampler = config.sampler(steps);
      assertThat(sampler.grid().steps()).isEqualTo(steps);
      assertThat(sampler.differences())
          .isNotEmpty()
          .allMatch(s -> s.endsWith(".") && Character.isUpperCase(s.codePointAt(0)));
    }
    assertThat(config.name()).isEqualTo(type.name());
    assertThat(config.network().isPresent()).isEqualTo(!type.name().startsWith("IPNDM"));
  }

  @Test
  void atLeastFifteenClassesAreKnownAndNoneTwice() {
    assertThat(SchedulerClasses.names()).hasSizeGreaterThanOrEqualTo(15).doesNotHaveDuplicates();
    assertThat(SchedulerClasses.REFUSED)
        .noneMatch(refused -> SchedulerClasses.names().contains(refused.name()));
  }

  /// The file of Stable Diffusion 1.5.
  @Test
  void aRealFileReadsAsItIsMeant() throws IOException {
    Path file = temp.resolve("scheduler_config.json");
    Files.writeString(
        file,
        """
        {
          "_class_name": "PNDMScheduler",
          "_diffusers_version": "0.6.0",
          "beta_end": 0.012,
          "beta_schedule": "scaled_linear",
          "beta_start": 0.00085,
          "num_train_timesteps": 1000,
          "set_alpha_to_one": false,
          "skip_prk_steps": true,
          "steps_offset": 1,
          "trained_betas": null,
          "clip_sample": false
        }
        """);
    SchedulerConfig config = SchedulerConfig.read(file);
    ImportedSampler sampler = config.sampler(50);
    assertThat(sampler.solver()).isEqualTo(new Ipndm(4, Warmup.HEUN));
    assertThat(sampler.grid().first()).isCloseTo(13.0, within(0.5));
    assertThat(sampler.grid().last()).isCloseTo(0.0292, within(1e-4));
    assertThat(sampler.differences())
        .anyMatch(s -> s.contains("no option clip_sample; diffusers ignores it"));
    NetworkSettings network = config.network().orElseThrow();
    assertThat(network.prediction()).isEqualTo(Predicted.EPSILON);
    assertThat(network.noiseInput()).isEqualTo(NoiseInput.TIMESTEP);
  }

  /// Golden: the levels and timesteps of diffusers' tests.
  @Test
  void gridsAreThePublishedOnes() {
    String k = "\"num_train_timesteps\": 1100, \"beta_end\": 0.02";
    assertLevels(
        config("EulerDiscreteScheduler", k).sampler(10).grid(),
        261.05557,
        81.405685,
        29.11212,
        11.912565,
        5.5358195,
        2.8648756,
        1.5868177,
        .87408251,
        .40016323,
        .01000133,
        0);
    assertLevels(
        config("EulerDiscreteScheduler", k + ", \"use_karras_sigmas\": true").sampler(10).grid(),
        261.05557,
        140.04826,
        70.695412,
        33.13921,
        14.167905,
        5.3851871,
        1.7522193,
        .45976958,
        .087811887,
        .01000133,
        0);
    assertLevels(
        config("DPMSolverMultistepScheduler", "\"final_sigmas_type\": \"sigma_min\"")
            .sampler(10)
            .grid(),
        157.40727,
        60.271416,
        25.528484,
        11.93952,
        6.13521,
        3.4429674,
        2.0410874,
        1.2401613,
        .72359121,
        .34226012,
        .01000133);
    assertLevels(
        config("EDMEulerScheduler", "").sampler(10).grid(),
        80,
        42.415188,
        21.108677,
        9.7232018,
        4.0661235,
        1.501742,
        .46997905,
        .11663856,
        .020435335,
        .002,
        0);
  }

  private static void assertLevels(TimeGrid grid, double... levels) {
    for (int i = 0; i < levels.length; i++) {
      assertThat(grid.sigma(i)).isCloseTo(levels[i], within(1e-6 * levels[i]));
    }
  }

  @Test
  void minusInfinityAsPythonWritesItIsRead() {
    assertThat(
            config("DPMSolverMultistepScheduler", "\"lambda_min_clipped\": -Infinity")
                .sampler(10)
                .grid())
        .isEqualTo(config("DPMSolverMultistepScheduler", "").sampler(10).grid());
  }

  @Test
  void clippingIsKeptAndSaidWhereItIsNotTheSame() {
    ImportedSampler ddim = config("DDIMScheduler", "").sampler(10);
    assertThat(ddim.solver()).isInstanceOf(Thresholded.class);
    assertThat(ddim.differences()).anyMatch(s -> s.contains("use_clipped_model_output"));
    ImportedSampler free = config("DDIMScheduler", "\"clip_sample\": false").sampler(10);
    assertThat(free.solver()).isNotInstanceOf(Thresholded.class);
    assertThat(ddim.unheld().solver()).isEqualTo(free.solver());
    assertThat(ddim.inUnits(2).grid().first()).isEqualTo(2 * ddim.grid().first());
  }

  /// As diffusers ignores it: its multistep DPM-Solver does not clip.
  @Test
  void anOptionOfAnotherClassHasNoEffect() {
    ImportedSampler sampler =
        config("DPMSolverMultistepScheduler", "\"clip_sample\": true, \"skip_prk_steps\": true")
            .sampler(10);
    assertThat(sampler.solver())
        .isEqualTo(config("DPMSolverMultistepScheduler", "").sampler(10).solver());
    assertThat(
            config("DPMSolverSinglestepScheduler", "\"timestep_spacing\": \"trailing\"")
                .sampler(10)
                .grid())
        .isEqualTo(config("DPMSolverSinglestepScheduler", "").sampler(10).grid());
  }

  /// Data of 16 grey levels and more follow their scale, and are not clipped.
  @Test
  void aModelThatIsNoImportedNetworkIsRunOnItsOwnScale() {
    Gaussian model = Gaussian.isotropic(Shape.vector(1), Vector.of(8), 16);
    SchedulerConfig config = config("DDIMScheduler", "");
    ImportedSampler sampler = config.samplerFor(model, 4, 10);
    assertThat(sampler.grid().first())
        .isCloseTo(8 * config.sampler(10).grid().first(), within(1e-9));
    assertThat(sampler.differences())
        .anyMatch(s -> s.contains("multiplied by 8"))
        .anyMatch(s -> s.contains("here they are not"));
    Batch end =
        new Sampler(sampler.grid(), sampler.solver(), new Start.Prior())
            .sample(model, Noise.of(3, 2000))
            .orElseThrow();
    double mean = Vector.of(end.toArray()).sum() / 2000;
    assertThat(mean).isCloseTo(8, within(4 * 4 / Math.sqrt(2000)));
  }

  @Test
  void whatDiffersIsSaid() {
    assertThat(differences("DDIMScheduler", "\"timestep_spacing\": \"linspace\"", 10))
        .anyMatch(s -> s.contains("goes 100 timesteps down"));
    assertThat(differences("DDIMScheduler", "", 10)).noneMatch(s -> s.contains("timesteps down"));
    assertThat(differences("PNDMScheduler", "", 8)).anyMatch(s -> s.contains("rounded down"));
    assertThat(differences("PNDMScheduler", "", 10)).noneMatch(s -> s.contains("rounded down"));
    assertThat(differences("PNDMScheduler", "\"prediction_type\": \"v_prediction\"", 10))
        .anyMatch(s -> s.contains("extrapolates v"));
    assertThat(differences("DPMSolverMultistepScheduler", "\"use_beta_sigmas\": true", 10))
        .anyMatch(s -> s.contains("the whole part of the timestep"));
    assertThat(differences("FlowMatchEulerDiscreteScheduler", "", 10))
        .anyMatch(s -> s.contains("t = 0.999999"));
    assertThat(
            differences(
                "DDIMScheduler",
                "\"rescale_betas_zero_snr\": true, \"timestep_spacing\": \"trailing\"",
                10))
        .anyMatch(s -> s.contains("sigma = 1e6"));
    assertThat(differences("DDPMScheduler", "", 10)).anyMatch(s -> s.contains("Random numbers"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DDIMSchedular | '' | did you mean DDIMScheduler?",
        "NoSuchThing | '' | Known are DDIMScheduler",
        "SASolverScheduler | '' | the nearest is DPMSolverMultistepScheduler",
        "LCMScheduler | '' | distilled",
        "DDIMInverseScheduler | '' | from data to noise",
        "DDIMScheduler | \"predction_type\": \"epsilon\" | did you mean 'prediction_type'?",
        "DDIMScheduler | \"prediction_type\": \"epsilom\" | did you mean \"epsilon\"?",
        "DDIMScheduler | \"beta_start\": \"small\" | must be a number",
        "DDIMScheduler | \"num_train_timesteps\": 1 | 2 to 1000000",
        "DDIMScheduler | \"beta_schedule\": \"cosine\" | known are linear, scaled_linear",
        "DDIMScheduler | \"beta_start\": 0.0, \"beta_end\": 0.0 | does not fall strictly",
        "DDIMScheduler | \"trained_betas\": [0.1, \"x\"] | a list of numbers",
        "DDPMScheduler | \"variance_type\": \"learned_range\" | known are fixed_small",
        "UniPCMultistepScheduler | \"predict_x0\": false | in noise prediction",
        "UniPCMultistepScheduler | \"disable_corrector\": [0] | leave it empty",
        "UniPCMultistepScheduler | \"solver_order\": 4 | it is 1, 2 or 3",
        "EulerDiscreteScheduler | \"use_karras_sigmas\": true, \"use_beta_sigmas\": true | at once",
        "DPMSolverMultistepScheduler | \"algorithm_type\": \"sde-dpmsolver\" | did you mean \"sde-dpmsolver++\"?",
        "FlowMatchEulerDiscreteScheduler | \"use_dynamic_shifting\": true | exp(mu)",
        "FlowMatchEulerDiscreteScheduler | \"shift\": -1 | it must be positive",
        "IPNDMScheduler | \"trained_betas\": [0.1, 0.2] | its levels are then its own"
      })
  void whatIsNotKnownIsRefusedWithACure(String type, String options, String cure) {
    assertThatThrownBy(
            () -> {
              SchedulerConfig config = config(type, options);
              config.sampler(10);
              config.network();
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining(cure);
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    for (String text :
        List.of("", "{", "[]", "{}", "7", "{\"_class_name\": 7}", "{\"a\": 1, \"a\": 2}")) {
      assertThatThrownBy(() -> SchedulerConfig.parse("file", text))
          .as(text)
          .isInstanceOf(DataException.class);
    }
    assertThatThrownBy(() -> SchedulerConfig.read(temp.resolve("missing.json")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no such file");
    Path large = temp.resolve("large.json");
    Files.write(large, new byte[2_000_000]);
    assertThatThrownBy(() -> SchedulerConfig.read(large))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void stepsThatThereAreNotAreRefused() {
    assertThatThrownBy(() -> config("DDIMScheduler", "").sampler(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config("DDIMScheduler", "").sampler(1001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1001");
    assertThatThrownBy(() -> config("DDIMScheduler", "\"steps_offset\": 200").sampler(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps_offset");
  }
}
