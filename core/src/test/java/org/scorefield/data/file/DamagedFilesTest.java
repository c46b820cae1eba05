package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.random.Noise;

/// Whatever single byte of a file is changed, reading it either works or ends in a {@link
/// DataException}: never in another exception, nor in an error for want of memory.
class DamagedFilesTest {
  private static final int[] FLIPS = {0x01, 0xFF};

  @TempDir private Path directory;

  @FunctionalInterface
  private interface Reading {
    void read(Path file) throws IOException;
  }

  /// Reads `file` once for each byte (at most 150, evenly spread) and each change of it.
  private static void damage(Path file, Reading reading) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    reading.read(file);
    int refused = 0;
    int stride = Math.ceilDiv(whole.length, 150);
    for (int at = 0; at < whole.length; at += stride) {
      for (int flip : FLIPS) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) flip;
        Files.write(file, damaged);
        try {
          reading.read(file);
        } catch (DataException e) {
          refused++;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
          fail("byte " + at + " of " + file.getFileName() + " xor " + flip, e);
        }
      }
    }
    assertThat(refused).as("refusals of " + file.getFileName()).isPositive();
  }

  @Test
  void tensors() throws IOException {
    Path file = directory.resolve("m.safetensors");
    new SafeTensors(
            Map.of(
                "weights", Tensor.of(NumberType.F64, List.of(2, 2), 1, 2, 3, 4),
                "bias", Tensor.of(NumberType.I64, List.of(2), 1, 2)),
            Map.of("kind", "test"))
        .write(file);
    damage(file, SafeTensors::read);
  }

  @Test
  void arrays() throws IOException {
    Path npy = directory.resolve("a.npy");
    NpyWriter.write(npy, Noise.of(1, 3).normal(Shape.vector(4)));
    Path npz = directory.resolve("a.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(npz))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      Files.copy(npy, zip);
    }
    damage(npy, file -> NpyReader.read("a", file));
    damage(npz, file -> NpzReader.read("a", file));
  }

  @Test
  void idx() throws IOException {
    byte[] bytes = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 9, 8, 7, 6};
    Path plain = Files.write(directory.resolve("plain"), bytes);
    Path packed = directory.resolve("packed");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(bytes);
    }
    damage(plain, file -> IdxFile.read("a", file));
    damage(packed, file -> IdxFile.read("a", file));
  }

  @Test
  void tables() throws IOException, SQLException {
    Path csv = directory.resolve("a.csv");
    CsvWriter.write(csv, Noise.of(1, 3).normal(Shape.vector(4)));
    damage(csv, file -> CsvFile.read("a", file));
    Path parquet = directory.resolve("a.parquet");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT i x FROM range(5) t(i)) TO '%s' (FORMAT parquet)".formatted(parquet));
    }
    byte[] whole = Files.readAllBytes(parquet);
    for (int at = 4; at < whole.length; at += whole.length / 8) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xFF;
      Files.write(parquet, damaged);
      try {
        ParquetFile.read("a", parquet);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("a.parquet");
      }
    }
  }

  @Test
  void pictures() throws IOException {
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    double[] colours = Noise.of(1, 63).uniform(Shape.vector(1)).toArray();
    for (int i = 0; i < 63; i++) {
      image.setRGB(i % 9, i / 9, (int) (colours[i] * 0xFFFFFF));
    }
    for (String format : new String[] {"png", "jpg"}) {
      Path folder = Files.createDirectory(directory.resolve(format));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, bytes)).isTrue();
      Path file = Files.write(folder.resolve("a." + format), bytes.toByteArray());
      damage(file, _ -> Pictures.ofFolder("a", folder));
    }
  }
}
