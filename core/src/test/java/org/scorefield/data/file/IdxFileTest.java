package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;

class IdxFileTest {
  @TempDir private Path directory;

  /// Two pictures of 2 x 3 pixels, values 0, 51, 102, ... modulo 256.
  private static byte[] images() {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 12).putInt(2051).putInt(2).putInt(2).putInt(3);
    for (int i = 0; i < 12; i++) {
      bytes.put((byte) (51 * i));
    }
    return bytes.array();
  }

  private static byte[] labels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(2049).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContainingAll(parts);
  }

  @Test
  void picturesAreMappedToMinusOneToOne() throws IOException {
    double[] expected = new double[12];
    Arrays.setAll(expected, i -> (51 * i % 256) / 127.5 - 1);
    for (byte[] bytes : new byte[][] {images(), gzip(images())}) {
      Dataset data = IdxFile.read("two", file("images", bytes));
      assertThat(data.shape()).isEqualTo(Shape.image(1, 2, 3));
      assertThat(data.all().toArray()).containsExactly(expected);
      assertThat(data.units()).contains("[-1, 1]");
    }
  }

  @Test
  void labelsComeWithThePictures() throws IOException {
    Labelled data = IdxFile.read("two", file("i", images()), file("l", gzip(labels(200, 3))));
    assertThat(data.label(0)).isEqualTo(200);
    assertThat(data.label(1)).isEqualTo(3);
    assertThat(data.classes()).isEqualTo(201);
  }

  @Test
  void otherTypesAreNumbersInTheirOwnUnits() throws IOException {
    ByteBuffer floats = ByteBuffer.allocate(12 + 16).putInt(0x0D02).putInt(2).putInt(2);
    floats.putFloat(1.5f).putFloat(-2).putFloat(1e10f).putFloat(0);
    assertThat(IdxFile.read("f", file("f", floats.array())).all())
        .isEqualTo(Batch.copyOf(Shape.vector(2), new double[] {1.5, -2, 1e10f, 0}));
    ByteBuffer doubles = ByteBuffer.allocate(8 + 16).putInt(0x0E01).putInt(2);
    doubles.putDouble(0.1).putDouble(-1e300);
    assertThat(IdxFile.read("d", file("d", doubles.array())).all())
        .isEqualTo(Batch.copyOf(Shape.vector(1), new double[] {0.1, -1e300}));
    ByteBuffer shorts = ByteBuffer.allocate(12 + 4).putInt(0x0B02).putInt(1).putInt(2);
    shorts.putShort((short) -32768).putShort((short) 258);
    assertThat(IdxFile.read("s", file("s", shorts.array())).all().toArray())
        .containsExactly(-32768, 258);
    ByteBuffer ints = ByteBuffer.allocate(12 + 4).putInt(0x0C02).putInt(1).putInt(1).putInt(-7);
    assertThat(IdxFile.read("i", file("i", ints.array())).all().toArray()).containsExactly(-7);
    ByteBuffer signed = ByteBuffer.allocate(12 + 1).putInt(0x0902).putInt(1).putInt(1);
    signed.put((byte) -1);
    assertThat(IdxFile.read("b", file("b", signed.array())).all().toArray()).containsExactly(-1);
    ByteBuffer vectors = ByteBuffer.allocate(12 + 2).putInt(0x0802).putInt(1).putInt(2);
    vectors.put((byte) 255).put((byte) 1);
    assertThat(IdxFile.read("v", file("v", vectors.array())).all().toArray())
        .containsExactly(255, 1);
  }

  @Test
  void aWrongMagicNumberIsShown() throws IOException {
    assertRefused(
        () -> IdxFile.read("x", file("x.idx", "not an idx".getBytes(StandardCharsets.UTF_8))),
        "6e 6f 74 20",
        "2051");
    ByteBuffer unknown = ByteBuffer.allocate(16).putInt(0x0A01).putInt(1);
    assertRefused(() -> IdxFile.read("x", file("x.idx", unknown.array())), "type code 10");
    assertRefused(() -> IdxFile.read("x", file("l", labels(1, 2))), "labels", "pictures");
    assertRefused(() -> IdxFile.readLabels(file("i", images())), "no label file", "2049");
  }

  @Test
  void truncationAnywhereIsFoundAndSoAreBytesLeftOver() throws IOException {
    byte[] whole = images();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertRefused(() -> IdxFile.read("x", file("x.idx", part)), "x.idx", "truncated");
      assertRefused(() -> IdxFile.read("x", file("x.idx.gz", gzip(part))), "truncated");
    }
    byte[] packed = gzip(whole);
    for (int length = 2; length < packed.length; length++) {
      byte[] part = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> IdxFile.read("x", file("x.gz", part)))
          .isInstanceOf(DataException.class);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertRefused(() -> IdxFile.read("x", file("x.idx", longer)), "longer than its header says");
  }

  @Test
  void aPromiseTheFileCannotHoldIsRefusedBeforeMemoryIsTaken() throws IOException {
    ByteBuffer huge = ByteBuffer.allocate(16).putInt(2051).putInt(2000).putInt(1000).putInt(1000);
    assertRefused(() -> IdxFile.read("x", file("x", huge.array())), "2000000000 bytes needed");
    assertRefused(() -> IdxFile.read("x", file("x", gzip(huge.array()))), "2000000000 bytes");
    ByteBuffer overflow = ByteBuffer.allocate(16).putInt(2051);
    overflow.putInt(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE);
    assertRefused(() -> IdxFile.read("x", file("x", overflow.array())), "more than one array");
    ByteBuffer negative = ByteBuffer.allocate(16).putInt(2051).putInt(-1).putInt(2).putInt(2);
    assertRefused(() -> IdxFile.read("x", file("x", negative.array())), "[-1, 2, 2]");
  }

  @Test
  void labelsMustMatchThePictures() throws IOException {
    assertRefused(
        () -> IdxFile.read("x", file("i", images()), file("l", labels(1, 2, 3))),
        "3 labels",
        "2 samples");
  }

  @Test
  void missingAndUnreadableFilesAreNamed() {
    assertRefused(
        () -> IdxFile.read("x", directory.resolve("gone")), "gone", "there is no such file");
    assertRefused(() -> IdxFile.read("x", directory), directory.toString(), "cannot be read");
    // The user who runs the tests may be allowed to read every file, so the refusal is made here.
    assertThat(DataException.unreadable(Path.of("secret"), new AccessDeniedException("secret")))
        .hasMessageContainingAll("secret", "access denied", "permissions");
  }

  /// Golden numbers: the mean and standard deviation of the training pixels that the data's authors
  /// and many others publish (72.94 and 90.02), and the first labels.
  @Test
  void fashionMnistIsReadWholeAsBytes() {
    Assumptions.assumeTrue(
        Files.isDirectory(FashionMnist.PLACE), "dataset-fashion-mnist is not installed");
    Dataset data = DataSources.standard().open("fashion-mnist");
    assertThat(data.size()).isEqualTo(60_000);
    assertThat(data.shape()).isEqualTo(Shape.image(1, 28, 28));
    double[] sums = new double[2];
    data.forEachBlock(
        1000,
        block -> {
          for (double v : block.shared()) {
            double pixel = (v + 1) * 127.5;
            sums[0] += pixel;
            sums[1] += pixel * pixel;
          }
        });
    double mean = sums[0] / (60_000 * 784);
    double deviation = Math.sqrt(sums[1] / (60_000 * 784) - mean * mean);
    assertThat(mean).isBetween(72.935, 72.945);
    assertThat(deviation).isBetween(90.015, 90.025);
    Labelled labelled = (Labelled) data;
    assertThat(labelled.classes()).isEqualTo(10);
    assertThat(new int[] {labelled.label(0), labelled.label(1), labelled.label(2)})
        .containsExactly(9, 0, 0);
    assertThat(DataSources.standard().open("fashion-mnist-test").size()).isEqualTo(10_000);
  }

  @Test
  void absentFashionMnistNamesThePackage() {
    assertRefused(
        () -> FashionMnist.open("fashion-mnist", directory, "train"),
        "apt-get install dataset-fashion-mnist");
  }
}
