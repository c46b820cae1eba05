package org.scorefield.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.schedule.TimeGrid;

/// The grid of least global error of Euler's method, by a dynamic programme over the student's own
/// states (optimal stepsize distillation, Pei et al. 2503.21774). For every level j of a fine grid
/// and every number of steps k it keeps the best way found of reaching j in k steps,
///
/// `z_k(j) = z_(k-1)(i) + (sigma_j - sigma_i) e(z_(k-1)(i))`, i the one of least `mean |z_k(j) -
/// x_j|^2`,
///
/// x the teacher. The way to the last level in N steps is the grid. Keeping one way to each level
/// makes it fast and not quite optimal: a state that is near the teacher now may lead further away.
///
/// The authors plan for each sample and take the median; here one grid is planned for all samples.
///
/// Cost: `M (N - 1)` evaluations of the model for M levels, and `M^2 N n d / 2` multiplications.
public final class OptimalStepsizeGrid {
  private OptimalStepsizeGrid() {}

  /// A way to a level.
  ///
  /// @param state of the student there
  /// @param error mean squared distance from the teacher, a component
  /// @param path the levels it came by, itself included
  private record Way(Batch state, double error, int[] path) {
    int at() {
      return path[path.length - 1];
    }
  }

  /// The grid of `steps` steps from the first to the last level of the trajectories.
  ///
  /// @param model whose trajectories they are
  /// @throws IllegalArgumentException if they have fewer steps than that
  public static TimeGrid grid(Denoiser model, Trajectories teacher, int steps) {
    GitsGrid.requireSteps(teacher, steps);
    int last = teacher.levels().steps();
    List<Way> ways = List.of(new Way(teacher.state(0), 0, new int[] {0}));
    for (int k = 1; k <= steps; k++) {
      ways = k == steps ? to(last, ways, model, teacher) : further(ways, model, teacher, steps - k);
    }
    return teacher.grid(ways.getFirst().path);
  }

  /// The best way to each level in one step more, of those that leave `left` levels to come.
  private static List<Way> further(List<Way> ways, Denoiser model, Trajectories teacher, int left) {
    int last = teacher.levels().steps();
    List<Optional<Way>> best = new ArrayList<>(Collections.nCopies(last + 1, Optional.empty()));
    for (Way way : ways) {
      Batch denoised = model.denoise(way.state, teacher.levels().sigma(way.at()));
      for (int j = way.at() + 1; j <= last - left; j++) {
        Way next = step(way, denoised, j, teacher);
        if (best.get(j).isEmpty() || next.error < best.get(j).get().error) {
          best.set(j, Optional.of(next));
        }
      }
    }
    return best.stream().flatMap(Optional::stream).toList();
  }

  /// The best last step.
  private static List<Way> to(int last, List<Way> ways, Denoiser model, Trajectories teacher) {
    return ways.stream()
        .filter(way -> way.at() < last)
        .map(way ->
            step(way, model.denoise(way.state, teacher.levels().sigma(way.at())), last, teacher))
        .min(Comparator.comparingDouble(Way::error))
        .stream()
        .toList();
  }

  private static Way step(Way way, Batch denoised, int j, Trajectories teacher) {
    double keep = teacher.levels().sigma(j) / teacher.levels().sigma(way.at());
    Batch state = Batch.combine(keep, way.state, 1 - keep, denoised);
    int[] path = Arrays.copyOf(way.path, way.path.length + 1);
    path[way.path.length] = j;
    double error =
        Distances.total(Distances.squares(state, teacher.state(j))) / Math.max(1, state.count());
    return new Way(state, error, path);
  }
}
