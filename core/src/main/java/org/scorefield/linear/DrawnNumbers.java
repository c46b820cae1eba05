package org.scorefield.linear;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.AnnealedLangevin;
import org.scorefield.sampling.solver.DpmppSde;
import org.scorefield.schedule.TimeGrid;

/// The streams of normals that a run draws, one number of each for every component. A stream that a
/// solver turns out not to draw gets a gain of 0; one that is missing here shows as misfit.
final class DrawnNumbers {
  private DrawnNumbers() {}

  /// In the order in which they are drawn.
  ///
  /// @param noise of the run
  static List<Noise> of(Solver solver, TimeGrid grid, Noise noise) {
    if (!solver.stochastic()) {
      return List.of();
    }
    return IntStream.range(0, grid.steps())
        .mapToObj(noise.child("step")::child)
        .flatMap(step -> ofStep(solver, step))
        .toList();
  }

  private static Stream<Noise> ofStep(Solver solver, Noise step) {
    return switch (solver) {
      case AnnealedLangevin langevin ->
          IntStream.range(0, langevin.moves()).mapToObj(j -> step.child(j).child("move"));
      case DpmppSde _ -> Stream.of(step.child(DpmppSde.MIDDLE), step);
      default -> Stream.of(step);
    };
  }
}
