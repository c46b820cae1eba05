package org.scorefield.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.interop.ImportedRuns.config;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.scorefield.denoise.Denoiser;
import org.scorefield.sampling.DummyProblem;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.Wired;

/// A file for a model that is an imported network, with a wiring of its own.
class ImportedNetworkTest {
  private static final SchedulerConfig DDIM = config("DDIMScheduler", "");

  private static Denoiser wired(SchedulerConfig config) {
    return ImportedRuns.denoiser(config, DummyProblem.network());
  }

  @Test
  void theSettingsOfTheNetworkReplaceThoseOfItsWiring() {
    Wired own = (Wired) wired(DDIM);
    assertThat(own.wiring().prediction()).isEqualTo(Predicted.EPSILON);
    assertThat(own.wiring().inputs().x()).isEqualTo("x");
    assertThat(own.wiring().table().orElseThrow().timesteps()).isEqualTo(1000);
  }

  @Test
  void aWiringThatAgreesIsNotSpokenOf() {
    ImportedSampler sampler = DDIM.samplerFor(wired(DDIM), 0.5, 10);
    assertThat(sampler).isEqualTo(DDIM.sampler(10));
  }

  @Test
  void aWiringThatSaysOtherwiseIsSaid() {
    Denoiser v = wired(config("DDIMScheduler", "\"prediction_type\": \"v_prediction\""));
    assertThat(DDIM.samplerFor(v, 0.5, 10).differences())
        .anyMatch(s -> s.contains("predicts EPSILON, the model's wiring says V"));
    Denoiser other = wired(config("DDIMScheduler", "\"beta_end\": 0.012"));
    assertThat(DDIM.samplerFor(other, 0.5, 10).differences())
        .anyMatch(s -> s.contains("off those of the model's wiring"));
    Denoiser edm = wired(config("EDMEulerScheduler", ""));
    assertThat(DDIM.samplerFor(edm, 0.5, 10).differences())
        .anyMatch(s -> s.contains("the model's wiring says EDM"));
  }

  @Test
  void levelsThatANetworkCannotBeToldAreCounted() {
    assertThat(config("EulerDiscreteScheduler", "").samplerFor(wired(DDIM), 0.5, 8).differences())
        .anyMatch(s -> s.matches("6 of the 8 levels lie between timesteps.*"));
    ImportedSampler named =
        SamplerName.parse("Euler Karras")
            .samplerFor(wired(DDIM), 0.5, 10, OptionalDouble.empty(), OptionalDouble.empty());
    assertThat(named.differences()).anyMatch(s -> s.contains("lie between timesteps"));
    assertThat(named.grid().first())
        .isEqualTo(((Wired) wired(DDIM)).wiring().table().orElseThrow().sigmas().last());
  }
}
