package org.scorefield.convex.gated;

import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;

/// What solving {@link NormalEquations} at one beta gave.
///
/// @param equations what was solved
/// @param beta at which penalty
/// @param weights Z, a block of D x q for each gate
/// @param certificate how far from the optimum over the gates
/// @param steps gradient steps
/// @param status why it ended
public record NormalSolution(
    NormalEquations equations,
    double beta,
    Vector weights,
    Certificate certificate,
    int steps,
    GatedSolution.Status status) {

  /// Gates that are in use.
  public int activeGates() {
    return equations.blocks().active(weights.shared());
  }

  /// The model.
  public GatedScore score() {
    return equations.score(weights);
  }
}
