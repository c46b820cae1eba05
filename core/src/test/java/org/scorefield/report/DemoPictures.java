package org.scorefield.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

/// Pictures for the demo report: digits drawn with a soft pen.
final class DemoPictures {
  private static final int SIDE = 12;
  private static final int SCALE = 4;

  /// Strokes of the ten digits on a 4 x 6 lattice: x1, y1, x2, y2 and so on.
  private static final double[][] STROKES = {
    {1, 1, 3, 1, 3, 1, 3.4, 3, 3.4, 3, 3, 5, 3, 5, 1, 5, 1, 5, .6, 3, .6, 3, 1, 1},
    {1.3, 1.8, 2.2, 1, 2.2, 1, 2.2, 5},
    {.8, 1.6, 2, 1, 2, 1, 3.2, 1.8, 3.2, 1.8, .8, 5, .8, 5, 3.4, 5},
    {.8, 1, 3.2, 1, 3.2, 1, 1.8, 2.8, 1.8, 2.8, 3.2, 3.8, 3.2, 3.8, 2.4, 5, 2.4, 5, .8, 4.8},
    {2.8, 5, 2.8, 1, 2.8, 1, .6, 3.7, .6, 3.7, 3.6, 3.7},
    {
      3.2, 1, 1, 1, 1, 1, .9, 2.7, .9, 2.7, 2.6, 2.6, 2.6, 2.6, 3.2, 3.7, 3.2, 3.7, 2.4, 5, 2.4, 5,
      .8, 4.8
    },
    {2.8, 1, 1, 2.8, 1, 2.8, .8, 4.2, .8, 4.2, 2, 5, 2, 5, 3.2, 4, 3.2, 4, 2, 3, 2, 3, .9, 3.7},
    {.8, 1, 3.4, 1, 3.4, 1, 1.8, 5},
    {2, 1, 3, 2, 3, 2, 1, 4, 1, 4, 2, 5, 2, 5, 3, 4, 3, 4, 1, 2, 1, 2, 2, 1},
    {3, 2.4, 2, 3, 2, 3, 1, 2, 1, 2, 2, 1, 2, 1, 3.1, 2, 3.1, 2, 2.7, 5},
  };

  private DemoPictures() {}

  /// A square grid of digits.
  static Png grid(int across, long seed, double blur) {
    Batch jitter = Noise.of(seed, across * across).normal(Shape.vector(6));
    BufferedImage image = blank(across * (SIDE + 1) - 1, across * (SIDE + 1) - 1);
    for (int k = 0; k < across * across; k++) {
      double[] digit = digit((k * 7 + (int) seed) % 10, jitter, k, blur);
      paint(image, digit, k % across * (SIDE + 1), k / across * (SIDE + 1));
    }
    return encode(image);
  }

  /// One digit in Gaussian noise of standard deviation `sigma`.
  static Png state(int digit, double sigma, long seed) {
    Batch jitter = Noise.of(seed, 1).normal(Shape.vector(6));
    Batch noise = Noise.of(seed + 1, 1).normal(Shape.vector(SIDE * SIDE));
    double[] clean = digit(digit, jitter, 0, 0.06);
    double scale = Math.sqrt(0.25 + sigma * sigma) / 0.5;
    for (int i = 0; i < clean.length; i++) {
      clean[i] = 0.4 + (clean[i] - 0.4 + sigma * noise.get(0, i)) / scale;
    }
    BufferedImage image = blank(SIDE, SIDE);
    paint(image, clean, 0, 0);
    return encode(image);
  }

  private static double[] digit(int which, Batch jitter, int row, double blur) {
    double[] values = new double[SIDE * SIDE];
    double shear = 0.12 * jitter.get(row, 0);
    double width = 0.42 * (1 + 0.15 * jitter.get(row, 1)) + blur;
    double dx = 0.15 * jitter.get(row, 2);
    double dy = 0.15 * jitter.get(row, 3);
    double[] strokes = STROKES[which];
    for (int i = 0; i < SIDE * SIDE; i++) {
      double y = (i / SIDE + 0.5) * 6 / SIDE - dy;
      double x = (i % SIDE + 0.5) * 6 / SIDE - 1 - dx + shear * (y - 3);
      double nearest = Double.MAX_VALUE;
      for (int s = 0; s < strokes.length; s += 4) {
        nearest =
            Math.min(
                nearest,
                distance(x, y, strokes[s], strokes[s + 1], strokes[s + 2], strokes[s + 3]));
      }
      values[i] = Math.exp(-nearest * nearest / (2 * width * width));
    }
    return values;
  }

  private static double distance(double x, double y, double x1, double y1, double x2, double y2) {
    double dx = x2 - x1;
    double dy = y2 - y1;
    double t = Math.clamp(((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy), 0, 1);
    return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
  }

  private static BufferedImage blank(int width, int height) {
    return new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_BYTE_GRAY);
  }

  private static void paint(BufferedImage image, double[] values, int left, int top) {
    for (int i = 0; i < values.length; i++) {
      int grey = (int) Math.round(255 * Math.clamp(values[i], 0, 1));
      for (int p = 0; p < SCALE * SCALE; p++) {
        image
            .getRaster()
            .setSample(
                (left + i % SIDE) * SCALE + p % SCALE,
                (top + i / SIDE) * SCALE + p / SCALE,
                0,
                grey);
      }
    }
  }

  private static Png encode(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Png.of(out.toByteArray());
  }
}
