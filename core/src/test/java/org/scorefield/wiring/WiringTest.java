package org.scorefield.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Guidance;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;

class WiringTest {
  private static final Shape PICTURE = Shape.image(3, 2, 4);
  private static final Gaussian LAW =
      Gaussian.of(
          PICTURE,
          Vector.generate(24, i -> 0.1 * Math.sin(i)),
          Matrix.diagonal(24, i -> 0.02 * (i + 1)));
  private static final Batch X = new Noise(NoiseKey.of(3), 0, 5).normal(PICTURE);

  static Stream<Wiring> all() {
    return Wirings.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void anExactNetworkBecomesTheExactDenoiser(Wiring wiring) {
    requireExact(wiring, 1e-9);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void axesAreBroughtIntoOurOrderAndBack(Layout layout) {
    Wiring plain = Wirings.of(Predicted.EPSILON, ScheduleSettings.Kind.LINEAR, NoiseInput.TIMESTEP);
    Wiring turned = Settings.with(plain, "layout", layout);
    requireExact(turned, 1e-9);
    if (layout != Layout.BATCH_FIRST) {
      requireExact(Settings.with(turned, "channels", Optional.of(Wiring.Channels.BGR)), 1e-9);
    }
  }

  @Test
  void networksWithOtherUnitsAndSignsAreConverted() {
    Wiring plain = Wirings.of(Predicted.VELOCITY, ScheduleSettings.Kind.FLOW, NoiseInput.TIME);
    Wiring ranged = Settings.with(plain, "valueRange", Optional.of(List.of(-0.5, 0.5)));
    Wiring counted = Settings.with(ranged, "noiseFactor", OptionalDouble.of(1000));
    Wiring reversed = Settings.with(counted, "outputFactor", OptionalDouble.of(-1));
    Wiring backwards =
        Settings.with(
            Settings.with(reversed, "noiseFactor", OptionalDouble.of(-1)),
            "noiseOffset",
            OptionalDouble.of(1));
    Stream.of(ranged, counted, reversed, backwards).forEach(w -> requireExact(w, 1e-9));
    requireExact(Settings.with(plain, "valueRange", Optional.of(List.of(0.0, 1.0))), 1e-9);
  }

  private static void requireExact(Wiring wiring, double tolerance) {
    Wired wired = wiring.denoiser(new ExactNetwork(LAW, wiring), false);
    assertThat(wired.shape()).isEqualTo(PICTURE);
    for (double sigma : List.of(0.05, 0.7, 9.0)) {
      double[] expected = LAW.denoise(X, sigma).toArray();
      assertThat(wired.denoise(X, sigma).toArray())
          .as("sigma %s", sigma)
          .containsExactly(expected, within(tolerance));
    }
  }

  @Test
  void aNetworkOfWholeTimestepsIsAskedAtTheNearestLevelOfItsTable() {
    Wiring wiring =
        Wirings.of(Predicted.EPSILON, ScheduleSettings.Kind.COSINE, NoiseInput.TIMESTEP);
    Wired wired = wiring.denoiser(new ExactNetwork(LAW, wiring), true);
    Vector levels = wiring.table().orElseThrow().sigmas();
    double between = Math.sqrt(levels.get(400) * levels.get(401));
    assertThat(wired.noiseInput(between * 0.999)).isEqualTo(400);
    assertThat(wired.noiseInput(between * 1.001)).isEqualTo(401);
    assertThat(wired.nearest(between * 1.001)).isEqualTo(levels.get(401));
    assertThat(wired.sigmaMin()).isEqualTo(levels.first());
    assertThat(wired.sigmaMax()).isEqualTo(levels.last());
    assertThat(wired.noiseInput(1e9)).isEqualTo(999);
  }

  @Test
  void theNetworkBehindADenoiserIsFoundThroughGuidance() {
    Wiring wiring = Wirings.of(Predicted.X0, ScheduleSettings.Kind.EDM, NoiseInput.SIGMA);
    Wired wired = wiring.denoiser(new ExactNetwork(LAW, wiring), false);
    assertThat(Wired.in(new Guidance(wired, LAW, 2))).containsSame(wired);
    assertThat(Wired.in(LAW)).isEmpty();
  }

  @Test
  void levelsAreInTheUnitsOfOurPictures() {
    Wiring wiring =
        Settings.with(
            Settings.with(
                Wirings.of(Predicted.EPSILON, ScheduleSettings.Kind.LINEAR, NoiseInput.TIMESTEP),
                "valueRange",
                Optional.of(List.of(-0.5, 0.5))),
            "levels",
            Optional.of(List.of(0.01, 30.0)));
    Wired wired = wiring.denoiser(new ExactNetwork(LAW, wiring), false);
    assertThat(wired.sigmaMin()).isEqualTo(0.02);
    assertThat(wired.sigmaMax()).isEqualTo(60);
    assertThat(wiring.scale()).isEqualTo(1);
  }

  @Test
  void whatDoesNotGoTogetherIsRefusedWithTheCure() {
    assertThatThrownBy(() -> Wirings.of(Predicted.V, ScheduleSettings.Kind.FLOW, NoiseInput.TIME))
        .hasMessageContaining("take velocity");
    assertThatThrownBy(
            () -> Wirings.of(Predicted.X0, ScheduleSettings.Kind.EDM, NoiseInput.TIMESTEP))
        .hasMessageContaining("discrete time")
        .hasMessageContaining("take time");
    Wiring shapeless =
        Settings.with(
            Settings.with(
                Wirings.of(Predicted.X0, ScheduleSettings.Kind.EDM, NoiseInput.SIGMA),
                "layout",
                Layout.BATCH_FIRST),
            "channels",
            Optional.of(Wiring.Channels.BGR));
    assertThatThrownBy(() -> shapeless.denoiser(new ExactNetwork(LAW, shapeless), false))
        .hasMessageContaining("got batch-first; take nchw or nhwc");
    Wiring wiring =
        Wirings.of(Predicted.EPSILON, ScheduleSettings.Kind.LINEAR, NoiseInput.TIMESTEP_FRACTION);
    assertThatThrownBy(() -> wiring.denoiser(new ExactNetwork(LAW, wiring), true))
        .hasMessageContaining("whole numbers");
    assertThatThrownBy(() -> Settings.with(wiring, "valueRange", Optional.of(List.of(1.0, -1.0))))
        .hasMessageContaining("smaller first");
    assertThatThrownBy(() -> Settings.with(wiring, "classes", OptionalInt.of(10)))
        .hasMessageContaining("class_labels");
  }

  @Test
  void theYamlBesideAModelIsReadAndWrittenBackEqual() {
    String yaml =
        """
        prediction: epsilon
        schedule: {kind: cosine, timesteps: 300, lowest_beta: 1e-4, highest_beta: 0.9999}
        noise_input: timestep
        layout: nhwc
        value_range: [-1, 1]
        sigma_data: 0.5
        inputs: {x: image_input, noise: time_input}
        output: eps
        """;
    Wiring wiring = Settings.parse("faces.yaml", yaml, Wiring.class);
    assertThat(wiring.table().orElseThrow().sigmas().first()).isCloseTo(0.0125, within(2e-4));
    assertThat(wiring.table().orElseThrow().sigmas().get(292)).isCloseTo(27.5, within(0.1));
    assertThat(Settings.parse("again", Settings.yaml(wiring), Wiring.class)).isEqualTo(wiring);
    assertThatThrownBy(
            () -> Settings.parse("faces.yaml", yaml.replace("layout", "layuot"), Wiring.class))
        .hasMessageContaining("layout");
    assertThatThrownBy(() ->
            Settings.parse("faces.yaml", yaml.replace("lowest_beta", "beta_start"), Wiring.class))
        .hasMessageContaining("has no 'beta_start'");
  }
}
