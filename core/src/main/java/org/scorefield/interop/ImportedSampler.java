package org.scorefield.interop;

import java.util.List;
import org.scorefield.sampling.Solver;
import org.scorefield.schedule.TimeGrid;

/// A sampler of another library, said in our terms.
///
/// @param origin what it was read from, for people
/// @param solver how to step
/// @param grid the noise levels, in the units of the network
/// @param differences what is still not the same, each a plain sentence
public record ImportedSampler(
    String origin, Solver solver, TimeGrid grid, List<String> differences) {

  public ImportedSampler {
    differences = List.copyOf(differences);
  }
}
