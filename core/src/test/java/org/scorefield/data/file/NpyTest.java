package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

class NpyTest {
  @TempDir private Path directory;

  /// A file as NumPy writes it, from the header text and the bytes of the values.
  private static byte[] npy(int version, String header, byte[] values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(text.length);
    out.write(text.length >> 8);
    if (version > 1) {
      out.write(0);
      out.write(0);
    }
    out.write(text);
    out.write(values);
    return out.toByteArray();
  }

  private static byte[] npy(String descr, String shape, byte[] values) throws IOException {
    return npy(
        1,
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }",
        values);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Dataset read(byte[] bytes) throws IOException {
    return NpyReader.read("a.npy", Files.write(directory.resolve("a.npy"), bytes));
  }

  private void assertRefused(byte[] bytes, String... parts) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("a.npy");
  }

  @Test
  void everyTypeIsReadAsNumbers() throws IOException {
    assertThat(read(npy("<f8", "2, 1", little(16).putDouble(0.1).putDouble(-1e300).array())).all())
        .isEqualTo(Batch.copyOf(Shape.vector(1), new double[] {0.1, -1e300}));
    assertThat(read(npy("<f4", "2,", little(8).putFloat(0.1f).putFloat(3).array())).all())
        .isEqualTo(Batch.copyOf(Shape.vector(1), new double[] {0.1f, 3}));
    assertThat(read(npy("<i4", "1, 2", little(8).putInt(-5).putInt(1 << 30).array())).all())
        .isEqualTo(Batch.copyOf(Shape.vector(2), new double[] {-5, 1 << 30}));
    assertThat(read(npy("<i8", "1, 2", little(16).putLong(-5).putLong(1L << 53).array())).all())
        .isEqualTo(Batch.copyOf(Shape.vector(2), new double[] {-5, 0x1p53}));
    assertThat(read(npy("|u1", "1, 2", new byte[] {(byte) 255, 1})).all())
        .isEqualTo(Batch.copyOf(Shape.vector(2), new double[] {255, 1}));
    assertThat(read(npy("<f8", "1, 2, 3", new byte[48])).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void bytesInThreeOrFourAxesArePictures() throws IOException {
    byte[] values = new byte[12];
    for (int i = 0; i < 12; i++) {
      values[i] = (byte) (20 * i);
    }
    Dataset grey = read(npy("|u1", "3, 2, 2", values));
    assertThat(grey.shape()).isEqualTo(Shape.image(1, 2, 2));
    assertThat(grey.all().get(2, 3)).isEqualTo(220 / 127.5 - 1);
    Dataset channelFirst = read(npy("|u1", "1, 3, 2, 2", values));
    assertThat(channelFirst.all().row(0)).containsExactly(grey.all().toArray());
    Dataset channelLast = read(npy("|u1", "1, 2, 2, 3", values));
    assertThat(channelLast.shape()).isEqualTo(Shape.image(3, 2, 2));
    for (int c = 0; c < 3; c++) {
      for (int p = 0; p < 4; p++) {
        assertThat(channelLast.all().get(0, c * 4 + p)).isEqualTo(20 * (3 * p + c) / 127.5 - 1);
      }
    }
    assertRefused(npy("|u1", "1, 2, 3, 2", values), "1 or 3 channels");
  }

  @Test
  void headersOfAllVersionsAndKeyOrdersAreRead() throws IOException {
    byte[] values = little(8).putDouble(7).array();
    String header = "{\"shape\":(1,1),'fortran_order':False,'descr':'<f8'}";
    for (int version = 1; version <= 3; version++) {
      assertThat(read(npy(version, header, values)).all().get(0, 0)).isEqualTo(7);
    }
    assertRefused(npy(4, header, values), "version 4");
  }

  @Test
  void headersThatAreNoPlainDictionaryAreRefused() throws IOException {
    byte[] values = new byte[8];
    for (String header :
        List.of(
            "",
            "{",
            "{}",
            "{'descr': '<f8', 'fortran_order': False}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), 'more': 1}",
            "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)}",
            "{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 1)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, -1)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1e3)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': 1}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)} x",
            "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1, 1)}",
            "{'descr': '<f8, 'fortran_order': False, 'shape': (1, 1)}",
            "__import__('os').system('true')")) {
      assertRefused(npy(1, header, values), "bad NPY header");
    }
  }

  @Test
  void whatIsNotSupportedNamesTheCure() throws IOException {
    assertRefused(npy(">f8", "1, 1", new byte[8]), "'>f8'", "astype('<f8')");
    assertRefused(npy("|O", "1, 1", new byte[8]), "'|O'");
    assertRefused(
        npy(1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }", new byte[32]),
        "Fortran",
        "ascontiguousarray");
    assertRefused(npy("<f8", "", new byte[8]), "shape []");
    assertRefused(npy("<f8", "0, 3", new byte[0]), "[0, 3]");
    assertRefused(
        npy("<i8", "1,", little(8).putLong((1L << 53) + 1).array()), "9007199254740993", "2^53");
    assertRefused(
        npy("<f8", "1, 2", little(16).putDouble(1).putDouble(Double.NaN).array()),
        "row 1, component 2",
        "NaN");
  }

  @Test
  void truncationAnywhereAndBytesLeftOverAreRefused() throws IOException {
    byte[] whole = npy("<f8", "2, 2", new byte[32]);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "truncated");
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "longer than its header");
    assertRefused(npy("<f8", "1000000, 1000", new byte[8]), "truncated", "8000000000 bytes");
    assertRefused(npy("<f8", "3000000000, 3000000000", new byte[8]), "more than one array");
    assertRefused("PK not numpy at all".getBytes(StandardCharsets.US_ASCII), "no NPY file");
  }

  @Test
  void whatIsWrittenReadsBackEqualWhateverTheBlocks() throws IOException {
    Batch samples = Noise.of(1, 301).normal(Shape.image(3, 5, 7));
    Path whole = directory.resolve("whole.npy");
    Path blocks = directory.resolve("blocks.npy");
    NpyWriter.write(whole, samples);
    NpyWriter.write(blocks, Dataset.of("s", "none", samples));
    assertThat(NpyReader.read("w", whole).all()).isEqualTo(samples);
    NpyWriter.write(
        blocks,
        samples.shape(),
        301,
        out -> {
          for (int i = 0; i < 301; i += 43) {
            out.accept(samples.slice(i, Math.min(43, 301 - i)));
          }
        });
    assertThat(blocks).hasSameBinaryContentAs(whole);
  }

  /// The header by hand, as NumPy's format document lays it out.
  @Test
  void theHeaderWrittenIsNumPys() throws IOException {
    Path file = directory.resolve("a.npy");
    NpyWriter.write(file, Batch.copyOf(Shape.vector(1), new double[] {1, 2}));
    byte[] bytes = Files.readAllBytes(file);
    int header = 128;
    assertThat(bytes).hasSize(header + 16);
    assertThat(Arrays.copyOf(bytes, 10))
        .containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, header - 10, 0);
    String text = new String(bytes, 10, header - 10, StandardCharsets.US_ASCII);
    assertThat(text.strip())
        .isEqualTo("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 1), }");
    assertThat(text).endsWith(" \n");
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble(header + 8))
        .isEqualTo(2);
  }

  @Test
  void aWrongNumberOrShapeOfSamplesLeavesNoFile() {
    Batch three = Batch.zeros(Shape.vector(2), 3);
    Path file = directory.resolve("out.npy");
    for (int announced : new int[] {2, 4}) {
      assertThatThrownBy(
              () -> NpyWriter.write(file, three.shape(), announced, out -> out.accept(three)))
          .hasMessageContaining("3 samples handed over where " + announced);
    }
    assertThatThrownBy(() -> NpyWriter.write(file, Shape.vector(3), 3, out -> out.accept(three)))
        .hasMessageContaining("shape 2");
    assertThat(directory.toFile().list()).isEmpty();
  }

  private Path npz(Object... namesAndBytes) throws IOException {
    Path file = directory.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
      }
    }
    return file;
  }

  @Test
  void theSamplesOfAnArchiveAreFoundOrAskedFor() throws IOException {
    byte[] samples = npy("<f8", "2, 1", little(16).putDouble(3).putDouble(4).array());
    byte[] labels = npy("<i8", "2,", new byte[16]);
    assertThat(NpzReader.read("a", npz("x.npy", samples, "y.npy", labels)).all().toArray())
        .containsExactly(3, 4);
    assertThat(NpzReader.read("a", npz("y.npy", labels)).all().toArray()).containsExactly(0, 0);
    Path two = npz("train.npy", samples, "test.npy", samples);
    assertThatThrownBy(() -> NpzReader.read("a", two))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("[train, test]", "a.npz#train");
    assertThat(DataSources.standard().open(two + "#test").all().toArray()).containsExactly(3, 4);
    assertThatThrownBy(() -> NpzReader.read("a", two, "none"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no array 'none'", "[train, test]");
  }

  @Test
  void damagedArchivesAreRefused() throws IOException {
    byte[] whole = Files.readAllBytes(npz("x.npy", npy("<f8", "1, 1", new byte[8])));
    Path part = Files.write(directory.resolve("part.npz"), Arrays.copyOf(whole, 60));
    assertThatThrownBy(() -> NpzReader.read("a", part)).isInstanceOf(DataException.class);
    Path empty = npz("readme.txt", new byte[3]);
    assertThatThrownBy(() -> NpzReader.read("a", empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no NPY array");
    Path lying = npz("x.npy", npy("<f8", "100000, 1000", new byte[8]));
    assertThatThrownBy(() -> NpzReader.read("a", lying))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("truncated", "800000000 bytes");
  }
}
