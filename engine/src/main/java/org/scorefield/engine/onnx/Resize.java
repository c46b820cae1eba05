package org.scorefield.engine.onnx;

/// Makes rows of numbers longer or shorter: linear interpolation between the centres of pixels, and
/// where there are to be fewer, the same triangle widened to the distance of those there will be,
/// so that nothing is passed over (bilinear with antialiasing, as Pillow and PyTorch's
/// `interpolate(mode="bilinear", antialias=True)` have it).
///
/// New number i is the mean of the old ones with weights `max(0, 1 - |j + 1/2 - (i + 1/2) s| /
/// max(s, 1))`, s the ratio of old to new length. A constant stays what it is.
final class Resize {
  private final int from;
  private final int to;
  private final int[] first;
  private final double[][] weights;

  /// @param first of the old numbers that has a weight, for each new one
  /// @param weights for each new one, summing to 1
  private Resize(int from, int to, int[] first, double[][] weights) {
    this.from = from;
    this.to = to;
    this.first = first;
    this.weights = weights;
  }

  /// @param from old length
  /// @param to new length
  static Resize of(int from, int to) {
    double ratio = (double) from / to;
    double reach = Math.max(ratio, 1);
    int[] first = new int[to];
    double[][] weights = new double[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * ratio;
      int low = Math.clamp((long) Math.floor(centre - reach), 0, from - 1);
      int high = Math.clamp((long) Math.ceil(centre + reach), low + 1, from);
      first[i] = low;
      weights[i] = new double[high - low];
      double sum = 0;
      for (int j = low; j < high; j++) {
        weights[i][j - low] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
        sum += weights[i][j - low];
      }
      for (int j = 0; j < high - low; j++) {
        weights[i][j] /= sum;
      }
    }
    return new Resize(from, to, first, weights);
  }

  /// Resizes one line of many that lie between each other.
  ///
  /// @param at index of its first number, in old and new
  /// @param stride from one number of it to the next
  private void apply(double[] old, int at, int stride, double[] into, int newAt) {
    for (int i = 0; i < to; i++) {
      double sum = 0;
      for (int j = 0; j < weights[i].length; j++) {
        sum += weights[i][j] * old[at + (first[i] + j) * stride];
      }
      into[newAt + i * stride] = sum;
    }
  }

  /// Pictures of one channel after another, rows by columns, in another size.
  ///
  /// @param pictures how many
  static double[] pictures(double[] old, int pictures, Resize rows, Resize columns) {
    double[] wide = new double[pictures * rows.from * columns.to];
    for (int line = 0; line < pictures * rows.from; line++) {
      columns.apply(old, line * columns.from, 1, wide, line * columns.to);
    }
    double[] all = new double[pictures * rows.to * columns.to];
    for (int picture = 0; picture < pictures; picture++) {
      for (int column = 0; column < columns.to; column++) {
        rows.apply(
            wide,
            picture * rows.from * columns.to + column,
            columns.to,
            all,
            picture * rows.to * columns.to + column);
      }
    }
    return all;
  }
}
