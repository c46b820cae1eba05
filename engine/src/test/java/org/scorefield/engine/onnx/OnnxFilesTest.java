package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.Forward;
import org.scorefield.engine.torch.Numbers;
import org.scorefield.engine.torch.TorchValue;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;

/// Files that ONNX Runtime reads, and that give there what LibTorch gives here.
class OnnxFilesTest {
  private static final double TOLERANCE = 1e-5;
  private static final OnnxCard CARD =
      new OnnxCard(
          "moons", "Two half moons.", Optional.of(List.of(-1.0, 1.0)), Map.of("card", "{\"a\":1}"));

  private static final List<String> DENOISER = List.of("x", "sigma", "class_labels");

  @TempDir Path folder;

  static Stream<Network> networks() {
    return Examples.networks();
  }

  /// The network alone, and the denoiser made of it, at other lengths of the batch than any that
  /// the file was made for.
  @ParameterizedTest
  @MethodSource("networks")
  void everyNetworkAgreesWithTorch(Network network) {
    TrainedNetwork trained = Examples.trained(network, Parametrisation.EDM, network.condition());
    Path alone = folder.resolve("network.onnx");
    Path whole = folder.resolve("denoiser.onnx");
    OnnxFiles.writeNetwork(alone, trained, CARD);
    OnnxFiles.writeDenoiser(whole, trained, CARD);
    DenoiserGraph graph = DenoiserGraph.of(trained);
    float[] values = graph.values(trained.parameters());
    try (OnnxSession raw = OnnxSession.of(alone);
        OnnxSession denoiser = OnnxSession.of(whole)) {
      for (int batch : new int[] {1, 3, 17}) {
        Numbers noise = Numbers.drawn("noise", new Init.Normal(1), batch, 1);
        List<String> names = List.of("x", "noise", "condition");
        assertAgreement(raw, network, trained.parameters(), noise, 1, names);
        assertAgreement(denoiser, graph, values, levels(batch), 1, DENOISER);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("parametrisations")
  void everyPredictionAgreesWithTorch(Parametrisation parametrisation) {
    Path file = folder.resolve("denoiser.onnx");
    TrainedNetwork trained = Examples.trained(Examples.SMALL, parametrisation, 0);
    OnnxFiles.writeDenoiser(file, trained, CARD);
    DenoiserGraph graph = DenoiserGraph.of(trained);
    try (OnnxSession session = OnnxSession.of(file)) {
      // Epsilon prediction multiplies rounding by sigma, which goes up to 50.
      float[] values = graph.values(trained.parameters());
      assertAgreement(session, graph, values, levels(17), 50, DENOISER);
    }
  }

  @Test
  void theGaussianThatANetworkWasGivenAgreesWithTorch() {
    Path file = folder.resolve("denoiser.onnx");
    TrainedNetwork trained = Examples.givenAGaussian(new Mlp(Shape.image(1, 2, 3), 0, 16, 2, 8));
    OnnxFiles.writeDenoiser(file, trained, CARD);
    DenoiserGraph graph = DenoiserGraph.of(trained);
    try (OnnxSession session = OnnxSession.of(file)) {
      float[] values = graph.values(trained.parameters());
      assertAgreement(session, graph, values, levels(17), 1, DENOISER);
    }
  }

  static Stream<Parametrisation> parametrisations() {
    return Stream.of(Parametrisation.values());
  }

  /// From 0.002 to 50, another for each sample.
  private static Numbers levels(int batch) {
    float[] levels = new float[batch];
    for (int i = 0; i < batch; i++) {
      levels[i] = (float) (0.002 * Math.pow(25_000, i / Math.max(1, batch - 1.0)));
    }
    return new Numbers(List.of(batch, 1), levels);
  }

  /// @param names of the inputs: x, noise, condition
  private static void assertAgreement(
      OnnxSession session,
      Network network,
      float[] values,
      Numbers noise,
      double scale,
      List<String> names) {
    int batch = noise.values().length;
    List<Numbers> inputs = Examples.inputs(network, batch, noise);
    Forward forward = new Forward(network);
    Numbers torch = TorchValue.of(forward, inputs, forward.parameters(values));
    Map<String, Numbers> named = new LinkedHashMap<>();
    named.put(names.get(0), inputs.get(0));
    named.put(names.get(1), new Numbers(List.of(batch), noise.values()));
    inputs.stream().skip(2).forEach(condition -> named.put(names.get(2), condition));
    double distance = session.run(named).distance(torch);
    assertThat(distance / scale).as("%s, batch %d", network, batch).isLessThan(TOLERANCE);
  }

  @Test
  void saysWhatItIs() throws OrtException {
    Path file = folder.resolve("moons.onnx");
    TrainedNetwork trained = Examples.trained(Examples.SMALL, Parametrisation.V, 0);
    OnnxFiles.writeDenoiser(file, trained, CARD);
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
      assertThat(session.getMetadata().getGraphName()).isEqualTo("moons");
      assertThat(session.getMetadata().getProducerName()).isEqualTo("scorefield");
      assertThat(session.getMetadata().getDescription()).startsWith("Two half moons.");
      assertThat(session.getMetadata().getCustomMetadata())
          .containsEntry("card", "{\"a\":1}")
          .containsEntry("scorefield.network", "mlp")
          .containsEntry("scorefield.parametrisation", "V");
      assertThat(session.getInputInfo().keySet()).containsExactlyInAnyOrder("x", "sigma");
      assertOpenBatch(session.getInputInfo(), "x");
      assertOpenBatch(session.getOutputInfo(), "denoised");
    }
  }

  private static void assertOpenBatch(Map<String, NodeInfo> ports, String name) {
    TensorInfo info = (TensorInfo) Objects.requireNonNull(ports.get(name)).getInfo();
    assertThat(info.getDimensionNames()[0]).isEqualTo("batch");
    assertThat(info.getShape()).containsExactly(-1, 3);
  }

  @Test
  void settingsStandBeside() {
    TrainedNetwork trained = Examples.trained(Examples.SMALL, Parametrisation.EDM, 0);
    OnnxFiles.writeDenoiser(folder.resolve("moons.onnx"), trained, CARD);
    Wiring wiring = Settings.read(folder.resolve("moons.yaml"), Wiring.class);
    assertThat(wiring.prediction()).isEqualTo(Predicted.X0);
    assertThat(wiring.schedule()).isEqualTo(ScheduleSettings.of(ScheduleSettings.Kind.EDM));
    assertThat(wiring.noiseInput()).isEqualTo(NoiseInput.SIGMA);
    assertThat(wiring.layout()).isEqualTo(Layout.BATCH_FIRST);
    assertThat(wiring.valueRange()).contains(List.of(-1.0, 1.0));
    assertThat(wiring.sigmaData()).isEqualTo(trained.normaliser().scale());
    assertThat(wiring.inputs())
        .isEqualTo(new Wiring.Inputs("x", Optional.of("sigma"), Optional.empty()));
    assertThat(wiring.output()).contains("denoised");
    assertThat(wiring.classes()).isEmpty();
  }

  @Test
  void anotherRangeOfValuesIsNotWritten() {
    TrainedNetwork trained = Examples.trained(Examples.SMALL, Parametrisation.EDM, 0);
    OnnxCard card = new OnnxCard("moons", "", Optional.of(List.of(0.0, 16.0)), Map.of());
    OnnxFiles.writeDenoiser(folder.resolve("moons.onnx"), trained, card);
    assertThat(Settings.read(folder.resolve("moons.yaml"), Wiring.class).valueRange()).isEmpty();
  }

  @Test
  void sameNetworkSameBytes() throws IOException {
    TrainedNetwork trained = Examples.trained(Examples.SMALL, Parametrisation.EDM, 0);
    OnnxFiles.writeDenoiser(folder.resolve("a.onnx"), trained, CARD);
    OnnxFiles.writeDenoiser(folder.resolve("b.onnx"), trained, CARD);
    assertThat(folder.resolve("a.onnx")).hasSameBinaryContentAs(folder.resolve("b.onnx"));
  }

  @Test
  void replacesAnOlderFile() throws IOException {
    Path file = folder.resolve("moons.onnx");
    Files.writeString(file, "old");
    OnnxFiles.writeDenoiser(
        file, Examples.trained(Examples.SMALL, Parametrisation.EDM, 0), OnnxCard.named("moons"));
    assertThat(Files.size(file)).isGreaterThan(100);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("moons.onnx", "moons.yaml");
    }
  }

  @Test
  void refusesParametersThatAreNotFiniteAndKeepsTheOlderFile() throws IOException {
    Path file = folder.resolve("moons.onnx");
    Files.writeString(file, "old");
    float[] parameters = Examples.parameters(Examples.SMALL);
    parameters[1] = Float.NaN;
    TrainedNetwork trained =
        TrainedNetwork.of(
            Examples.SMALL,
            parameters,
            Parametrisation.EDM,
            Examples.oneScale(Examples.SMALL.shape()),
            0);
    assertThatThrownBy(() -> OnnxFiles.writeDenoiser(file, trained, CARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN")
        .hasMessageContaining("value 2 of parameter 'noise.frequency'")
        .hasMessageContaining("export an earlier checkpoint");
    assertThat(file).hasContent("old");
  }

  @Test
  void refusesATargetThatCannotBeWritten() throws IOException {
    TrainedNetwork trained = Examples.trained(Examples.SMALL, Parametrisation.EDM, 0);
    assertThatThrownBy(
            () -> OnnxFiles.writeDenoiser(folder.resolve("none/moons.onnx"), trained, CARD))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("check that the directory exists");
    assertThatThrownBy(() -> OnnxFiles.writeNetwork(folder.resolve("moons.pt"), trained, CARD))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("let it end in .onnx");
    Files.createDirectory(folder.resolve("taken.onnx"));
    assertThatThrownBy(() -> OnnxFiles.writeNetwork(folder.resolve("taken.onnx"), trained, CARD))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a directory");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(folder.resolve("taken.onnx"));
    }
  }

  @Test
  void refusesWhatOneFileCannotHold() {
    OnnxFiles.requireSize(Integer.MAX_VALUE);
    assertThatThrownBy(() -> OnnxFiles.requireSize(1L << 31))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keep the model as safetensors");
  }

  @Test
  void refusesAValueRangeThatIsNone() {
    assertThatThrownBy(() -> new OnnxCard("m", "", Optional.of(List.of(1.0, -1.0)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the smaller first");
  }
}
