package org.scorefield.reproduce;

import org.scorefield.metric.Estimate;

/// One number of a table, measured and expected.
///
/// @param table which table it belongs to
/// @param row what it is a number of, unique in its table
/// @param measured by this run
/// @param expected by someone else
public record Check(String table, String row, Estimate measured, Expected expected) {

  /// A number that chance has no part in.
  public static Check exact(String table, String row, double measured, Expected expected) {
    return new Check(table, row, new Estimate(measured, 0, 1), expected);
  }

  /// Whether anything was expected.
  public boolean claimed() {
    return !(expected instanceof Expected.Nothing);
  }

  /// Whether it came out as expected; true if nothing was.
  public boolean met() {
    return expected.metBy(measured);
  }
}
