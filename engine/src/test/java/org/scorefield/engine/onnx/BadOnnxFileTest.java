package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scorefield.engine.onnx.TinyModel.FLOAT;
import static org.scorefield.engine.onnx.TinyModel.INT64;
import static org.scorefield.engine.onnx.TinyModel.OPEN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wiring;

/// A file that is not as it must be is refused before it does harm, and the message names the cure.
class BadOnnxFileTest {
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

  /// `x + t`, of pairs.
  private static TinyModel pairs() {
    return new TinyModel()
        .node("Add", List.of("x", "t"), "y")
        .input("x", FLOAT, OPEN, 2)
        .input("t", FLOAT, OPEN, 1)
        .output("y", FLOAT, OPEN, 2);
  }

  private OnnxNetwork open(Path file, String wiring) {
    Wiring read = Settings.parse("m.yaml", wiring, Wiring.class);
    return OnnxNetwork.open(file, read, OnnxOptions.usual());
  }

  private void refused(TinyModel model, String wiring, String... says) {
    refused(model.write(folder.resolve("m.onnx")), wiring, says);
  }

  private void refused(Path file, String wiring, String... says) {
    assertThatThrownBy(() -> open(file, wiring))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContainingAll(says);
  }

  @Test
  void theModelOfTheseTestsIsGood() {
    Path file = pairs().write(folder.resolve("m.onnx"));
    Batch y = open(file, VECTORS).evaluate(Batch.ofRows(Shape.vector(2), new double[] {1, 2}), 3);
    assertThat(y).isEqualTo(Batch.ofRows(Shape.vector(2), new double[] {4, 5}));
  }

