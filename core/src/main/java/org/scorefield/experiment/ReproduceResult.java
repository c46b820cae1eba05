package org.scorefield.experiment;

import org.scorefield.reproduce.Reproduced;
import org.scorefield.reproduce.Reproduction;

/// What a reproduction gave.
///
/// @param record of the run; completed even where numbers are not as expected
/// @param reproduction what was run
/// @param reproduced what was found
public record ReproduceResult(RunRecord record, Reproduction reproduction, Reproduced reproduced) {

  /// Whether every number came out as expected.
  public boolean asExpected() {
    return record.completed() && reproduced.missed() == 0;
  }
}
