package org.scorefield.convex.gated;

import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.AffineProjection;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// The convex program of a two-layer score network with given gates (Zhang and Pilanci 2402.01965,
/// multivariate case; gated ReLU of Mishkin, Sahiner and Pilanci 2202.01331):
///
/// `min_Z 1/2 |Pi S - T|^2 + sum_i <C_i, Z_i> + beta sum_i R(Z_i) + constant, S = sum_i D_i X Z_i`
///
/// with Z_i of D x q for q outputs, X the rows (with a column of ones if hidden biases are on; they
/// carry weight decay like the weights), D_i the diagonal of f' at gate i, R a {@link GatedPenalty}
/// and Pi the projection that solves for the free {@link AffinePart}. Sums run over rows, not
/// means.
///
/// - *Score matching* (Hyvarinen 2005), `sum_r |s(x_r)|^2/2 + tr J(x_r)`: T = 0 and `C_i = tau_i
///   E`, tau_i the trace of D_i and E the identity over a row of 0; with skip connection `C_i =
///   tau_i E
///   - n X^T D_i X (X^T X)^-1` and the constant `-n^2/2 tr (X^T X)^-1`.
/// - *Regression*, `sum_r |s(x_r) - y_r|^2/2`, for any number of outputs: T = Pi Y, C = 0. Of noise
///   it is *denoising score matching* (Vincent 2011).
///
/// The gates are free of the weights they gate, which makes this a **relaxation**: with all
/// patterns its value is at most that of the best ReLU network at the same beta. Its own model,
/// {@link GatedScore}, jumps across the gates.
///
/// Hidden biases without weight decay are not offered: the last row of Z_i would be a step `D_i 1`
/// of any height at no cost, while the bias of a unit vanishes with the unit. The dual then asks
/// every residual to be orthogonal to all P patterns, and from about n patterns on only 0 is: the
/// steps interpolate the data, and the value bounds no network. On the line {@link LineProgram} has
/// free biases, exactly.
///
/// Cost of an objective or a gradient 2nPDq; memory about eight times the PDq weights.
public final class GatedProgram {
  private final GatePatterns gates;
  private final GatedPenalty penalty;
  private final Data data;
  private final GateFeatures features;
  private final double[] linear;

  /// What does not depend on the gates.
  ///
  /// @param outputs q
  /// @param target T, n x q
  /// @param plain Y, n x q
  /// @param matching whether there is a trace term
  /// @param constant of the objective
  private record Data(
      AffineProjection affine,
      int outputs,
      double[] target,
      double[] plain,
      boolean matching,
      double constant) {
    /// Weight of the trace of V: n for score matching, else 0.
    int trace(Batch x) {
      return matching ? x.count() : 0;
    }
  }

  private GatedProgram(
      GatePatterns gates, GatedPenalty penalty, Data data, GateFeatures features, double[] linear) {
    this.gates = gates;
    this.penalty = penalty;
    this.data = data;
    this.features = features;
    this.linear = linear;
  }

  /// Score matching at the rows of the gates. Whether its objective has a lower bound depends on
  /// beta: see {@link Boundedness}.
  ///
  /// @throws IllegalArgumentException if the rows do not determine the skip connection, or the
  ///   program does not fit into memory
  public static GatedProgram scoreMatching(
      GatePatterns gates, GatedPenalty penalty, AffinePart affine) {
    Batch x = gates.data();
    int n = x.count();
    int d = x.dimension();
    requireMemory(gates, d);
    AffineProjection projection = AffineProjection.of(x, affine);
    GateFeatures features = GateFeatures.of(gates);
    double[] linear = new double[gates.count() * gates.width() * d];
    if (affine.skip()) {
      double[] dual = projection.dualOfTrace();
      for (int k = 0; k < dual.length; k++) {
        dual[k] *= -n;
      }
      linear = features.adjoint(dual, d);
    }
    for (int i = 0; i < gates.count(); i++) {
      for (int j = 0; j < d; j++) {
        linear[i * gates.width() * d + j * d + j] += gates.trace(i);
      }
    }
    double constant = affine.skip() ? -0.5 * n * n * projection.tracePrecision() : 0;
    double[] zero = new double[n * d];
    return new GatedProgram(
        gates, penalty, new Data(projection, d, zero, zero, true, constant), features, linear);
  }

