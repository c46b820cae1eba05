package org.scorefield.convex.gated;

import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;

/// What solving a {@link GatedProgram} gave.
///
/// @param program what was solved
/// @param beta at which penalty
/// @param weights Z, a block of D x q for each gate
/// @param certificate how far from the optimum over the program's gates
/// @param steps sweeps over the gates of working sets
/// @param status why it ended
public record GatedSolution(
    GatedProgram program,
    double beta,
    Vector weights,
    Certificate certificate,
    int steps,
    Status status) {

  /// Why a run ended.
  public enum Status {
    /// The gap is within the tolerance.
    CERTIFIED,
    /// The steps ran out; the certificate says how far it came.
    OUT_OF_STEPS,
    /// The watch stopped it.
    INTERRUPTED
  }

  /// Gates that are in use.
  public int activeGates() {
    return program.blocks().active(weights.shared());
  }

  /// The model.
  public GatedScore score() {
    return program.score(weights.shared());
  }

  /// A network of two layers with the same values on the training rows: see {@link
  /// ConeDecomposition}.
  public ConeDecomposition decomposed() {
    return ConeDecomposition.of(program.gates(), score());
  }

  /// The finding in a sentence, with what it means for networks that are not gated.
  public String words() {
    return certificate.words()
        + (program.gates().complete()
            ? "; these are all gates there are, so no network with the gates' own weights, of any"
                + " width, is below the lower value at this beta either"
            : "; the gates were drawn, so this says nothing of networks with others, and a network"
                + " whose gates follow its weights has another optimum");
  }
}