  @Test
  void aFileThatIsMissing() {
    refused(folder.resolve("none.onnx"), VECTORS, "there is no such file", "check the path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello, I am no model", "{\"a\": 1}", "\u0080\u0080\u0080"})
  void aFileThatIsNotOnnx(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("m.onnx"), content);
    refused(file, VECTORS, "is not an ONNX file", "torch.onnx.export");
  }

  @Test
  void aFileThatIsCutShort() throws IOException {
    byte[] whole = pairs().bytes();
    int opened = 0;
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("m.onnx"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> open(file, VECTORS)).isInstanceOf(DataException.class);
      opened++;
    }
    assertThat(opened).isEqualTo(whole.length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "/etc/passwd", "a/../../secret", "..", "\\\\share\\x/../../y"})
  void tensorsOutsideOfItsFolder(String location) throws IOException {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.write(folder.resolve("secret"), new byte[8]);
    TinyModel model = pairs().external("w", location);
    refused(model.write(inner.resolve("m.onnx")), VECTORS, "outside of its folder", location);
  }

  @Test
  void tensorsBehindALinkOutOfItsFolder() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Path secret = Files.write(folder.resolve("secret"), new byte[8]);
    Files.createSymbolicLink(inner.resolve("w.bin"), secret);
    TinyModel model = pairs().external("w", "w.bin");
    refused(model.write(inner.resolve("m.onnx")), VECTORS, "outside of its folder", "w.bin");
  }

  @Test
  void tensorsBesideItThatAreMissingAndThenThere() throws IOException {
    TinyModel model =
        new TinyModel()
            .node("Add", List.of("x", "t"), "sum")
            .node("Mul", List.of("sum", "w"), "y")
            .external("w", "w.bin")
            .input("x", FLOAT, OPEN, 2)
            .input("t", FLOAT, OPEN, 1)
            .output("y", FLOAT, OPEN, 2);
    refused(model, VECTORS, "'w.bin'", "copy it beside the model");
    ByteBuffer weights = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    weights.putFloat(10).putFloat(100);
    Files.write(folder.resolve("w.bin"), weights.array());
    Batch x = Batch.ofRows(Shape.vector(2), new double[] {1, 2});
    OnnxNetwork first = open(folder.resolve("m.onnx"), VECTORS);
    assertThat(first.evaluate(x, 3))
        .isEqualTo(Batch.ofRows(Shape.vector(2), new double[] {40, 500}));
    Files.write(folder.resolve("w.bin"), new byte[8]);
    OnnxNetwork second = open(folder.resolve("m.onnx"), VECTORS);
    assertThat(second.evaluate(x, 3)).isEqualTo(Batch.zeros(Shape.vector(2), 1));
    assertThat(second.sha256()).isNotEqualTo(first.sha256());
  }

  @Test
  void theHashOfAFileByItselfIsThatOfItsBytes() throws NoSuchAlgorithmException {
    byte[] bytes = pairs().bytes();
    assertThat(open(pairs().write(folder.resolve("m.onnx")), VECTORS).sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  /// A body of a branch is a graph of its own.
  @Test
  void tensorsOutsideNamedDeepInside() {
    Message tensor =
        Message.of(
            new Message.Whole(2, FLOAT),
            new Message.Nested(
                13, Message.of(new Message.Text(1, "location"), new Message.Text(2, "../w"))));
    Message constant = Message.of(new Message.Text(1, "value"), new Message.Nested(5, tensor));
    Message body =
        Message.of(new Message.Nested(1, Onnx.node("Constant", List.of(), "c", List.of(constant))));
    Message branch = Message.of(new Message.Text(1, "then_branch"), new Message.Nested(6, body));
    refused(
        pairs().node("If", List.of("x"), "z", branch), VECTORS, "outside of its folder", "../w");
  }

  @Test
  void anOperatorTheRuntimeLacks() {
    TinyModel unknown =
        new TinyModel()
            .node("Levitate", List.of("x"), "y")
            .input("x", FLOAT, OPEN, 2)
            .output("y", FLOAT, OPEN, 2);
    refused(unknown, VECTORS, "operator", "Levitate", "standard operators");
    TinyModel foreign =
        new TinyModel()
            .foreign("com.acme", "Levitate", "x", "y")
            .input("x", FLOAT, OPEN, 2)
            .output("y", FLOAT, OPEN, 2);
    refused(foreign, VECTORS, "operator com.acme:Levitate", "standard operators");
    refused(
        foreign.imports("com.acme"), VECTORS, "operator com.acme:Levitate", "standard operators");
  }

  @Test
  void aFileOfTheFuture() {
    refused(pairs().opset(999), VECTORS, "newer version", "opset_version 17");
    refused(pairs().format(999), VECTORS, "newer version", "onnx.version_converter");
  }

  @Test
  void anInputOfAnotherName() {
    refused(
        pairs(),
        VECTORS.replace("noise: t", "noise: tt"),
        "inputs.noise says 'tt'",
        "[x, t]",
        "'t' was probably meant");
    refused(pairs(), VECTORS + "output: yy\n", "output says 'yy'", "'y' was probably meant");
  }

  @Test
  void anInputThatNothingIsSaidOf() {
    refused(pairs(), VECTORS.replace(", noise: t", ""), "also asks for [t]");
  }

  @Test
  void severalOutputsOfWhichNoneIsNamed() {
    TinyModel two = pairs().node("Neg", List.of("x"), "z").output("z", FLOAT, OPEN, 2);
    refused(two, VECTORS, "the outputs [y, z]", "say in output");
  }

  @Test
  void aLayoutThatDoesNotFit() {
    refused(pairs(), VECTORS.replace("batch-first", "nchw"), "x float[?, 2]", "4 axes");
  }

  @Test
  void aSizeThatIsLeftOpen() {
    TinyModel open =
        new TinyModel()
            .node("Add", List.of("x", "t"), "y")
            .input("x", FLOAT, OPEN, OPEN)
            .input("t", FLOAT, OPEN, 1)
            .output("y", FLOAT, OPEN, OPEN);
    refused(open, VECTORS, "leaves the size of a sample open", "shape: [4, 64, 64]");
    refused(open, VECTORS + "shape: [2, 2]\n", "shape says [2, 2]");
  }

  @Test
  void anOutputOfAnotherShape() {
    TinyModel wide =
        new TinyModel()
            .node("Add", List.of("x", "t"), "sum")
            .node("Concat", List.of("sum", "sum"), "y", Onnx.attribute("axis", 1))
            .input("x", FLOAT, OPEN, 2)
            .input("t", FLOAT, OPEN, 1)
            .output("y", FLOAT, OPEN, 4);
    refused(wide, VECTORS, "shape 2", "shape 4", "name another output, or look at layout");
  }

  @Test
  void samplesOfWholeNumbers() {
    TinyModel whole =
        new TinyModel()
            .node("Identity", List.of("x"), "y")
            .input("x", INT64, OPEN, 2)
            .output("y", INT64, OPEN, 2);
    refused(whole, VECTORS.replace(", noise: t", ""), "whole numbers");
  }

  @Test
  void aModelThatFailsWhenItIsAsked() {
    TinyModel model =
        new TinyModel()
            .integers("shape", 7, 7)
            .node("Add", List.of("x", "t"), "sum")
            .node("Reshape", List.of("sum", "shape"), "y")
            .input("x", FLOAT, OPEN, 2)
            .input("t", FLOAT, OPEN, 1)
            .output("y", FLOAT, OPEN, OPEN);
    refused(model, VECTORS, "fails when it is asked for one sample", "layout");
  }

  @Test
  void aTimeOfWholeNumbersThatIsToldLevels() {
    TinyModel whole =
        new TinyModel()
            .node("Cast", List.of("t"), "f", Onnx.attribute("to", FLOAT))
            .node("Add", List.of("x", "f"), "y")
            .input("x", FLOAT, OPEN, 2)
            .input("t", INT64, OPEN, 1)
            .output("y", FLOAT, OPEN, 2);
    Path file = whole.write(folder.resolve("m.onnx"));
    Wiring wiring = Settings.parse("m.yaml", VECTORS, Wiring.class);
    assertThatThrownBy(() -> OnnxModels.read(file, wiring, OnnxOptions.usual()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("whole numbers")
        .hasMessageContaining("noise_input must be timestep");
  }
}
