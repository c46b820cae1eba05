package org.scorefield.design;

import java.util.function.ToDoubleFunction;
import org.scorefield.schedule.RhoGrid;

/// The best of many grids among the levels of trajectories, by any judge; then single levels are
/// moved to and fro, by ever smaller strides, while that makes it better.
public final class LevelSearch {
  private static final int[] STRIDES = {4, 2, 1};
  private static final int SWEEPS = 2;

  private final Trajectories trajectories;
  private final ToDoubleFunction<int[]> judge;
  private final StageWatch watch;
  private int[] best = {};
  private double value = Double.POSITIVE_INFINITY;

  /// @param judge the less the better, for the indices of a grid among the levels
  public LevelSearch(Trajectories trajectories, ToDoubleFunction<int[]> judge, StageWatch watch) {
    this.trajectories = trajectories;
    this.judge = judge;
    this.watch = watch;
  }

  /// Most grids that refining one of so many steps tries.
  public static int most(int steps) {
    return STRIDES.length * SWEEPS * 2 * steps;
  }

  /// Tries a grid of `steps` steps from `top` by way of `bottom` to 0. Levels that fall together on
  /// the fine grid are pushed apart; where there is no room for that the grid is passed over.
  public void offer(double top, double bottom, double rho, int steps) {
    double[] sigmas = new RhoGrid(rho).toZero(steps, top, bottom).sigmas().toArray();
    int[] indices = new int[steps + 1];
    for (int i = 0; i <= steps; i++) {
      indices[i] = trajectories.nearest(sigmas[i]);
      if (i > 0) {
        indices[i] = Math.max(indices[i], indices[i - 1] + 1);
      }
    }
    if (indices[steps] == trajectories.levels().steps()) {
      tryOut(indices);
    }
  }

  private boolean tryOut(int[] indices) {
    if (watch.cancelled()) {
      return false;
    }
    watch.advance();
    double there = judge.applyAsDouble(indices);
    if (there < value) {
      value = there;
      best = indices;
      return true;
    }
    return false;
  }

  /// What the judge says of the best grid so far; infinite if there is none.
  public double value() {
    return value;
  }

  /// The best grid after moving its levels, all but the last.
  public int[] refined() {
    if (best.length == 0 && !watch.cancelled()) {
      throw new IllegalArgumentException(
          "the trajectories have too few levels for a grid of so many steps; make them finer");
    }
    for (int stride : STRIDES) {
      boolean moved = true;
      for (int sweep = 0; moved && sweep < SWEEPS; sweep++) {
        moved = false;
        for (int i = 0; i < best.length - 1; i++) {
          moved |= move(i, stride) || move(i, -stride);
        }
      }
    }
    return best.clone();
  }

  private boolean move(int level, int by) {
    int[] moved = best.clone();
    moved[level] += by;
    int below = level == 0 ? -1 : moved[level - 1];
    if (moved[level] <= below || moved[level] >= moved[level + 1]) {
      return false;
    }
    return tryOut(moved);
  }
}
