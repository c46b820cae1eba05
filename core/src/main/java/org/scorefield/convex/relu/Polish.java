package org.scorefield.convex.relu;

import java.util.List;
import org.scorefield.convex.Certificate;

/// Improves a network without changing which rows its neurons are open at.
///
/// With **one output** the best network with the patterns and signs that a network uses is the
/// solution of one convex program, which this solves from where the network is. Every stationary
/// point of training is such a solution (Ergen and Pilanci 2312.12657), so what it gains is what
/// training left undone, and 0 says that the network is stationary.
///
/// With **several outputs** the joint problem in hidden and output weights is not convex, but each
/// of two programs is: output weights for fixed hidden directions, a group lasso, and hidden weights
/// for fixed output directions within their cones. They take turns. The objective never rises, and
/// ends where neither can lower it: better than a stationary point, not the best there is.
///
/// @param tolerance relative duality gap of each program, and decrease of a round at which to stop
/// @param steps gradient steps at most in a program
/// @param rounds turns at most
public record Polish(double tolerance, int steps, int rounds) {

  /// To nine digits.
  public static final Polish DEFAULT = new Polish(1e-9, 20_000, 60);

  public Polish {
    if (!(tolerance > 0) || steps < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          "a tolerance must be positive and steps and rounds at least 1, got %s, %d and %d"
              .formatted(tolerance, steps, rounds));
    }
  }

  /// What came of it.
  ///
  /// @param network the better one, balanced
  /// @param before objective of the network given, balanced and with the best affine part
  /// @param certificate of the better one, among networks with its patterns
  public record Polished(Neurons network, double before, Certificate certificate) {
    /// By how much the objective fell.
    public double drop() {
      return before - certificate.primal();
    }
  }

  /// @throws IllegalArgumentException if sizes do not fit or beta is not positive
  public Polished polish(NeuronProblem problem, Neurons neurons, double beta) {
    NeuronProblem.requireBeta(beta);
    double before = problem.objective(neurons, beta);
    PolishAtoms given = PolishAtoms.of(problem, neurons);
    PolishAtoms atoms = solve(problem, given, beta);
    Neurons network = atoms.neurons();
    double[] residual = problem.residual(network);
    List<BestNeuronPattern> own = given.patterns().stream().distinct().toList();
    double bound =
        new BestNeuronSearch(problem, residual).over(own, tolerance).bound();
    return new Polished(
        network,
        before,
        new Certificate(
            problem.objective(network, beta),
            problem.lowerBound(residual, bound, beta),
            Certificate.Scope.GIVEN_GATES));
  }

  /// The atoms after the programs have taken turns.
  PolishAtoms solve(NeuronProblem problem, PolishAtoms start, double beta) {
    PolishAtoms at = start.merged();
    double level = objective(problem, at, beta);
    for (int round = 0; round < (problem.outputs() == 1 ? 2 : rounds); round++) {
      PolishAtoms next =
          new PolishCones(problem, PolishLasso.solve(problem, at, beta, tolerance), beta)
              .solve(tolerance, steps);
      double reached = objective(problem, next, beta);
      if (!(reached < level)) {
        return at;
      }
      boolean settled = level - reached <= tolerance * Math.abs(level);
      at = next;
      level = reached;
      if (settled) {
        return at;
      }
    }
    return at;
  }

  private static double objective(NeuronProblem problem, PolishAtoms atoms, double beta) {
    return problem.objective(new Neurons(atoms.inner(), atoms.outer()), beta);
  }
}
