package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scorefield.engine.onnx.TinyModel.DOUBLE;
import static org.scorefield.engine.onnx.TinyModel.FLOAT;
import static org.scorefield.engine.onnx.TinyModel.FLOAT16;
import static org.scorefield.engine.onnx.TinyModel.INT32;
import static org.scorefield.engine.onnx.TinyModel.INT64;
import static org.scorefield.engine.onnx.TinyModel.OPEN;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.random.Noise;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wiring;

/// A network in an ONNX file gives each sample what it is, whatever else is asked at the time, and
/// whatever types and axes its inputs have.
class OnnxNetworkTest {
  private static final String VECTORS =
      """
      prediction: epsilon
      schedule: {kind: edm}
      noise_input: sigma
      layout: batch-first
      sigma_data: 1
      inputs: {x: x, noise: t}
      """;

  @TempDir private Path folder = Path.of("");

  private OnnxNetwork open(TinyModel model, String wiring) {
    return open(model.write(folder.resolve("m.onnx")), wiring, OnnxOptions.usual());
  }

  private static OnnxNetwork open(Path file, String wiring, OnnxOptions options) {
    return OnnxNetwork.open(file, Settings.parse("m.yaml", wiring, Wiring.class), options);
  }

  private static Batch rows(double[]... rows) {
    return Batch.ofRows(Shape.vector(rows[0].length), rows);
  }

  private static double[] row(double... values) {
    return values;
  }

  @Test
  void aSizeThatTheFileLeavesOpenIsThatOfTheWiring() {
    TinyModel open =
        new TinyModel()
            .node("Add", List.of("x", "t"), "y")
            .input("x", FLOAT, OPEN, OPEN)
            .input("t", FLOAT, OPEN, 1)
            .output("y", FLOAT, OPEN, OPEN);
    OnnxNetwork network = open(open, VECTORS + "shape: [3]\n");
    assertThat(network.shape()).isEqualTo(Shape.vector(3));
    assertThat(network.evaluate(rows(row(1, 2, 3)), 0.5)).isEqualTo(rows(row(1.5, 2.5, 3.5)));
  }

