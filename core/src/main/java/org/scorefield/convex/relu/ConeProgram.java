package org.scorefield.convex.relu;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.AffineProjection;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.linalg.Matrix;

/// The convex program that a two-layer network of one output is (Pilanci and Ergen 2002.10553;
/// Ergen and Pilanci 2312.12657):
///
/// `min 1/2 |y - sum_i D_i X (v_i - w_i) - V x - c|^2 + beta sum_i |v_i| + |w_i|, v_i, w_i in K_i`
///
/// with D_i the diagonal of f' at gate i and K_i the weights that follow that gate ({@link
/// ActivationCones}). Its minimum over all patterns is that of
///
/// `1/2 |y - sum_j alpha_j f(X u_j) - V x - c|^2 + beta/2 sum_j |u_j|^2 + alpha_j^2`
///
/// over networks of any width, and its solution is such a network: `u = v/sqrt|v|, alpha =
/// +-sqrt|v|`. Over some of the patterns it is the best network whose units have those. Hidden
/// biases carry weight decay like the weights; V and c, as far as they are free, do not.
///
/// A score of d components is d programs, one network each ({@link #perOutput}): dearer in weight
/// decay than one network that feeds all components, whose exact program has no cheap solver.
///
/// Weights are flat: v_1 ... v_P, then w_1 ... w_P, D each. Sums run over rows, not means.
public final class ConeProgram {
  private final ActivationCones cones;
  private final AffineProjection affine;
  private final double[] plain;
  private final double[] target;

  private ConeProgram(ActivationCones cones, AffineProjection affine, double[] plain) {
    this.cones = cones;
    this.affine = affine;
    this.plain = plain;
    this.target = affine.project(plain);
  }

  /// @param patterns of the rows X
  /// @param target y, one number a row
  /// @throws IllegalArgumentException if the sizes differ, y is not finite, or the rows do not
  ///   determine a free V
  public static ConeProgram of(GatePatterns patterns, Vector target, AffinePart affine) {
    return of(ActivationCones.of(patterns), AffineProjection.of(patterns.data(), affine), target);
  }

  /// One program for each column of targets.
  ///
  /// @param targets n x q, such as {@link org.scorefield.convex.gated.DenoisingPairs#targets}
  public static List<ConeProgram> perOutput(
      GatePatterns patterns, Batch targets, AffinePart affine) {
    ActivationCones cones = ActivationCones.of(patterns);
    AffineProjection projection = AffineProjection.of(patterns.data(), affine);
    int q = targets.dimension();
    return IntStream.range(0, q)
        .mapToObj(k ->
            of(
                cones,
                projection,
                Vector.generate(targets.count(), r -> targets.shared()[r * q + k])))
        .toList();
  }

  private static ConeProgram of(ActivationCones cones, AffineProjection affine, Vector target) {
    int n = cones.patterns().data().count();
    if (target.size() != n) {
      throw new IllegalArgumentException(
          "the patterns are of " + n + " rows, there are " + target.size() + " targets");
    }
    for (int r = 0; r < n; r++) {
      if (!Double.isFinite(target.get(r))) {
        throw new IllegalArgumentException(
            "target " + r + " is " + target.get(r) + "; remove that row or fill it");
      }
    }
    return new ConeProgram(cones, affine, target.shared());
  }

  public ActivationCones cones() {
    return cones;
  }

  public AffinePart affine() {
    return affine.part();
  }

  /// y.
  public Vector target() {
    return Vector.adopt(plain);
  }

  /// Number of rows, n.
  public int rows() {
    return plain.length;
  }

  /// Number of weights, `2PD`.
  public int weights() {
    return 2 * cones.count() * cones.width();
  }

  /// What its solutions are best among: networks of any width if these are all patterns, else those
  /// whose units have the given ones.
  public Certificate.Scope scope() {
    return cones.patterns().complete() ? Certificate.Scope.NETWORK : Certificate.Scope.GIVEN_GATES;
  }

  /// The least beta at which the network is empty: `max_i,+- |P_{K_i}(+-X^T D_i Pi y)|`.
  public double largestBeta() {
    return Arrays.stream(answers(target, 0)).max().orElse(0);
  }

  /// The objective of the network with these weights, each unit letting through what its own
  /// pre-activation says. Where the weights are in their cones it is that of the program.
  public double objective(Vector weights, double beta) {
    requireWeights(weights);
    ConeUnits units = ConeUnits.all(this);
    double[] pre = units.preActivations(weights.shared());
    double[] s = new double[rows()];
    Activation f = cones.patterns().activation();
    for (int r = 0; r < s.length; r++) {
      for (int k = 0; k < units.count(); k++) {
        s[r] += units.sign()[k] * f.value(pre[r * units.count() + k]);
      }
    }
    return halfSquare(residual(project(s))) + beta * units.penalty(weights.shared());
  }

