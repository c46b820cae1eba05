package org.scorefield.wiring;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

/// The order of a network's axes after that of the batch. Ours is channels, height, width.
public enum Layout {
  /// Channels, height, width.
  NCHW(0, 1, 2),
  /// Height, width, channels.
  NHWC(1, 2, 0),
  /// Channels, width, height.
  NCWH(0, 2, 1),
  /// Width, height, channels.
  NWHC(2, 1, 0),
  /// Whatever axes a sample has, as they are.
  BATCH_FIRST();

  /// Which of our axes stands at each place of the network's.
  private final int[] ours;

  Layout(int... ours) {
    this.ours = ours;
  }

  /// Our shape of samples that have this one in the network.
  ///
  /// @throws IllegalArgumentException if they are no pictures and the layout is one of pictures
  public Shape ours(Shape network) {
    if (this == BATCH_FIRST) {
      return network;
    }
    requirePictures(network);
    int[] axes = new int[3];
    for (int place = 0; place < 3; place++) {
      axes[ours[place]] = network.dimensions().get(place);
    }
    return Shape.of(axes);
  }

  /// The network's shape of samples of ours.
  public Shape network(Shape shape) {
    if (this == BATCH_FIRST) {
      return shape;
    }
    requirePictures(shape);
    List<Integer> d = shape.dimensions();
    return Shape.of(d.get(ours[0]), d.get(ours[1]), d.get(ours[2]));
  }

  /// Samples of ours in the network's order.
  ///
  /// @param reversed whether the channels run the other way, as in BGR
  public Batch toNetwork(Batch x, boolean reversed) {
    return permuted(x, network(x.shape()), reversed, true);
  }

  /// Back again.
  public Batch fromNetwork(Batch x, boolean reversed) {
    return permuted(x, ours(x.shape()), reversed, false);
  }

  private Batch permuted(Batch x, Shape to, boolean reversed, boolean outward) {
    if (this == BATCH_FIRST || (this == NCHW && !reversed)) {
      return x;
    }
    Shape picture = outward ? x.shape() : to;
    int[] size = picture.dimensions().stream().mapToInt(i -> i).toArray();
    int[] stride = strides(size);
    int d = picture.size();
    double[] in = x.shared();
    double[] out = new double[in.length];
    for (int base = 0; base < in.length; base += d) {
      int network = base;
      int[] at = new int[3];
      for (at[ours[0]] = 0; at[ours[0]] < size[ours[0]]; at[ours[0]]++) {
        for (at[ours[1]] = 0; at[ours[1]] < size[ours[1]]; at[ours[1]]++) {
          for (at[ours[2]] = 0; at[ours[2]] < size[ours[2]]; at[ours[2]]++, network++) {
            int channel = reversed ? size[0] - 1 - at[0] : at[0];
            int own = base + channel * stride[0] + at[1] * stride[1] + at[2];
            out[outward ? network : own] = in[outward ? own : network];
          }
        }
      }
    }
    return Batch.adopt(to, out);
  }

  private static int[] strides(int[] size) {
    return new int[] {size[1] * size[2], size[2], 1};
  }

  private void requirePictures(Shape shape) {
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "the layout %s is one of pictures, samples of shape %s have %d axes; take batch-first"
              .formatted(this, shape, shape.rank()));
    }
  }
}
