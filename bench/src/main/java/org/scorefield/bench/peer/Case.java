package org.scorefield.bench.peer;

import java.util.List;
import java.util.function.Function;

/// One question that we and others answer.
///
/// @param name on the command line and in the worker
/// @param rivals who else answers
/// @param task makes the data; the same bytes every time
public record Case(String name, List<Rival> rivals, Function<Size, Task> task) {
  public Case {
    rivals = List.copyOf(rivals);
  }
}
