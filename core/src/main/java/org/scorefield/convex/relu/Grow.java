package org.scorefield.convex.relu;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Takes a network to the global optimum by adding neurons: column generation.
///
/// In turns, polish the network and look for the neuron that correlates most with its residual; if
/// that is more than beta, add it. Every round lowers the objective by at least the {@link
/// BestNeuron#gain} of the neuron added, and gives a lower bound. With all patterns and one output
/// it ends at the global optimum; with sampled patterns it ends where none of those looked at is
/// missing.
///
/// @param certifier looks for neurons
/// @param polish solves for those there are
/// @param rounds neurons added at most
/// @param tolerance relative, by which a correlation may exceed beta and the objective its bound
public record Grow(Certifier certifier, Polish polish, int rounds, double tolerance) {
  public Grow {
    if (rounds < 0 || !(tolerance > 0)) {
      throw new IllegalArgumentException(
          "rounds must not be negative and the tolerance positive, got %d and %s"
              .formatted(rounds, tolerance));
    }
  }

  /// A network on the way.
  ///
  /// @param neurons how many it has
  /// @param audit of it
  public record Round(int neurons, Audit audit) {}

  /// What came of it.
  ///
  /// @param network the last one, balanced
  /// @param rounds the network given after polishing, then with one neuron added after the other
  /// @param settled whether it ended because nothing is missing, not because the rounds were used up
  public record Grown(Neurons network, List<Round> rounds, boolean settled) {
    public Grown {
      rounds = List.copyOf(rounds);
    }

    /// Of the last network.
    public Audit audit() {
      return rounds.getLast().audit();
    }

    /// The best lower bound of all rounds: any residual gives one. Where patterns are sampled, the
    /// last one, which is that of the most patterns.
    public double bound() {
      return audit().global()
          ? rounds.stream().mapToDouble(r -> r.audit().certificate().dual()).max().orElse(0)
          : audit().certificate().dual();
    }
  }

  /// @param watch is told of each round
  /// @throws IllegalArgumentException if sizes do not fit, beta is not positive, or all patterns
  ///   are asked for and there are too many
  public Grown grow(NeuronProblem problem, Neurons neurons, double beta, Consumer<Round> watch) {
    NeuronProblem.requireBeta(beta);
    Set<BestNeuronPattern> patterns = certifier.patterns(problem);
    PolishAtoms atoms = polish.solve(problem, PolishAtoms.of(problem, neurons), beta);
    List<Round> rounds = new ArrayList<>();
    while (true) {
      Neurons network = atoms.neurons();
      double[] residual = problem.residual(network);
      Certifier.Searched searched = certifier.search(problem, network, residual, patterns);
      double level = NeuronProblem.squared(residual) / 2 + beta * network.pathNorm();
      Round round =
          new Round(
              network.count(),
              certifier.audit(problem, network, beta, level, level, residual, searched));
      watch.accept(round);
      rounds.add(round);
      BestNeuron missing = round.audit.missing();
      boolean settled =
          round.audit.ratio() <= 1 + tolerance || round.audit.certificate().within(tolerance);
      if (settled || rounds.size() > this.rounds) {
        return new Grown(network, rounds, settled);
      }
      double strength = 2 * missing.gain() / (missing.correlation() - beta);
      PolishAtoms next = polish.solve(problem, atoms.with(searched.best(), strength), beta);
      if (!(problem.objective(next.neurons(), beta) < level)) {
        return new Grown(network, rounds, false);
      }
      patterns.add(searched.best().pattern());
      atoms = next;
    }
  }
}