  /// The network with these weights, V and c solved for. Units whose weights are 0 are left out.
  public ConeNetwork network(Vector weights) {
    requireWeights(weights);
    ConeUnits all = ConeUnits.all(this);
    int[] live =
        IntStream.range(0, all.count()).filter(k -> all.norm(weights.shared(), k) > 0).toArray();
    int d = cones.patterns().data().dimension();
    int width = cones.width();
    double[] inner = new double[live.length * d];
    double[] biases = new double[live.length];
    double[] outer = new double[live.length];
    for (int j = 0; j < live.length; j++) {
      double root = Math.sqrt(all.norm(weights.shared(), live[j]));
      for (int c = 0; c < width; c++) {
        double u = weights.get(live[j] * width + c) / root;
        if (c < d) {
          inner[j * d + c] = u;
        } else {
          biases[j] = u;
        }
      }
      outer[j] = all.sign()[live[j]] * root;
    }
    ConeNetwork hidden =
        new ConeNetwork(
            cones.patterns().activation(),
            Matrix.adopt(live.length, d, inner),
            Vector.adopt(biases),
            Vector.adopt(outer),
            Vector.adopt(new double[d]),
            0);
    double[] rest = hidden.values(cones.patterns().data()).toArray();
    for (int r = 0; r < rest.length; r++) {
      rest[r] = plain[r] - rest[r];
    }
    Matrix slope = affine.slope(rest, 0, 1);
    return hidden.withAffine(Vector.adopt(slope.row(0)), affine.offset(rest, slope, 1).first());
  }

  /// The weights of a network whose units have patterns of this program: `v = u |alpha|`, units of
  /// one pattern and sign merged, which makes the penalty smaller if anything. Its affine part is
  /// left to the program.
  ///
  /// @throws IllegalArgumentException if a unit has none of the patterns
  public Vector weightsOf(ConeNetwork network) {
    int width = cones.width();
    int d = cones.patterns().data().dimension();
    double[] out = new double[weights()];
    for (int j = 0; j < network.units(); j++) {
      double alpha = network.outer().get(j);
      double[] u = Arrays.copyOf(network.inner().row(j), width);
      if (width > d) {
        u[d] = network.hiddenBiases().get(j);
      }
      int i = cones.containing(u);
      if (i < 0) {
        throw new IllegalArgumentException(
            "unit "
                + j
                + " has none of the "
                + cones.count()
                + " patterns of this program; make them of the network's own gates (GatePatterns.of)");
      }
      int at = (i + (alpha < 0 ? cones.count() : 0)) * width;
      for (int c = 0; c < width; c++) {
        out[at + c] += Math.abs(alpha) * u[c];
      }
    }
    return Vector.adopt(out);
  }

  /// A network from the weights of gates that are free of their cones: `v_i = P_{K_i}(z_i), w_i =
  /// P_{K_i}(-z_i)` for the weights z_i of one output. Unlike a {@link
  /// org.scorefield.convex.gated.ConeDecomposition} it does not keep the predictions, and its
  /// weights are no larger than twice those given: with 50 gates on 200 rows its objective was 1.1
  /// to 1.8 times the optimum, where the penalty of the decomposition alone was 25 to 200 times
  /// that. As a start it saves the solvers nothing, since it has units in all patterns.
  ///
  /// @param gated a solution over the same patterns
  /// @throws IllegalArgumentException if the patterns are others
  public Vector near(GatedSolution gated, int output) {
    if (gated.program().gates() != cones.patterns()) {
      throw new IllegalArgumentException(
          "the gated solution has other patterns than this program; make both programs of one GatePatterns");
    }
    int d = gated.program().dimension();
    Objects.checkIndex(output, d);
    double[] z = new double[weights()];
    for (int k = 0; k < z.length / 2; k++) {
      z[k] = gated.weights().get(k * d + output);
      z[z.length / 2 + k] = -z[k];
    }
    ConeUnits all = ConeUnits.all(this);
    return Vector.adopt(all.project(z, all.noFaces()));
  }

  void requireWeights(Vector weights) {
    if (weights.size() != weights()) {
      throw new IllegalArgumentException(
          weights() + " weights are needed, 2D for each pattern, got " + weights.size());
    }
  }

  double[] project(double[] r) {
    return affine.project(r);
  }

  /// `Pi y - s` for predictions that are projected.
  double[] residual(double[] predicted) {
    double[] out = new double[predicted.length];
    for (int r = 0; r < out.length; r++) {
      out[r] = target[r] - predicted[r];
    }
    return out;
  }

  static double halfSquare(double[] r) {
    double sum = 0;
    for (double v : r) {
      sum += v * v;
    }
    return sum / 2;
  }

  /// `|P_{K_i}(+-X^T D_i r)|` of all 2P units; where the norm before the projection is at most
  /// `enough`, that norm, which is no less and cheaper.
  double[] answers(double[] r, double enough) {
    int count = cones.count();
    ConeUnits positive = ConeUnits.some(this, IntStream.range(0, count).toArray());
    double[] gradients = positive.gradient(r);
    double[] out = Arrays.copyOf(cones.answers(gradients, 1, enough), 2 * count);
    System.arraycopy(cones.answers(gradients, -1, enough), 0, out, count, count);
    return out;
  }

  /// The bound below of a residual whose answers are not known.
  double lowerBound(double[] residual, double beta) {
    double largest = Arrays.stream(answers(residual, beta)).max().orElse(0);
    return lowerBound(residual, largest, beta);
  }

  /// The value of the dual program `max <Pi y, nu> - |nu|^2/2`, `|P_{K_i}(+-X^T D_i nu)| <= beta`,
  /// at the best multiple of a residual that its constraints allow: a lower bound of the optimum
  /// whatever the residual.
  ///
  /// @param largest the largest answer to that residual, or more
  double lowerBound(double[] residual, double largest, double beta) {
    double along = 0;
    for (int r = 0; r < residual.length; r++) {
      along += target[r] * residual[r];
    }
    double square = 2 * halfSquare(residual);
    if (square == 0) {
      return 0;
    }
    double c = Math.min(along / square, largest > 0 ? beta / largest : Double.POSITIVE_INFINITY);
    return Math.max(0, c * along - c * c / 2 * square);
  }
}
