package org.scorefield.engine.nn;

/// Checks of the sizes of a network.
final class Sizes {
  private Sizes() {}

  static void atLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
  }
}