  static Stream<Network> networks() {
    return Examples.networks().filter(network -> network.condition() == 0);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aSampleGetsTheSameBitsInEveryBatchOnAnyNumberOfThreads(Network network) {
    Path file = folder.resolve("m.onnx");
    OnnxFiles.writeDenoiser(
        file, Examples.trained(network, Parametrisation.EDM, 0), OnnxCard.named("m"));
    Wiring wiring = Settings.read(folder.resolve("m.yaml"), Wiring.class);
    OnnxNetwork alone = OnnxNetwork.open(file, wiring, OnnxOptions.usual().threads(1).memory(1));
    Batch x = Noise.of(3, 23).normal(network.shape());
    Batch expected = oneByOne(alone, x, 0.7);
    for (int threads : new int[] {2, 5}) {
      OnnxNetwork other = OnnxNetwork.open(file, wiring, OnnxOptions.usual().threads(threads));
      for (int count : new int[] {1, 2, 23}) {
        assertThat(other.evaluate(x.slice(0, count), 0.7)).isEqualTo(expected.slice(0, count));
      }
      assertThat(other.evaluate(x.slice(0, 0), 0.7).count()).isZero();
    }
  }

  private static Batch oneByOne(OnnxNetwork network, Batch x, double noiseInput) {
    List<Batch> parts = new ArrayList<>();
    for (int i = 0; i < x.count(); i++) {
      parts.add(network.evaluate(x.slice(i, 1), noiseInput));
    }
    return Batch.concat(parts);
  }

  @Test
  void twoCallersAtOnceGetWhatEachGetsAlone() throws InterruptedException, ExecutionException {
    Path file = folder.resolve("m.onnx");
    Network network =
        Examples.networks().filter(n -> n.shape().rank() == 3).findFirst().orElseThrow();
    OnnxFiles.writeDenoiser(
        file, Examples.trained(network, Parametrisation.EDM, 0), OnnxCard.named("m"));
    Wiring wiring = Settings.read(folder.resolve("m.yaml"), Wiring.class);
    OnnxNetwork shared = OnnxNetwork.open(file, wiring, OnnxOptions.usual());
    List<Batch> starts = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      starts.add(Noise.of(seed, 9).normal(network.shape()).times(10));
    }
    List<Batch> serial = starts.stream().map(start -> travelled(shared, start)).toList();
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<Batch>> all = new ArrayList<>();
      for (Batch start : starts) {
        all.add(callers.submit(() -> travelled(shared, start)));
      }
      for (int i = 0; i < starts.size(); i++) {
        assertThat(all.get(i).get()).isEqualTo(serial.get(i));
      }
    }
  }

  /// Euler's method from 10 down.
  private static Batch travelled(OnnxNetwork denoiser, Batch x) {
    Batch state = x;
    for (double sigma = 10; sigma > 0.1; sigma *= 0.8) {
      state = Batch.combine(0.8, state, 0.2, denoiser.evaluate(state, sigma));
    }
    return state;
  }

  /// `x - mean over the batch`: the batch is not what a sample may depend on.
  @Test
  void aModelThatMixesItsBatchIsAskedForOneSampleAtATime() {
    TinyModel mixing =
        new TinyModel()
            .node("ReduceMean", List.of("x"), "mean", Onnx.attribute("axes", new long[] {0}))
            .node("Sub", List.of("x", "mean"), "y")
            .input("x", FLOAT, OPEN, 2)
            .output("y", FLOAT, OPEN, 2);
    OnnxNetwork network = open(mixing, VECTORS.replace(", noise: t", ""));
    assertThat(network.evaluate(rows(row(1, 2), row(3, 4), row(5, 6), row(7, 8)), 1))
        .isEqualTo(Batch.zeros(Shape.vector(2), 4));
  }

  /// As exporters leave it that trace a model with one sample and then call its batch open.
  @Test
  void aModelThatIsOpenInNameOnlyIsAskedForOneSampleAtATime() {
    TinyModel traced =
        new TinyModel()
            .integers("one", 1, 2)
            .node("Reshape", List.of("x", "one"), "r")
            .node("Neg", List.of("r"), "y")
            .input("x", FLOAT, OPEN, 2)
            .output("y", FLOAT, OPEN, 2);
    OnnxNetwork network = open(traced, VECTORS.replace(", noise: t", ""));
    assertThat(network.evaluate(rows(row(1, 2), row(3, 4), row(5, 6)), 1))
        .isEqualTo(rows(row(-1, -2), row(-3, -4), row(-5, -6)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aBatchOfFixedLengthIsFilled(long length) {
    TinyModel fixed =
        new TinyModel()
            .node("Add", List.of("x", "t"), "y")
            .input("x", FLOAT, length, 2)
            .input("t", FLOAT, length, 1)
            .output("y", FLOAT, length, 2);
    assertThat(open(fixed, VECTORS).evaluate(rows(row(1, 2), row(3, 4), row(5, 6), row(7, 8)), 1))
        .isEqualTo(rows(row(2, 3), row(4, 5), row(6, 7), row(8, 9)));
  }

  @Test
  void aFixedBatchThatIsMixedIsFilledWithOneSample() {
    TinyModel mixing =
        new TinyModel()
            .node("ReduceMean", List.of("x"), "mean", Onnx.attribute("axes", new long[] {0}))
            .node("Add", List.of("x", "mean"), "y")
            .input("x", FLOAT, 3, 2)
            .output("y", FLOAT, 3, 2);
    OnnxNetwork network = open(mixing, VECTORS.replace(", noise: t", ""));
    assertThat(network.evaluate(rows(row(1, 2), row(3, 4)), 1))
        .isEqualTo(rows(row(2, 4), row(6, 8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {FLOAT, DOUBLE, FLOAT16, INT32, INT64})
  void timesOfEveryTypeAndRank(int type) {
    for (long[] axes : new long[][] {{}, {1}, {OPEN}, {OPEN, 1}}) {
      TinyModel timed =
          new TinyModel()
              .node("Cast", List.of("t"), "f", Onnx.attribute("to", FLOAT))
              .integers("column", -1, 1)
              .node("Reshape", List.of("f", "column"), "g")
              .node("Add", List.of("x", "g"), "y")
              .input("x", FLOAT, OPEN, 2)
              .input("t", type, axes)
              .output("y", FLOAT, OPEN, 2);
      OnnxNetwork network = open(timed, VECTORS);
      assertThat(network.wholeNoise()).isEqualTo(type == INT32 || type == INT64);
      assertThat(network.evaluate(rows(row(1, 2), row(3, 4), row(5, 6)), 250))
          .as(Arrays.toString(axes))
          .isEqualTo(rows(row(251, 252), row(253, 254), row(255, 256)));
    }
  }

  @Test
  void aWholeTimeIsNotRoundedSilently() {
    TinyModel timed =
        new TinyModel()
            .node("Cast", List.of("t"), "f", Onnx.attribute("to", FLOAT))
            .node("Add", List.of("x", "f"), "y")
            .input("x", FLOAT, OPEN, 2)
            .input("t", INT64, OPEN, 1)
            .output("y", FLOAT, OPEN, 2);
    OnnxNetwork network = open(timed, VECTORS);
    assertThatThrownBy(() -> network.evaluate(rows(row(1, 2)), 7.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes whole numbers, got 7.5")
        .hasMessageContaining("snap");
  }

  @ParameterizedTest
  @ValueSource(ints = {DOUBLE, FLOAT16})
  void samplesOfOtherTypes(int type) {
    TinyModel model =
        new TinyModel()
            .node("Add", List.of("x", "t"), "y")
            .input("x", type, OPEN, 2)
            .input("t", type, OPEN, 1)
            .output("y", type, OPEN, 2);
    double precise = 1 + 0x1p-40;
    double given = type == DOUBLE ? precise : 1.5;
    assertThat(open(model, VECTORS).evaluate(rows(row(given, 2), row(3, 4)), 1))
        .isEqualTo(rows(row(given + 1, 3), row(4, 5)));
  }

  @Test
  void aClassIsAnIndexOrAOneAmongZeros() {
    String wiring = VECTORS.replace(", noise: t", ", class_labels: c") + "classes: 3\n";
    TinyModel index =
        new TinyModel()
            .constant("table", List.of(4, 2), 10, 20, 30, 40, 50, 60, 70, 80)
            .node("Gather", List.of("table", "c"), "of")
            .node("Add", List.of("x", "of"), "y")
            .input("x", FLOAT, OPEN, 2)
            .input("c", INT64, OPEN)
            .output("y", FLOAT, OPEN, 2);
    Batch x = rows(row(1, 2), row(3, 4));
    OnnxNetwork named = open(index, wiring + "null_class: 3\n");
    assertThat(named.classes()).isEqualTo(3);
    assertThat(named.given(1).evaluate(x, 1)).isEqualTo(rows(row(31, 42), row(33, 44)));
    assertThat(named.evaluate(x, 1)).isEqualTo(rows(row(71, 82), row(73, 84)));
    OnnxNetwork noNull = open(index, wiring);
    assertThat(noNull.given(0).evaluate(x, 1)).isEqualTo(rows(row(11, 22), row(13, 24)));
    assertThatThrownBy(() -> noNull.evaluate(x, 1))
        .hasMessageContaining("has to be told a class")
        .hasMessageContaining("one of its 3 classes");
    assertThatThrownBy(() -> noNull.given(3)).hasMessageContaining("knows 3 classes");

    TinyModel ones =
        new TinyModel()
            .constant("table", List.of(3, 2), 10, 20, 30, 40, 50, 60)
            .node("MatMul", List.of("c", "table"), "of")
            .node("Add", List.of("x", "of"), "y")
            .input("x", FLOAT, OPEN, 2)
            .input("c", FLOAT, OPEN, 3)
            .output("y", FLOAT, OPEN, 2);
    OnnxNetwork zeros = open(ones, wiring);
    assertThat(zeros.evaluate(x, 1)).isEqualTo(x);
    assertThat(zeros.given(2).evaluate(x, 1)).isEqualTo(rows(row(51, 62), row(53, 64)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nchw", "nhwc"})
  void learnedVariancesArePassedOver(String layout) {
    boolean first = layout.equals("nchw");
    long[] axes = first ? new long[] {OPEN, 1, 2, 3} : new long[] {OPEN, 2, 3, 1};
    long[] twice = first ? new long[] {OPEN, 2, 2, 3} : new long[] {OPEN, 2, 3, 2};
    TinyModel model =
        new TinyModel()
            .node("Neg", List.of("x"), "variances")
            .node("Concat", List.of("x", "variances"), "y", Onnx.attribute("axis", first ? 1 : 3))
            .input("x", FLOAT, axes)
            .output("y", FLOAT, twice);
    OnnxNetwork network =
        open(model, VECTORS.replace(", noise: t", "").replace("batch-first", layout));
    Batch x = Batch.copyOf(network.shape(), row(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    assertThat(network.evaluate(x, 1)).isEqualTo(x);
  }

  @Test
  void otherShapesAreRefused() {
    OnnxNetwork network =
        open(
            new TinyModel()
                .node("Neg", List.of("x"), "y")
                .input("x", FLOAT, OPEN, 2)
                .output("y", FLOAT, OPEN, 2),
            VECTORS.replace(", noise: t", ""));
    assertThatThrownBy(() -> network.evaluate(rows(row(1, 2, 3)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shape 2")
        .hasMessageContaining("got 3");
  }

  /// `0/0`, for whoever watches over the values to find.
  @Test
  void aNaNComesThrough() {
    OnnxNetwork network =
        open(
            new TinyModel()
                .node("Div", List.of("x", "x"), "y")
                .input("x", FLOAT, OPEN, 2)
                .output("y", FLOAT, OPEN, 2),
            VECTORS.replace(", noise: t", ""));
    Batch y = network.evaluate(rows(row(1, 2), row(3, 0)), 1);
    assertThat(y.firstNonFinite()).hasValue(1);
  }

  @Test
  void cudaIsRefusedWhereThereIsNone() {
    Path file =
        new TinyModel()
            .node("Neg", List.of("x"), "y")
            .input("x", FLOAT, OPEN, 2)
            .output("y", FLOAT, OPEN, 2)
            .write(folder.resolve("m.onnx"));
    String wiring = VECTORS.replace(", noise: t", "");
    OnnxOptions auto = OnnxOptions.usual().device(OnnxOptions.Device.AUTO);
    OnnxNetwork found = open(file, wiring, auto);
    assertThat(found.evaluate(rows(row(1, 2)), 1)).isEqualTo(rows(row(-1, -2)));
    org.junit.jupiter.api.Assumptions.assumeTrue(found.device() == OnnxOptions.Device.CPU);
    assertThatThrownBy(() -> open(file, wiring, auto.device(OnnxOptions.Device.CUDA)))
        .hasMessageContaining("has no CUDA")
        .hasMessageContaining("take device cpu");
  }
}
