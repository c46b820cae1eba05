package org.scorefield.bench.peer;

/// How large the data of a case are.
public enum Size {
  /// The sizes that goals are stated for.
  FULL,
  /// Small enough to try everything in seconds; the ratios mean nothing.
  SMOKE;

  /// The first number at full size, the second for a try.
  int of(int full, int smoke) {
    return this == FULL ? full : smoke;
  }
}
