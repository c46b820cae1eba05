package org.scorefield.accelerate;

import java.util.List;
import org.scorefield.array.Batch;

/// A student's run on the model among the levels of a {@link Teacher}, from the teacher's noise:
/// where it was and what the model said there, off the teacher's path.
///
/// @param indices of its levels among those of the teacher, that of 0 included
/// @param states at its positive levels
/// @param outputs of the model there
record Excursion(int[] indices, List<Batch> states, List<Batch> outputs) {
  Excursion {
    states = List.copyOf(states);
    outputs = List.copyOf(outputs);
  }
}