  /// Denoising score matching.
  ///
  /// @param gates of the noisy rows
  /// @param pairs the noisy rows and their targets
  /// @throws IllegalArgumentException as above, or if the gates are those of other rows
  public static GatedProgram denoising(
      GatePatterns gates, DenoisingPairs pairs, GatedPenalty penalty, AffinePart affine) {
    if (!gates.data().equals(pairs.noisy())) {
      throw new IllegalArgumentException(
          "the patterns must be those of the noisy rows; make them of pairs.noisy()");
    }
    return regression(gates, pairs.targets(), penalty, affine);
  }

  /// Least squares from the rows of the gates to any targets.
  ///
  /// @param targets Y, n x q, finite
  /// @throws IllegalArgumentException as above, or if there is not one target for each row
  public static GatedProgram regression(
      GatePatterns gates, Batch targets, GatedPenalty penalty, AffinePart affine) {
    if (targets.count() != gates.data().count()) {
      throw new IllegalArgumentException(
          "one target is needed for each of %d rows, got %d"
              .formatted(gates.data().count(), targets.count()));
    }
    targets
        .firstNonFinite()
        .ifPresent(r -> {
          throw new IllegalArgumentException("target " + r + " holds a NaN or an infinity");
        });
    int q = targets.dimension();
    requireMemory(gates, q);
    AffineProjection projection = AffineProjection.of(gates.data(), affine);
    double[] y = targets.shared();
    return new GatedProgram(
        gates,
        penalty,
        new Data(projection, q, projection.project(y), y, false, 0),
        GateFeatures.of(gates),
        new double[gates.count() * gates.width() * q]);
  }

