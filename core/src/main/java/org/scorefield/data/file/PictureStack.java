package org.scorefield.data.file;

import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// Pictures of one size, gathered as one grey channel until the first coloured one turns up.
final class PictureStack {
  private final String firstName;
  private final int width;
  private final int height;
  private final int count;
  private int channels = 1;
  private byte[] values;

  /// @param first the picture that sets the size
  /// @param count how many there will be
  PictureStack(String firstName, Pixels first, int count) {
    this.firstName = firstName;
    this.width = first.width();
    this.height = first.height();
    this.count = count;
    this.values = new byte[length(1)];
  }

  private int length(int channels) {
    long length = (long) channels * width * height * count;
    if (length > Integer.MAX_VALUE - 8) {
      throw new DataException(
          firstName,
          count
              + " pictures of "
              + width
              + "x"
              + height
              + " in "
              + channels
              + " channels are more than one array holds",
          "make them smaller or fewer");
    }
    return (int) length;
  }

  void put(int index, String name, Pixels pixels) {
    if (pixels.width() != width || pixels.height() != height) {
      throw new DataException(
          name,
          "is %d x %d pixels, but %s is %d x %d"
              .formatted(pixels.width(), pixels.height(), firstName, width, height),
          "bring all pictures to one size");
    }
    if (channels == 1 && !pixels.isGrey()) {
      widen(index);
    }
    int area = width * height;
    for (int c = 0; c < channels; c++) {
      pixels.copyChannel(c, values, (index * channels + c) * area);
    }
  }

  /// Repeats the grey channel of the pictures so far as red, green and blue.
  private void widen(int filled) {
    int area = width * height;
    byte[] wide = new byte[length(3)];
    for (int i = 0; i < filled; i++) {
      for (int c = 0; c < 3; c++) {
        System.arraycopy(values, i * area, wide, (3 * i + c) * area, area);
      }
    }
    channels = 3;
    values = wide;
  }

  Dataset dataset(String name) {
    return Dataset.ofPixels(name, Shape.image(channels, height, width), values);
  }
}
