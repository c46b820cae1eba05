package org.scorefield.data.file;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.scorefield.data.DataException;

/// One decoded picture, 8 bits a channel, opaque: `0xRRGGBB` for each pixel, row by row.
final class Pixels {
  private static final long MOST_PIXELS = 1 << 24;

  private final int width;
  private final int height;
  private final int[] rgb;
  private final boolean grey;

  private Pixels(int width, int height, int[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
    boolean same = true;
    for (int v : rgb) {
      same &= (v & 0xFF) * 0x010101 == (v & 0xFFFFFF);
    }
    this.grey = same;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// Whether red, green and blue are equal at every pixel.
  boolean isGrey() {
    return grey;
  }

  /// Copies channel 0 (red), 1 (green) or 2 (blue).
  void copyChannel(int channel, byte[] target, int at) {
    int shift = 16 - 8 * channel;
    for (int i = 0; i < rgb.length; i++) {
      target[at + i] = (byte) (rgb[i] >>> shift);
    }
  }

  /// Decodes a PNG or JPEG. The size is checked before memory is set aside for the pixels.
  static Pixels decode(String where, InputStream bytes) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            where, "is no picture that can be decoded", "give PNG or JPEG files");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
        long area = (long) reader.getWidth(0) * reader.getHeight(0);
        if (area > MOST_PIXELS) {
          throw new DataException(
              where,
              "is " + reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels",
              "at most " + MOST_PIXELS + " pixels a picture are read; make it smaller");
        }
        BufferedImage image = reader.read(0);
        requireWhole(where, warnings);
        return of(where, image);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Source.damaged(where, e);
    }
  }

  /// A JPEG that ends early is only warned of, and its missing part is filled with grey.
  private static void requireWhole(String where, List<String> warnings) {
    for (String warning : warnings) {
      String lower = warning.toLowerCase(Locale.ROOT);
      if (lower.contains("truncated") || lower.contains("corrupt") || lower.contains("premature")) {
        throw new DataException(
            where, "damaged (" + warning + ")", "fetch or write the file again");
      }
    }
  }

  private static Pixels of(String where, BufferedImage image) {
    boolean palette = image.getColorModel() instanceof IndexColorModel;
    Raster raster = image.getRaster();
    if (!palette && raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT) {
      throw new DataException(where, "has 16 bits a channel", "convert it to 8 bits a channel");
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean stored =
        !palette
            && (raster.getNumBands() <= 2 || image.getColorModel().getColorSpace().isCS_sRGB());
    int[] argb = stored ? argbOf(raster) : image.getRGB(0, 0, width, height, null, 0, width);
    for (int v : argb) {
      if (v >>> 24 != 0xFF) {
        throw new DataException(
            where, "has transparent pixels", "flatten it onto a background first");
      }
    }
    return new Pixels(width, height, argb);
  }

  /// The samples as they are stored: grey, grey and alpha, RGB, or RGB and alpha. `getRGB` would
  /// take grey for linear light and brighten it; for RGB it gives the same, slowly.
  private static int[] argbOf(Raster raster) {
    int bands = raster.getNumBands();
    boolean grey = bands <= 2;
    boolean opaque = bands % 2 == 1;
    int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    int[] argb = new int[samples.length / bands];
    for (int i = 0; i < argb.length; i++) {
      int at = i * bands;
      int alpha = opaque ? 0xFF : samples[at + bands - 1];
      int colour =
          grey
              ? samples[at] * 0x010101
              : samples[at] << 16 | samples[at + 1] << 8 | samples[at + 2];
      argb[i] = alpha << 24 | colour;
    }
    return argb;
  }
}
