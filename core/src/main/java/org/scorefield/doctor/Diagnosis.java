package org.scorefield.doctor;

import java.util.List;
import org.scorefield.array.Vector;

/// The wirings that were compared and what follows.
///
/// @param finding what follows
/// @param sigmas noise levels
/// @param standings the stated wiring first, then the alternatives, best first
/// @param rows most rows that any was measured on
/// @param evaluations of the network
public record Diagnosis(
    Finding finding, Vector sigmas, List<Standing> standings, int rows, long evaluations) {
  public Diagnosis {
    standings = List.copyOf(standings);
  }
}
