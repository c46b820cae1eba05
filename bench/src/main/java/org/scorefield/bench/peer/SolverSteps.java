package org.scorefield.bench.peer;

import java.util.List;
import org.scorefield.bench.input.SolverRun;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Deis;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Lms;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.sampling.solver.UniPc;

/// What one step costs besides the model, on four samples of 3 x 8 x 8, for every solver.
///
/// The peers' side is not run: the figures are those of diffusers 58eb52c (commit of 23 August
/// 2026) as they were recorded, best of runs on a loaded machine of two cores, torch 2.13, no
/// gradients.
public final class SolverSteps {
  public static final String NAME = "solver-step";

  /// Microseconds a step that every solver should stay below.
  public static final double GOAL = 5;

  private SolverSteps() {}

  /// A solver's row.
  ///
  /// @param microseconds a step
  /// @param recorded diffusers' figure for the same method, in microseconds; empty if there is none
  public record Row(Solver solver, Times microseconds, String recorded) {}

  /// Times every solver of the catalogue, all of them in each round.
  public static List<Row> measure(Turns turns) {
    List<SolverRun> runs = Solvers.ALL.stream().map(SolverRun::of).toList();
    int[] repetitions = new int[runs.size()];
    double[][] seconds = new double[runs.size()][turns.rounds()];
    for (int s = 0; s < runs.size(); s++) {
      repetitions[s] = turns.repetitions(work(runs.get(s)));
    }
    for (int round = 0; round < turns.rounds(); round++) {
      for (int s = 0; s < runs.size(); s++) {
        seconds[s][round] =
            Turns.seconds(work(runs.get(s)), repetitions[s]) * 1e6 / SolverRun.STEPS;
      }
    }
    return java.util.stream.IntStream.range(0, runs.size())
        .mapToObj(s -> {
          Solver solver = runs.get(s).solver();
          return new Row(solver, Times.of(seconds[s]), recorded(solver));
        })
        .toList();
  }

  private static java.util.function.Supplier<Answer> work(SolverRun run) {
    return () -> run.once()::toArray;
  }

  private static String recorded(Solver solver) {
    return switch (solver) {
      case Euler e -> "33 (Euler), 51 (EDM-Euler), 55 (DDIM)";
      case Dpmpp2M m -> "89 (DPM++ 2M), 84 (EDM-DPM++)";
      case Deis d -> "162 (DEIS)";
      case UniPc u -> "238-283 (UniPC)";
      case Lms l -> "1924-4131 (LMS)";
      default -> "";
    };
  }
}
