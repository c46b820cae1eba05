package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

class PicturesTest {
  @TempDir private Path directory;

  /// A 3 x 2 picture whose stored sample of band b at (x, y) is `first + 10 (3 y + x) + 70 b`.
  private static BufferedImage picture(int type, int first) {
    BufferedImage image = new BufferedImage(3, 2, type);
    for (int b = 0; b < Math.min(3, image.getRaster().getNumBands()); b++) {
      for (int i = 0; i < 6; i++) {
        image.getRaster().setSample(i % 3, i / 3, b, first + 10 * i + 70 * b);
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static byte[] grey(int first) throws IOException {
    return encode(picture(BufferedImage.TYPE_BYTE_GRAY, first), "png");
  }

  private static byte[] colour(int first) throws IOException {
    return encode(picture(BufferedImage.TYPE_INT_RGB, first), "png");
  }

  private void put(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private Dataset read() {
    return Pictures.ofFolder("folder", directory);
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContainingAll(parts);
  }

  private static int pixel(Dataset data, int row, int component) {
    return (int) Math.rint((data.all().get(row, component) + 1) * 127.5);
  }

  @Test
  void greyPicturesAreOneChannelOfTheStoredValuesInTheOrderOfTheirNames() throws IOException {
    put("b.png", grey(100));
    put("a/z.png", grey(0));
    put("a/y.PNG", grey(50));
    put("readme.txt", new byte[] {1});
    put(".hidden.png", new byte[] {1});
    Dataset data = read();
    assertThat(data.shape()).isEqualTo(Shape.image(1, 2, 3));
    assertThat(data.size()).isEqualTo(3);
    for (int i = 0; i < 6; i++) {
      assertThat(pixel(data, 0, i)).isEqualTo(50 + 10 * i);
      assertThat(pixel(data, 1, i)).isEqualTo(10 * i);
      assertThat(pixel(data, 2, i)).isEqualTo(100 + 10 * i);
    }
  }

  @Test
  void oneColouredPictureMakesThreeChannelsOfAll() throws IOException {
    put("0.png", grey(40));
    put("1.png", colour(5));
    put("2.png", grey(60));
    Dataset data = read();
    assertThat(data.shape()).isEqualTo(Shape.image(3, 2, 3));
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 6; i++) {
        assertThat(pixel(data, 0, 6 * c + i)).isEqualTo(40 + 10 * i);
        assertThat(pixel(data, 1, 6 * c + i)).isEqualTo(5 + 10 * i + 70 * c);
        assertThat(pixel(data, 2, 6 * c + i)).isEqualTo(60 + 10 * i);
      }
    }
  }

  @Test
  void greyIsToldByContentNotByTheFileType() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 6; i++) {
      image.setRGB(i % 3, i / 3, 0xFF000000 | 0x010101 * (20 * i));
    }
    put("a.png", encode(image, "png"));
    BufferedImage palette = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_BINARY);
    palette.setRGB(1, 1, 0xFFFFFFFF);
    put("b.png", encode(palette, "png"));
    Dataset data = read();
    assertThat(data.shape()).isEqualTo(Shape.image(1, 2, 3));
    assertThat(pixel(data, 0, 5)).isEqualTo(100);
    assertThat(data.all().row(1)).containsExactly(-1, -1, -1, -1, 1, -1);
  }

  @Test
  void jpegIsReadToo() throws IOException {
    BufferedImage flat = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      flat.getRaster().setSample(i % 8, i / 8, 0, 120);
    }
    put("a.jpg", encode(flat, "jpg"));
    Dataset data = read();
    assertThat(data.shape()).isEqualTo(Shape.image(1, 8, 8));
    assertThat((double) pixel(data, 0, 20)).isCloseTo(120, within(1.0));
  }

  @Test
  void aZipGivesWhatTheFolderGives() throws IOException {
    Path zip = Files.createTempDirectory(directory, "zip").resolve("pictures.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 9; i >= 0; i--) {
        put(i + ".png", colour(i));
        out.putNextEntry(new ZipEntry("folder/" + i + ".png"));
        out.write(colour(i));
      }
      out.putNextEntry(new ZipEntry("__MACOSX/folder/._0.png"));
      out.write(1);
    }
    assertThat(Pictures.ofZip("zip", zip).all()).isEqualTo(read().all());
  }

  @Test
  void picturesOfDifferentSizesAreNamedWithTheirSizes() throws IOException {
    put("a.png", grey(0));
    put("b.png", encode(new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY), "png"));
    assertRefused(this::read, "a.png is 3 x 2", "b.png: is 5 x 4", "one size");
  }

  @Test
  void whatWouldLoseInformationIsRefused() throws IOException {
    BufferedImage clear = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    put("a.png", encode(clear, "png"));
    assertRefused(this::read, "a.png", "transparent");
    put("a.png", encode(new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY), "png"));
    assertRefused(this::read, "a.png", "16 bits");
  }

  @Test
  void damagedPicturesAreNamed() throws IOException {
    put("a.png", grey(0));
    put("b.png", "no picture".getBytes(StandardCharsets.UTF_8));
    assertRefused(this::read, "b.png", "no picture that can be decoded");
    for (String format : new String[] {"png", "jpg"}) {
      byte[] whole = encode(picture(BufferedImage.TYPE_INT_RGB, 0), format);
      // The last 24 bytes of a PNG hold check sums and the end mark, but no pixels.
      int pixelsEnd = format.equals("png") ? whole.length - 24 : whole.length;
      for (int length = 0; length < pixelsEnd; length += 3) {
        put("b.png", Arrays.copyOf(whole, length));
        assertRefused(this::read, "b.png");
      }
      put("b.png", whole);
      assertThat(read().size()).isEqualTo(2);
    }
  }

  @Test
  void aPictureThatUnpacksToTooMuchIsRefusedByItsHeader() throws IOException {
    byte[] bomb = grey(0);
    // Width and height stand at bytes 16..23 of a PNG; the check sum of the header follows.
    java.nio.ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    java.util.zip.CRC32 check = new java.util.zip.CRC32();
    check.update(bomb, 12, 17);
    java.nio.ByteBuffer.wrap(bomb).putInt(29, (int) check.getValue());
    put("a.png", bomb);
    assertRefused(this::read, "a.png", "60000 x 60000");
  }

  @Test
  void aZipEntryThatUnpacksToTooMuchIsRefused() throws IOException {
    Path zip = directory.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.png"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 65; i++) {
        out.write(zeros);
      }
    }
    assertThat(Files.size(zip)).isLessThan(1 << 20);
    assertRefused(() -> Pictures.ofZip("bomb", zip), "a.png", "longer than 64 MiB");
  }

  @Test
  void aPlaceWithoutPicturesIsRefused() throws IOException {
    put("readme.txt", new byte[] {1});
    assertRefused(this::read, directory.toString(), "holds no pictures");
    Path zip = Files.write(directory.resolve("a.zip"), new byte[] {'P', 'K', 3, 4, 0});
    assertRefused(() -> Pictures.ofZip("a", zip), "a.zip");
  }
}
