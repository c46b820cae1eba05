package org.scorefield.convex.gated;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;

/// Solves a {@link GatedProgram} to a certified relative gap: {@link BlockDescent} over a working
/// set of gates, to which those that violate the dual constraints are added until none does. Most
/// gates end up shut, and cost nothing while they are left out; the certificate is that of the
/// whole program.
///
/// The result does not depend on the number of threads.
///
/// @param tolerance relative gap at which to stop, > 0
/// @param iterations sweeps at most, over all working sets
public record GatedSolver(double tolerance, int iterations) {
  /// Gates that join at least, if as many violate.
  private static final int JOIN = 64;

  /// How much of the gap of the whole program that of a working set may be: it is solved no better
  /// than what is left out deserves.
  private static final double SHARE = 0.1;

  public GatedSolver {
    if (!(tolerance > 0) || iterations < 1) {
      throw new IllegalArgumentException(
          "a solver needs a positive tolerance and at least one iteration, got "
              + tolerance
              + " and "
              + iterations);
    }
  }

  /// From Z = 0.
  ///
  /// @throws UnboundedProgram if beta is too small for score matching
  public GatedSolution solve(GatedProgram program, double beta, ProgramWatch watch) {
    return solve(program, beta, Vector.adopt(new double[program.weights()]), watch);
  }

  /// From given weights, such as the solution at a larger beta.
  public GatedSolution solve(GatedProgram program, double beta, Vector start, ProgramWatch watch) {
    if (!(beta > 0) || !Double.isFinite(beta)) {
      throw new IllegalArgumentException(
          "beta must be positive and finite, got " + beta + "; see GatedProgram.largestBeta");
    }
    if (start.size() != program.weights()) {
      throw new IllegalArgumentException(
          "the start has " + start.size() + " weights, the program " + program.weights());
    }
    double[] z = start.toArray();
    DualBound bound = DualBound.of(program, beta, startOfDual(program, z), watch);
    boolean[] member = new boolean[program.gates().count()];
    int members = 0;
    int steps = 0;
    boolean stuck = false;
    BlockDescent.Stop whole = BlockDescent.at(program, beta, bound, z);
    double dual = whole.dual();
    while (true) {
      Certificate certificate =
          new Certificate(
              whole.primal(), Math.min(whole.primal(), dual), Certificate.Scope.GIVEN_GATES);
      boolean done = certificate.within(tolerance);
      boolean stopped = watch.cancelled();
      if (done || stopped || stuck || steps >= iterations) {
        watch.certified(steps, certificate);
        return new GatedSolution(
            program, beta, Vector.adopt(z), certificate, steps, status(done, stopped));
      }
      boolean bounded = dual > Double.NEGATIVE_INFINITY;
      int[] set = joined(member, program, z, whole.residual(), beta, bounded);
      BlockDescent.Stop stop =
          BlockDescent.run(
              program.restrictedTo(set),
              beta,
              bound.restrictedTo(set),
              program.pick(z, set),
              Math.max(tolerance / 2, bounded ? SHARE * certificate.relativeGap() : 0),
              steps,
              iterations - steps,
              ofWhole(watch, dual, set.length == member.length));
      // The set is solved and nothing violates: the gap is one of rounding.
      stuck = stop.sweeps() == 0 && set.length == members;
      members = set.length;
      steps += stop.sweeps();
      z = scattered(stop.z(), set, program);
      whole = BlockDescent.at(program, beta, bound, z);
      dual = Math.max(dual, whole.dual());
    }
  }

  static GatedSolution.Status status(boolean done, boolean stopped) {
    return done
        ? GatedSolution.Status.CERTIFIED
        : stopped ? GatedSolution.Status.INTERRUPTED : GatedSolution.Status.OUT_OF_STEPS;
  }

  /// What a watch hears while a working set is solved: the objective, to which gates that are left
  /// out add nothing, and what bounds the whole program.
  ///
  /// @param known a bound of it
  /// @param all whether the set is the whole
  private static ProgramWatch ofWhole(ProgramWatch watch, double known, boolean all) {
    return new ProgramWatch() {
      @Override
      public void certified(int iteration, Certificate part) {
        double dual = Math.min(part.primal(), all ? Math.max(known, part.dual()) : known);
        watch.certified(iteration, new Certificate(part.primal(), dual, part.scope()));
      }

      @Override
      public boolean cancelled() {
        return watch.cancelled();
      }
    };
  }

  /// Residual of the start if it is none of 0, else what is known to be nearly feasible.
  private static double[] startOfDual(GatedProgram program, double[] z) {
    if (!program.matchesScores() || Arrays.stream(z).allMatch(v -> v == 0)) {
      return DualFeasibility.start(program);
    }
    return program.predict(z);
  }

  /// Lets in the gates that are in use and the worst violators, at least {@link #JOIN} and at most
  /// as many as are in already; all gates where nothing bounds the program, since no share of a gap
  /// without end says when to look at what is left out.
  ///
  /// @return the members
  private static int[] joined(
      boolean[] member,
      GatedProgram program,
      double[] z,
      double[] residual,
      double beta,
      boolean bounded) {
    if (bounded) {
      join(member, program, z, residual, beta);
    } else {
      Arrays.fill(member, true);
    }
    return IntStream.range(0, member.length).filter(i -> member[i]).toArray();
  }

  private static void join(
      boolean[] member, GatedProgram program, double[] z, double[] residual, double beta) {
    int block = program.block();
    int members = 0;
    for (int i = 0; i < member.length; i++) {
      member[i] |= GatedPenalty.frobenius(z, i * block, block) > 0;
      members += member[i] ? 1 : 0;
    }
    double[] norms = program.blocks().dualNorms(program.gradient(residual), beta);
    IntStream.range(0, member.length)
        .filter(i -> !member[i] && norms[i] > beta)
        .boxed()
        .sorted((i, j) -> Double.compare(norms[j], norms[i]))
        .limit(Math.max(JOIN, members))
        .forEach(i -> member[i] = true);
  }

  private static double[] scattered(double[] part, int[] set, GatedProgram program) {
    int block = program.block();
    double[] out = new double[program.weights()];
    for (int k = 0; k < set.length; k++) {
      System.arraycopy(part, k * block, out, set[k] * block, block);
    }
    return out;
  }
}
