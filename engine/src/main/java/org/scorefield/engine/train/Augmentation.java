package org.scorefield.engine.train;

import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Augmentation of pictures that does not leak into what is generated (Karras et al. 2206.00364,
/// appendix F.2): the network is told, as conditioning inputs, what was done to a picture, and at
/// sampling time that nothing was.
///
/// Each of these is drawn with the same probability, independently, and what is drawn may be to do
/// nothing: mirrored left to right, in half of the cases; mirrored upside down, in half of the
/// cases; moved by a whole number of pixels, at most an eighth of the side, in each direction (what
/// comes into view is the mirror image of what is beside it), every move equally likely.
///
/// @param shape channels, height, width
/// @param probability that one is drawn
record Augmentation(Shape shape, double probability) {
  /// Conditioning inputs: mirrored (0 or 1) left to right and upside down; moved (-1 to 1) right
  /// and down, in units of the largest move.
  static final int INPUTS = 4;

  /// Numbers that decide what is done to a picture.
  private static final int DRAWN = 5;

  private static final double FARTHEST = 0.125;
  private static final int ROWS_A_BLOCK = 16;

  Augmentation {
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "augmentation is for pictures of channels, height and width, got samples of shape "
              + shape
              + "; set its probability to 0");
    }
  }

  /// What is done to one picture.
  record Change(boolean mirrored, boolean inverted, int right, int down) {}

  /// Changes the rows in place and writes what was done to their conditions.
  ///
  /// @param rows pictures one after the other
  /// @param conditions `stride` inputs of each row, of which the last {@link #INPUTS} are written
  void apply(float[] rows, float[] conditions, int stride, NoiseKey key) {
    int d = shape.size();
    int n = rows.length / d;
    double[] u = new Noise(key, 0, n).uniform(Shape.vector(DRAWN)).shared();
    Rows.parallel(
        n,
        ROWS_A_BLOCK,
        (from, to) -> {
          float[] before = new float[d];
          for (int i = from; i < to; i++) {
            Change change = change(u, DRAWN * i);
            tell(change, conditions, (i + 1) * stride - INPUTS);
            System.arraycopy(rows, i * d, before, 0, d);
            draw(change, before, rows, i * d);
          }
        });
  }

  private Change change(double[] u, int at) {
    boolean moved = u[at + 2] < probability;
    return new Change(
        2 * u[at] < probability,
        2 * u[at + 1] < probability,
        moved ? move(u[at + 3], width()) : 0,
        moved ? move(u[at + 4], height()) : 0);
  }

  private static int move(double u, int side) {
    int most = farthest(side);
    return (int) Math.floor(u * (2 * most + 1)) - most;
  }

  private static int farthest(int side) {
    return (int) (FARTHEST * side);
  }

  private int height() {
    return shape.dimensions().get(1);
  }

  private int width() {
    return shape.dimensions().get(2);
  }

  private void tell(Change change, float[] conditions, int at) {
    conditions[at] = change.mirrored ? 1 : 0;
    conditions[at + 1] = change.inverted ? 1 : 0;
    conditions[at + 2] = (float) change.right / Math.max(1, farthest(width()));
    conditions[at + 3] = (float) change.down / Math.max(1, farthest(height()));
  }

  private void draw(Change change, float[] before, float[] rows, int at) {
    int height = height();
    int width = width();
    for (int plane = 0; plane < before.length; plane += height * width) {
      for (int y = 0; y < height; y++) {
        int line = source(y - change.down, height, change.inverted);
        for (int x = 0; x < width; x++) {
          int column = source(x - change.right, width, change.mirrored);
          rows[at + plane + y * width + x] = before[plane + line * width + column];
        }
      }
    }
  }

  /// The place that is seen at a place which may lie outside, where the picture is mirrored.
  private static int source(int place, int side, boolean mirrored) {
    int inside = place < 0 ? -1 - place : place >= side ? 2 * side - 1 - place : place;
    return mirrored ? side - 1 - inside : inside;
  }
}