  private static void requireMemory(GatePatterns gates, long q) {
    long n = gates.data().count();
    long d = gates.data().dimension();
    long weights = (long) gates.count() * gates.width() * q;
    double bytes = 8.0 * (10 * weights + 10 * n * q) + n * (gates.count() / 8.0);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap || weights > Integer.MAX_VALUE || n * q > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d rows of d = %d with %d gates and %d outputs need about %.3g GB of memory, the heap has %.3g GB (and an array holds at most 2^31 weights); take fewer gates, fewer principal directions or rows, or a larger heap (-Xmx); with few enough gates for their normal equations no rows need be held (NormalEquations.of a RowBlocks)"
              .formatted(n, d, gates.count(), q, bytes / 1e9, heap / 1e9));
    }
  }

  /// The same program over some of the gates.
  GatedProgram restrictedTo(int[] kept) {
    GatePatterns some = gates.subset(kept);
    return new GatedProgram(some, penalty, data, GateFeatures.of(some), pick(linear, kept));
  }

  /// Blocks of some gates, in the order given.
  double[] pick(double[] z, int[] kept) {
    double[] out = new double[kept.length * block()];
    for (int k = 0; k < kept.length; k++) {
      System.arraycopy(z, kept[k] * block(), out, k * block(), block());
    }
    return out;
  }

  public GatePatterns gates() {
    return gates;
  }

  public GatedPenalty penalty() {
    return penalty;
  }

  public AffinePart affine() {
    return data.affine.part();
  }

  /// Whether this is score matching with the trace term, not denoising score matching.
  public boolean matchesScores() {
    return data.matching;
  }

  /// Number of rows, n.
  public int rows() {
    return gates.data().count();
  }

  /// d.
  public int dimension() {
    return gates.data().dimension();
  }

  /// q; d for scores.
  public int outputs() {
    return data.outputs;
  }

  /// Number of weights of all gates, `P D q`.
  public int weights() {
    return gates.count() * block();
  }

  /// Weights of one gate, `D q`.
  int block() {
    return gates.width() * outputs();
  }

  double constant() {
    return data.constant;
  }

  /// C, flat.
  double[] linear() {
    return linear;
  }

  /// T, n x q.
  double[] target() {
    return data.target;
  }

  /// `Pi S`, n x q.
  double[] predict(double[] z) {
    return data.affine.project(features.forward(z, outputs()));
  }

  /// `sum_i F_i^T Pi R`, for R that is projected already.
  double[] adjoint(double[] r) {
    return features.adjoint(r, outputs());
  }

  /// `F^T Pi F`, PD x PD, row-major: what the objective is a quadratic form of, apart from its
  /// constant. The same for every output.
  double[] gram() {
    double[] gram = features.gram();
    double[] span = features.adjoint(data.affine.basis().shared(), data.affine.basis().columns());
    int columns = gates.count() * gates.width();
    Matrix m = Matrix.adopt(columns, data.affine.basis().columns(), span);
    double[] taken = Products.timesTransposed(span, columns, m);
    for (int k = 0; k < gram.length; k++) {
      gram[k] -= taken[k];
    }
    return gram;
  }

  double[] project(double[] r) {
    return data.affine.project(r);
  }

  /// The features of the gates.
  GateFeatures features() {
    return features;
  }

  /// Q, an orthonormal basis of what the affine part can add to the predictions, n x k.
  Matrix basis() {
    return data.affine.basis();
  }

  /// `Q^T S`, k x q.
  double[] inner(double[] s) {
    return data.affine.inner(s);
  }

  /// The smooth part of the objective, without beta R.
  ///
  /// @param residual `Pi S - T`
  double smooth(double[] z, double[] residual) {
    double sum = 0;
    for (double u : residual) {
      sum += u * u;
    }
    return sum / 2 + linearTerm(z);
  }

  /// `sum_i <C_i, Z_i> + constant`.
  double linearTerm(double[] z) {
    double trace = 0;
    for (int k = 0; data.matching && k < z.length; k++) {
      trace += linear[k] * z[k];
    }
    return trace + data.constant;
  }

  /// The gradient of the smooth part, `F^T (Pi S - T) + C`.
  double[] gradient(double[] residual) {
    double[] g = adjoint(residual);
    for (int k = 0; k < g.length; k++) {
      g[k] += linear[k];
    }
    return g;
  }

  /// `Pi S - T`.
  double[] residual(double[] z) {
    double[] residual = predict(z);
    for (int k = 0; k < residual.length; k++) {
      residual[k] -= data.target[k];
    }
    return residual;
  }

  /// The penalty over all gates.
  BlockPenalty blocks() {
    return new BlockPenalty(penalty, gates.count(), gates.width(), outputs());
  }

  /// The objective at weights Z, blocks D x q one gate after the other.
  public double objective(Vector z, double beta) {
    if (z.size() != weights()) {
      throw new IllegalArgumentException(
          weights() + " weights are needed, D q for each gate, got " + z.size());
    }
    return smooth(z.shared(), residual(z.shared())) + beta * blocks().of(z.shared());
  }

  /// The least beta at which all gates are shut off, Z = 0: beta_max, called beta_skip where there
  /// is a skip connection. There the score is affine: 0, or that of least squares, or of the
  /// Gaussian with the moments of the data.
  public double largestBeta() {
    double[] g = gradient(residual(new double[weights()]));
    return IntStream.range(0, gates.count())
        .mapToDouble(i -> penalty.dualNorm(g, i * block(), gates.width(), outputs()))
        .max()
        .orElse(0);
  }

  /// The fitted model: V and c solved for.
  GatedScore score(double[] z) {
    int q = outputs();
    double[] rest = features.forward(z, q);
    for (int k = 0; k < rest.length; k++) {
      rest[k] = data.plain[k] - rest[k];
    }
    Matrix slope = data.affine.slope(rest, data.trace(gates.data()), q);
    Vector offset = data.affine.offset(rest, slope, q);
    return GatedScore.of(gates.set(), Vector.adopt(z.clone()), slope, offset);
  }

  /// `-n X (X^T X)^-1`, the residual of the linear score: a point that satisfies the constraints of
  /// the dual for every beta above beta_skip. Empty where it is of no use.
  double[] linearResidual() {
    if (!data.matching || data.affine.part().skip()) {
      return new double[0];
    }
    AffinePart skip = new AffinePart(true, data.affine.part().bias());
    if (!AffineProjection.determines(gates.data(), skip)) {
      return new double[0];
    }
    double[] dual = AffineProjection.of(gates.data(), skip).dualOfTrace();
    for (int k = 0; k < dual.length; k++) {
      dual[k] *= -rows();
    }
    return dual;
  }
}
