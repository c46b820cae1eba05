package org.scorefield.convex.relu;

import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.GatedSolution;

/// What solving a {@link ConeProgram} gave: a point in all cones, so that its objective is that of
/// a network.
///
/// @param program what was solved
/// @param beta at which penalty
/// @param weights v_1 ... v_P, w_1 ... w_P
/// @param certificate how far from the optimum over the program's patterns
/// @param steps iterations taken
/// @param status why it ended
public record ConeSolution(
    ConeProgram program,
    double beta,
    Vector weights,
    Certificate certificate,
    int steps,
    GatedSolution.Status status) {

  /// v_i, the weights of the unit with pattern i whose output is added.
  public Vector positive(int i) {
    return block(i);
  }

  /// w_i, of the unit whose output is taken off.
  public Vector negative(int i) {
    return block(program.cones().count() + i);
  }

  private Vector block(int k) {
    int width = program.cones().width();
    return Vector.generate(width, j -> weights.get(k * width + j));
  }

  /// Hidden units of the network.
  public int units() {
    ConeUnits all = ConeUnits.all(program);
    return (int)
        IntStream.range(0, all.count()).filter(k -> all.norm(weights.shared(), k) > 0).count();
  }

  /// The network, balanced: `|u| = |alpha|` for each unit. Its objective is the certificate's
  /// primal value.
  public ConeNetwork network() {
    return program.network(weights);
  }

  /// The finding in a sentence, with what it means for networks whose units have other patterns.
  public String words() {
    return certificate.words()
        + (program.cones().patterns().complete()
            ? ""
            : " (units with the patterns of other gates are not among those it speaks of)");
  }
}
