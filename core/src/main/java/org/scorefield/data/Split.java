package org.scorefield.data;

import org.scorefield.random.NoiseKey;

/// A dataset cut in two at random: every row is in exactly one part, and each part keeps the order
/// of the whole. Rows that are equal count as different rows, so duplicates can land on both sides.
///
/// @param train the rows to fit to
/// @param heldOut the rows no fit may see
public record Split(Dataset train, Dataset heldOut) {

  /// Holds out `heldOut` {@link RandomRows}: the cut depends on the key, the number of rows and
  /// `heldOut` alone, and with one key a larger held-out part contains every smaller one.
  ///
  /// @param heldOut number of rows to hold out, in `1 .. data.size()-1`
  public static Split of(Dataset data, int heldOut, NoiseKey key) {
    int n = data.size();
    if (heldOut < 1 || heldOut >= n) {
      throw new IllegalArgumentException(
          "heldOut must be in 1.."
              + (n - 1)
              + " so that both parts of "
              + data.name()
              + " have rows, got "
              + heldOut);
    }
    int[] held = RandomRows.indices(n, heldOut, key.child("split"));
    int[] kept = RandomRows.others(n, held);
    return new Split(
        Subset.of(trainName(data.name()), data, kept),
        Subset.of(data.name() + " (held out)", data, held));
  }

  /// The name of the part to fit to.
  public static String trainName(String data) {
    return data + " (train)";
  }

  /// Holds out the fraction `heldOut` of the rows, rounded to a whole number and at least 1.
  ///
  /// @param heldOut strictly between 0 and 1
  public static Split fraction(Dataset data, double heldOut, NoiseKey key) {
    if (!(heldOut > 0 && heldOut < 1)) {
      throw new IllegalArgumentException(
          "the held-out fraction must be strictly between 0 and 1, got " + heldOut);
    }
    return of(data, (int) Math.max(1, Math.round(heldOut * data.size())), key);
  }
}
