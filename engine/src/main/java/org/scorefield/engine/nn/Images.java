package org.scorefield.engine.nn;

import java.util.Collections;
import java.util.List;
import org.scorefield.array.Shape;

/// Pictures of any size as pictures, or rows, of patches, and back.
///
/// @param channels of a picture
/// @param height of a picture
/// @param width of a picture
/// @param patch side of a patch
/// @param multiple patches in each direction are a multiple of this; zeros are put below and to the
///   right where the picture ends before
record Images(int channels, int height, int width, int patch, int multiple) {

  static Images of(Shape shape, int patch, int multiple) {
    return new Images(
        shape.dimensions().get(0),
        shape.dimensions().get(1),
        shape.dimensions().get(2),
        patch,
        multiple);
  }

  /// Patches from top to bottom.
  int rows() {
    return patches(height);
  }

  /// Patches from left to right.
  int columns() {
    return patches(width);
  }

  /// Numbers in a patch.
  int depth() {
    return channels * patch * patch;
  }

  private int patches(int length) {
    int step = patch * multiple;
    return (length + step - 1) / step * multiple;
  }

  /// Depth, rows, columns: a patch as a stack of channels.
  <T> T toChannels(Ops<T> ops, T pictures) {
    if (patch == 1) {
      return padded(ops, pictures);
    }
    return ops.reshape(
        ops.permute(split(ops, pictures), 0, 1, 3, 5, 2, 4), depth(), rows(), columns());
  }

  /// What {@link #toChannels} was made of.
  <T> T fromChannels(Ops<T> ops, T channelled) {
    if (patch == 1) {
      return cropped(ops, channelled);
    }
    T split = ops.reshape(channelled, channels, patch, patch, rows(), columns());
    return joined(ops, ops.permute(split, 0, 1, 4, 2, 5, 3));
  }

  /// Patches, depth: a row for each patch, line by line.
  <T> T toRows(Ops<T> ops, T pictures) {
    return ops.reshape(
        ops.permute(split(ops, pictures), 0, 2, 4, 1, 3, 5), rows() * columns(), depth());
  }

  /// What {@link #toRows} was made of.
  <T> T fromRows(Ops<T> ops, T patches) {
    T split = ops.reshape(patches, rows(), columns(), channels, patch, patch);
    return joined(ops, ops.permute(split, 0, 3, 1, 4, 2, 5));
  }

  /// Channels, rows, patch, columns, patch.
  private <T> T split(Ops<T> ops, T pictures) {
    return ops.reshape(padded(ops, pictures), channels, rows(), patch, columns(), patch);
  }

  private <T> T joined(Ops<T> ops, T split) {
    return cropped(ops, ops.reshape(split, channels, rows() * patch, columns() * patch));
  }

  private <T> T padded(Ops<T> ops, T pictures) {
    T tall = padded(ops, pictures, 2, height, rows() * patch);
    return padded(ops, tall, 3, width, columns() * patch);
  }

  private static <T> T padded(Ops<T> ops, T x, int axis, int length, int wanted) {
    if (length == wanted) {
      return x;
    }
    T zeros = ops.scale(x, 0);
    int copies = (wanted - 1) / length;
    T filled = ops.concatenate(Collections.nCopies(copies, zeros), axis);
    T more = ops.slice(filled, axis, 0, wanted - length);
    return ops.concatenate(List.of(x, more), axis);
  }

  private <T> T cropped(Ops<T> ops, T pictures) {
    T low = height == rows() * patch ? pictures : ops.slice(pictures, 2, 0, height);
    return width == columns() * patch ? low : ops.slice(low, 3, 0, width);
  }
}
