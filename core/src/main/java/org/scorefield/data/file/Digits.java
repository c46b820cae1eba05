package org.scorefield.data.file;

import java.util.Objects;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;

/// The 1,797 handwritten digits of 8 x 8 pixels that are shipped inside: the test set of E.
/// Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
/// Repository 1998 (CC BY 4.0).
final class Digits {
  private static final int PIXELS = 64;

  private Digits() {}

  static Labelled open() {
    Batch table;
    try (Source source =
        Source.ofStream(
            "digits.csv.gz",
            Objects.requireNonNull(
                Dataset.class.getResourceAsStream("digits.csv.gz"),
                "digits.csv.gz is missing from the jar"))) {
      table = CsvFile.read(source);
    }
    int n = table.count();
    byte[] pixels = new byte[n * PIXELS];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < PIXELS; j++) {
        pixels[i * PIXELS + j] = (byte) table.get(i, j);
      }
      labels[i] = (int) table.get(i, PIXELS);
    }
    Dataset rows =
        Dataset.ofBytes(
            "digits",
            "pixels, 0..16 mapped to [-1, 1]",
            Shape.image(1, 8, 8),
            pixels,
            v -> v / 8.0 - 1);
    return Labelled.of(rows, labels, 10);
  }
}
