package org.scorefield.convex.relu;

import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.convex.ProgramWatch;

/// Solves a {@link ConeProgram} by proximal gradient steps with exact projections onto the cones
/// ({@link ConeDescent}), over a working set of units, to which those that answer most strongly to
/// the residual are added until none does by more than beta.
///
/// There is no penalty parameter, every iterate is a network, and units that are not in use cost
/// nothing; the certificate is that of the whole program. A projection takes about `4D^3 + 2nD`
/// where its face stays, so from D of about 50 on projections outweigh the products with the data.
///
/// @param tolerance relative gap at which to stop, > 0
/// @param iterations gradient steps at most, over all working sets
public record ConeFista(double tolerance, int iterations) implements ConeSolver {
  /// Units that join at least, if as many violate.
  private static final int JOIN = 16;

  /// How much of the gap of the whole program that of a working set may be.
  private static final double SHARE = 0.1;

  public ConeFista {
    Requirements.positive(tolerance, iterations);
  }

  @Override
  public ConeSolution solve(ConeProgram program, double beta, Vector start, ProgramWatch watch) {
    Requirements.solvable(program, beta, start);
    ConeUnits all = ConeUnits.all(program);
    double[] u = all.project(start.shared(), all.noFaces());
    boolean[] member = new boolean[all.count()];
    double dual = Double.NEGATIVE_INFINITY;
    int members = 0;
    int steps = 0;
    boolean stuck = false;
    while (true) {
      FeasiblePoint here = FeasiblePoint.of(program, u, beta, dual);
      dual = here.certificate().dual();
      watch.certified(steps, here.certificate());
      boolean done = here.certificate().within(tolerance);
      boolean stopped = watch.cancelled();
      if (done || stopped || stuck || steps >= iterations) {
        return here.solution(program, beta, tolerance, steps, stopped);
      }
      join(member, all, here, beta);
      int[] set = IntStream.range(0, member.length).filter(k -> member[k]).toArray();
      ConeDescent descent =
          new ConeDescent(ConeUnits.some(program, set), beta, picked(u, set, all.width()));
      int taken =
          descent.run(
              Math.max(tolerance / 2, SHARE * here.certificate().relativeGap()),
              iterations - steps,
              watch::cancelled);
      // The set is solved and no unit outside of it is missing: the gap is one of rounding.
      stuck = taken == 0 && set.length == members;
      members = set.length;
      steps += taken;
      u = scattered(descent.weights(), set, all);
    }
  }

  private static void join(boolean[] member, ConeUnits all, FeasiblePoint here, double beta) {
    int members = 0;
    for (int k = 0; k < member.length; k++) {
      member[k] |= all.norm(here.u(), k) > 0;
      members += member[k] ? 1 : 0;
    }
    double[] answers = here.answers();
    IntStream.range(0, member.length)
        .filter(k -> !member[k] && answers[k] > beta)
        .boxed()
        .sorted((i, j) -> Double.compare(answers[j], answers[i]))
        .limit(Math.max(JOIN, members))
        .forEach(k -> member[k] = true);
  }

  private static double[] picked(double[] u, int[] set, int width) {
    double[] out = new double[set.length * width];
    for (int k = 0; k < set.length; k++) {
      System.arraycopy(u, set[k] * width, out, k * width, width);
    }
    return out;
  }

  private static double[] scattered(double[] part, int[] set, ConeUnits all) {
    double[] out = new double[all.count() * all.width()];
    for (int k = 0; k < set.length; k++) {
      System.arraycopy(part, k * all.width(), out, set[k] * all.width(), all.width());
    }
    return out;
  }
}
