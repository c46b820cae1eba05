package org.scorefield.linear;

import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.schedule.TimeGrid;

/// Whether a solver should be given a {@link SeededHistory} after a jump.
///
/// A history takes away the error of the first steps at low order. Mostly that is a gain; but where
/// it is of the opposite sign to that of the steps that follow, as with DPM-Solver++(2M), the two
/// were cancelling. Which it is can be known before the run: on the Gaussian of the jump's law the
/// exact end of every trajectory is known, so the solver is run there without a history and with a
/// single seed level, which takes away the step of order 1, and
///
/// `sqrt(E|x_N - x*_N|^2)`, x* the exact flow from the same start,
///
/// tells. If the one level is a gain, the solver gets {@value #LONGEST}: on mixtures the longer
/// history is the better one wherever the short one is.
///
/// No call of the model. On two mixtures the choice was the better of the two for every multistep
/// solver that was tried but UniPC-2, which is as good without (decision 0005 has the table).
///
/// Cost: two runs of {@value #STARTS} samples with a Gaussian's denoiser.
public final class HistoryChoice {
  /// As many outputs as the solvers with the longest memory have besides the newest.
  private static final int LONGEST = 3;

  private static final int STARTS = 16;

  /// A gain below this part of the error is none; one-step solvers have exactly none.
  private static final double WORTH_IT = 0.01;

  private HistoryChoice() {}

  /// The seed levels to give the solver; none for one that draws noise, follows no trajectory and
  /// hence has no such error, or chooses its own steps.
  ///
  /// @param law the law of the jump
  /// @param tail the grid from the landing on
  public static Vector levels(Solver solver, Distribution law, TimeGrid tail) {
    Vector one = SeededHistory.above(tail, 1);
    if (one.size() == 0 || solver.stochastic() || solver.evaluations(tail).isEmpty()) {
      return Vector.of();
    }
    Gaussian gaussian = law.matchingGaussian();
    Solver seeded = new SeededHistory(solver, new Surrogate(gaussian), one);
    return error(seeded, gaussian, tail) < (1 - WORTH_IT) * error(solver, gaussian, tail)
        ? SeededHistory.above(tail, LONGEST)
        : Vector.of();
  }

  /// Root mean square distance to the exact end, on the Gaussian itself.
  private static double error(Solver solver, Gaussian gaussian, TimeGrid tail) {
    Batch white = Noise.of(0, STARTS).normal(gaussian.shape());
    Batch start = gaussian.noisy(white, tail.first());
    Batch end =
        new Sampler(tail, solver, new Start.Given(start))
            .sample(gaussian, Noise.of(0, STARTS))
            .orElseThrow();
    double sum = 0;
    for (double off : end.minus(gaussian.flow(start, tail.first(), tail.last())).shared()) {
      sum += off * off;
    }
    return Math.sqrt(sum / STARTS);
  }
}
