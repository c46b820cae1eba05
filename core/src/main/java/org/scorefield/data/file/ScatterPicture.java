package org.scorefield.data.file;

import java.awt.image.BufferedImage;
import org.scorefield.array.Batch;

/// Draws points of the plane as dots on a white square, first component to the right, second up;
/// where dots pile up it gets darker. Points outside the window, or not finite, are left out.
///
/// @param side pixels of the square, at least 16
/// @param left the least first component shown
/// @param bottom the least second component shown
/// @param width what the window spans in both components, above 0
public record ScatterPicture(int side, double left, double bottom, double width)
    implements SamplePicture {
  private static final int COMFORTABLE_SIDE = 512;

  /// What is left of the light under one dot.
  private static final double SHADE = 0.6;

  public ScatterPicture {
    if (side < 16 || side > 8192) {
      throw new IllegalArgumentException("side must be in 16..8192 pixels, got " + side);
    }
    if (!(Double.isFinite(left) && Double.isFinite(bottom) && width > 0 && width < 1e300)) {
      throw new IllegalArgumentException(
          "the window needs a finite corner and a width above 0, got %s, %s and %s"
              .formatted(left, bottom, width));
    }
  }

  /// The smallest square window with all finite points in it and 5 % to spare.
  ///
  /// Draw generated and real points in one window to compare them.
  public static ScatterPicture fitting(Batch samples) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < samples.count(); i++) {
      if (Double.isFinite(samples.get(i, 0)) && Double.isFinite(samples.get(i, 1))) {
        for (int j = 0; j < 2; j++) {
          low[j] = Math.min(low[j], samples.get(i, j));
          high[j] = Math.max(high[j], samples.get(i, j));
        }
      }
    }
    if (low[0] > high[0]) {
      return new ScatterPicture(COMFORTABLE_SIDE, -1, -1, 2);
    }
    double span = Math.max(high[0] - low[0], high[1] - low[1]);
    double width = span > 0 ? 1.1 * span : 1;
    return new ScatterPicture(
        COMFORTABLE_SIDE, (low[0] + high[0] - width) / 2, (low[1] + high[1] - width) / 2, width);
  }

  /// @param samples of two components
  @Override
  public BufferedImage draw(Batch samples) {
    if (samples.shape().size() != 2) {
      throw new IllegalArgumentException("need samples of two components, got " + samples);
    }
    int[] dots = new int[side * side];
    for (int i = 0; i < samples.count(); i++) {
      double x = (samples.get(i, 0) - left) / width * side;
      double y = side - (samples.get(i, 1) - bottom) / width * side;
      if (x >= 0 && x < side && y >= 0 && y < side) {
        dot(dots, (int) x, (int) y);
      }
    }
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < dots.length; i++) {
      int level = (int) Math.rint(255 * Math.pow(SHADE, dots[i]));
      picture.getRaster().setSample(i % side, i / side, 0, level);
    }
    return picture;
  }

  /// A pixel and its four neighbours.
  private void dot(int[] dots, int x, int y) {
    dots[y * side + x]++;
    if (x > 0) {
      dots[y * side + x - 1]++;
    }
    if (x < side - 1) {
      dots[y * side + x + 1]++;
    }
    if (y > 0) {
      dots[(y - 1) * side + x]++;
    }
    if (y < side - 1) {
      dots[(y + 1) * side + x]++;
    }
  }
}
