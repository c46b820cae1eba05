package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class SafeTensorsTest {
  @TempDir private Path directory;

  /// A file laid out by hand: length, header text, values.
  private static byte[] file(String header, byte... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(values)
        .array();
  }

  private static String tensor(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  private SafeTensors read(byte[] bytes) throws IOException {
    return SafeTensors.read(Files.write(directory.resolve("m.safetensors"), bytes));
  }

  private void assertRefused(byte[] bytes, String... parts) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("m.safetensors");
  }

  private void assertHeaderRefused(String header, int dataLength, String... parts) {
    assertRefused(file(header, new byte[dataLength]), parts);
  }

  /// Every byte by hand from the format's description.
  @Test
  void aFileMadeByHandIsRead() throws IOException {
    byte[] values =
        ByteBuffer.allocate(8 + 8 + 8 + 3)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putDouble(0.1)
            .putLong(-42)
            .putFloat(1.5f)
            .putFloat(-0.0f)
            .put(new byte[] {0, 1, (byte) 255})
            .array();
    String header =
        "{\"__metadata__\":{\"kind\":\"test\",\"ü\":\"\\\"q\\\"\"},"
            + tensor("u", "U8", "[3]", "[24,27]")
            + ","
            + tensor("d", "F64", "[]", "[0,8]")
            + ","
            + tensor("i", "I64", "[1,1]", "[8,16]")
            + ","
            + tensor("none", "F64", "[0,5]", "[8,8]")
            + ","
            + tensor("f", "F32", "[1,2]", "[16,24]")
            + "}   ";
    SafeTensors content = read(file(header, values));
    assertThat(content.metadata()).isEqualTo(Map.of("kind", "test", "ü", "\"q\""));
    assertThat(content.tensors())
        .isEqualTo(
            Map.of(
                "d", Tensor.scalar(0.1),
                "i", Tensor.of(NumberType.I64, List.of(1, 1), -42),
                "none", Tensor.of(NumberType.F64, List.of(0, 5)),
                "f", Tensor.of(NumberType.F32, List.of(1, 2), 1.5, -0.0),
                "u", Tensor.of(NumberType.U8, List.of(3), 0, 1, 255)));
  }

  /// Every byte by hand from the format's description.
  @Test
  void theBytesWrittenAreTheFormats() throws IOException {
    Path file = directory.resolve("out.safetensors");
    SafeTensors content =
        new SafeTensors(
            Map.of(
                "b", Tensor.of(NumberType.U8, List.of(2), 7, 8),
                "a", Tensor.of(NumberType.F64, List.of(1), 2)),
            Map.of("kind", "x"));
    content.write(file);
    String header =
        "{\"__metadata__\":{\"kind\":\"x\"},"
            + tensor("a", "F64", "[1]", "[0,8]")
            + ","
            + tensor("b", "U8", "[2]", "[8,10]")
            + "}";
    String padded = header + " ".repeat(Math.floorMod(-header.length(), 8));
    byte[] values =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putDouble(2)
            .put(new byte[] {7, 8})
            .array();
    assertThat(Files.readAllBytes(file)).isEqualTo(file(padded, values));
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws IOException {
    double[] normals = Noise.of(1, 100).normal(Shape.vector(300)).toArray();
    normals[7] = Double.NaN;
    normals[8] = Double.NEGATIVE_INFINITY;
    normals[9] = -0.0;
    SafeTensors content =
        new SafeTensors(
            Map.of(
                "weights", Tensor.of(NumberType.F64, List.of(100, 300), normals),
                "rounded", Tensor.of(NumberType.F32, List.of(300, 100), normals),
                "counts", Tensor.of(NumberType.I64, List.of(2), -0x1p53, 0x1p53),
                "small", Tensor.of(NumberType.I16, List.of(2), -32768, 32767),
                "empty", Tensor.of(NumberType.F32, List.of(0)),
                "a \"name\"\n", Tensor.scalar(-1e-300)),
            Map.of("description", "{\"kind\": \"gaussian\"}", "empty", ""));
    Path file = directory.resolve("m.safetensors");
    content.write(file);
    assertThat(SafeTensors.read(file)).isEqualTo(content);
    SafeTensors none = new SafeTensors(Map.of(), Map.of());
    none.write(file);
    assertThat(SafeTensors.read(file)).isEqualTo(none);
    assertThat(directory.toFile().list()).containsExactly("m.safetensors");
  }

  @Test
  void truncationAnywhereAndBytesLeftOverAreRefused() {
    byte[] whole = file("{" + tensor("a", "F64", "[2]", "[0,16]") + "}", new byte[16]);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "truncated");
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "left over");
  }

  @Test
  void impossibleHeaderLengthsAreRefusedBeforeMemoryIsTaken() {
    for (long length : new long[] {0, 1, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
      byte[] bytes = file("{}", new byte[64]);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      assertRefused(bytes, "claims a header of " + Long.toUnsignedString(length));
    }
    byte[] beyond = file("{}", new byte[64]);
    ByteBuffer.wrap(beyond).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 90_000_000);
    assertRefused(beyond, "truncated");
  }

  @Test
  void headersThatAreNoJsonObjectAreRefused() {
    for (String header :
        List.of("{", "{]", "[]", "  {}", "\"x\"", "{}{}", "{\"a\":}", "{'a':1}", "{\"a\":1}x")) {
      assertHeaderRefused(header, 0, "header");
    }
    byte[] notUtf8 = file("{\"a\":\"bb\"}");
    notUtf8[8 + 6] = (byte) 0xC3;
    assertRefused(notUtf8, "not UTF-8");
    byte[] deep = file("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    assertRefused(deep, "JSON");
  }

  @Test
  void duplicateNamesAreRefused() {
    String a = tensor("a", "U8", "[1]", "[0,1]");
    assertHeaderRefused("{" + a + "," + a + "}", 1, "Duplicate", "a");
    assertHeaderRefused(
        "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}",
        1,
        "Duplicate");
    assertHeaderRefused("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0, "Duplicate");
  }

  @Test
  void sizesThatOverflowOrDisagreeAreRefused() {
    assertHeaderRefused(
        "{" + tensor("a", "F64", "[4294967296,4294967296]", "[0,0]") + "}", 0, "overflows");
    // 2^31 * 2^31 * 8 wraps to 0 in 64 bits.
    assertHeaderRefused(
        "{" + tensor("a", "F64", "[1073741824,1073741824,16]", "[0,0]") + "}", 0, "overflows");
    assertHeaderRefused(
        "{" + tensor("a", "F64", "[18446744073709551616]", "[0,0]") + "}", 0, "shape");
    assertHeaderRefused(
        "{" + tensor("a", "F64", "[2]", "[0,8]") + "}", 8, "needs 16 bytes", "give it 8");
    assertHeaderRefused("{" + tensor("a", "U8", "[-1]", "[0,1]") + "}", 1, "shape [-1]");
    assertHeaderRefused("{" + tensor("a", "U8", "[1.0]", "[0,1]") + "}", 1, "shape");
    assertHeaderRefused("{" + tensor("a", "U8", "\"1\"", "[0,1]") + "}", 1, "shape");
    assertHeaderRefused("{" + tensor("a", "U8", "{\"0\":1}", "[0,1]") + "}", 1, "shape");
  }

  @Test
  void offsetsThatOverlapLeaveHolesOrLeaveTheFileAreRefused() {
    String a = tensor("a", "U8", "[4]", "[0,4]");
    assertHeaderRefused("{" + a + "," + tensor("b", "U8", "[4]", "[2,6]") + "}", 6, "overlap");
    assertHeaderRefused("{" + a + "," + tensor("b", "U8", "[4]", "[0,4]") + "}", 4, "overlap");
    assertHeaderRefused("{" + a + "," + tensor("b", "U8", "[2]", "[6,8]") + "}", 8, "hole");
    assertHeaderRefused("{" + tensor("b", "U8", "[2]", "[1,3]") + "}", 3, "hole");
    assertHeaderRefused("{" + a + "}", 3, "truncated");
    assertHeaderRefused("{" + a + "}", 5, "left over");
    assertHeaderRefused("{" + tensor("a", "U8", "[4]", "[4,0]") + "}", 4, "offsets [4, 0]");
    assertHeaderRefused("{" + tensor("a", "U8", "[4]", "[-4,0]") + "}", 4, "data_offsets");
    assertHeaderRefused("{" + tensor("a", "U8", "[4]", "[0,4,8]") + "}", 4, "offsets");
    assertHeaderRefused("{" + tensor("a", "U8", "[0]", "[9223372036854775807,0]") + "}", 0, "off");
  }

  @Test
  void unknownTypesAndKeysAreRefused() {
    assertHeaderRefused("{" + tensor("a", "F16", "[1]", "[0,2]") + "}", 2, "\"F16\"", "F32");
    assertHeaderRefused("{" + tensor("a", "f64", "[1]", "[0,8]") + "}", 8, "\"f64\"");
    assertHeaderRefused("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "exactly the keys");
    assertHeaderRefused("{\"a\":[]}", 0, "exactly the keys");
    assertHeaderRefused("{\"a\":null}", 0, "exactly the keys");
    assertHeaderRefused(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"x\":1}}", 1, "exactly");
    assertHeaderRefused("{\"__metadata__\":{\"k\":1}}", 0, "__metadata__");
    assertHeaderRefused("{\"__metadata__\":[]}", 0, "__metadata__");
  }

  @Test
  void integersNoDoubleCanHoldAreRefused() {
    byte[] value =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong((1L << 53) + 1).array();
    assertRefused(file("{" + tensor("a", "I64", "[1]", "[0,8]") + "}", value), "2^53");
  }

  @Test
  void aHeaderLengthThatLooksLikeGzipIsNoGzip() throws IOException {
    // 0x8B1F little-endian: the two bytes a gzip file starts with.
    String text = "{" + tensor("a", "U8", "[1]", "[0,1]") + "}";
    String padded = text + " ".repeat(0x8B1F - text.length());
    assertThat(read(file(padded, (byte) 9)).tensor("a").get(0)).isEqualTo(9);
  }

  @Test
  void missingFilesAndUnwritablePlacesAreNamed() {
    assertThatThrownBy(() -> SafeTensors.read(directory.resolve("gone.safetensors")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("gone.safetensors");
    SafeTensors content = new SafeTensors(Map.of("a", Tensor.scalar(1)), Map.of());
    assertThatThrownBy(() -> content.write(directory.resolve("no/m.safetensors")))
        .isInstanceOf(DataException.class);
    assertThat(directory.toFile().list()).isEmpty();
  }

  @Test
  void nonFiniteValuesAreFoundOnRequest() {
    SafeTensors good = new SafeTensors(Map.of("a", Tensor.scalar(1)), Map.of());
    assertThat(good.requireFinite(Path.of("m"))).isSameAs(good);
    Tensor bad = Tensor.of(NumberType.F64, List.of(3), 1, 2, Double.NaN);
    assertThat(bad.firstNonFinite()).hasValue(2);
    assertThatThrownBy(
            () -> new SafeTensors(Map.of("a", bad), Map.of()).requireFinite(Path.of("m.st")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("m.st", "tensor 'a'", "value 3 is NaN");
  }

  @Test
  void tensorsAreValuesOfTheirType() {
    assertThat(Tensor.of(NumberType.F32, List.of(1), 0.1).get(0)).isEqualTo(0.1f);
    assertThatThrownBy(() -> Tensor.of(NumberType.U8, List.of(1), 256))
        .hasMessageContainingAll("256.0", "U8", "0.0 .. 255.0");
    assertThatThrownBy(() -> Tensor.of(NumberType.I64, List.of(1), 0.5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tensor.of(NumberType.I64, List.of(1), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tensor.of(NumberType.F32, List.of(1), 1e39))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tensor.of(NumberType.F64, List.of(2), 1))
        .hasMessageContaining("needs 2 values, got 1");
    Matrix matrix = Matrix.copyOf(2, 3, new double[] {1, 2, 3, 4, 5, 6});
    assertThat(Tensor.of(matrix).toMatrix()).isEqualTo(matrix);
    assertThat(Tensor.of(Vector.of(1, 2)).toVector()).isEqualTo(Vector.of(1, 2));
    assertThatThrownBy(() -> Tensor.of(matrix).toVector()).hasMessageContaining("1 axes");
    assertThatThrownBy(() -> new SafeTensors(Map.of("__metadata__", Tensor.scalar(1)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new SafeTensors(Map.of("mean", Tensor.scalar(1)), Map.of()).tensor("maen"))
        .hasMessageContainingAll("maen", "[mean]");
  }
}
