package org.scorefield.data.file;

import java.awt.image.BufferedImage;
import java.util.List;
import org.scorefield.array.Batch;

/// Draws images, grey or colour, in rows of `columns`, each pixel as a square of `scale` x `scale`,
/// on white. A value v becomes the byte nearest to `255 (v - low) / (high - low)`, clipped to
/// 0..255; NaN is drawn black.
///
/// @param columns pictures side by side, at least 1
/// @param scale side of a pixel, at least 1
/// @param gap white pixels between pictures, at least 0
/// @param low the value drawn black
/// @param high the value drawn white
public record PictureGrid(int columns, int scale, int gap, double low, double high)
    implements SamplePicture {
  private static final long MOST_PIXELS = 1 << 26;

  /// What a small picture is enlarged to.
  private static final int COMFORTABLE_SIDE = 64;

  public PictureGrid {
    if (columns < 1 || scale < 1 || gap < 0) {
      throw new IllegalArgumentException(
          "columns and scale must be at least 1 and gap at least 0, got "
              + List.of(columns, scale, gap));
    }
    if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
      throw new IllegalArgumentException(
          "low must be below high, both finite, got " + low + " and " + high);
    }
  }

  /// One sample alone, pixel by pixel, for values in [-1, 1].
  public static PictureGrid single() {
    return new PictureGrid(1, 1, 0, -1, 1);
  }

  /// `columns` pictures side by side for values in [-1, 1].
  public static PictureGrid of(int columns, int scale) {
    return new PictureGrid(columns, scale, 2, -1, 1);
  }

  static PictureGrid fitting(Batch samples) {
    List<Integer> axes = samples.shape().dimensions();
    int scale = Math.max(1, COMFORTABLE_SIDE / Math.max(axes.get(1), axes.get(2)));
    return of((int) Math.ceil(Math.sqrt(samples.count())), scale);
  }

  /// @param samples at least one, of shape (1 or 3, height, width)
  @Override
  public BufferedImage draw(Batch samples) {
    if (!samples.shape().isImage() || samples.count() == 0) {
      throw new IllegalArgumentException(
          "need at least one sample of shape 1 x height x width or 3 x height x width, got "
              + samples);
    }
    List<Integer> axes = samples.shape().dimensions();
    int height = axes.get(1);
    int width = axes.get(2);
    int across = Math.min(columns, samples.count());
    int down = Math.ceilDiv(samples.count(), columns);
    long sheetWidth = (long) across * width * scale + (across - 1L) * gap;
    long sheetHeight = (long) down * height * scale + (down - 1L) * gap;
    if (Math.max(sheetWidth, sheetHeight) > MOST_PIXELS || sheetWidth * sheetHeight > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "the picture would be "
              + sheetWidth
              + " x "
              + sheetHeight
              + " pixels; draw fewer samples, or at a smaller scale");
    }
    boolean grey = axes.get(0) == 1;
    BufferedImage sheet =
        new BufferedImage(
            (int) sheetWidth,
            (int) sheetHeight,
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int[] white = {255, 255, 255};
    for (int y = 0; y < sheet.getHeight(); y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        sheet.getRaster().setPixel(x, y, white);
      }
    }
    for (int i = 0; i < samples.count(); i++) {
      int left = i % columns * (width * scale + gap);
      int top = i / columns * (height * scale + gap);
      paint(samples, i, sheet, left, top);
    }
    return sheet;
  }

  /// Channels are written to the raster as they are: drawing operations would convert grey to
  /// linear light.
  private void paint(Batch samples, int sample, BufferedImage sheet, int left, int top) {
    List<Integer> axes = samples.shape().dimensions();
    int height = axes.get(1);
    int width = axes.get(2);
    for (int c = 0; c < axes.get(0); c++) {
      for (int y = 0; y < height * scale; y++) {
        for (int x = 0; x < width * scale; x++) {
          double v = samples.get(sample, (c * height + y / scale) * width + x / scale);
          sheet.getRaster().setSample(left + x, top + y, c, level(v));
        }
      }
    }
  }

  private int level(double v) {
    // The cast takes NaN to 0.
    return (int) Math.rint(Math.clamp(255 * ((v - low) / (high - low)), 0.0, 255.0));
  }
}
