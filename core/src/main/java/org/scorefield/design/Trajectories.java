package org.scorefield.design;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.DataSlope;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.Finish;
import org.scorefield.sampling.solver.Warmup;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

/// Finely resolved solutions of the probability-flow ODE, kept at every level: the teacher of
/// whatever is learned about taking fewer steps. Grids of few steps are chosen among its levels, so
/// that the state they should reach is known without interpolation.
///
/// Memory: `8 n d` bytes a level.
///
/// @param levels of the fine grid
/// @param states of the same samples, one batch for each level, the start included
public record Trajectories(TimeGrid levels, List<Batch> states) {
  /// Third order, one evaluation a step.
  private static final Dpmpp3M FINE =
      new Dpmpp3M(Dpmpp3M.Curvature.EXACT, DataSlope.HEUN, Warmup.RAMP, Finish.FULL);

  public Trajectories {
    states = List.copyOf(states);
    if (states.size() != levels.steps() + 1) {
      throw new IllegalArgumentException(
          "trajectories need a state for each level, got "
              + states.size()
              + " states for "
              + (levels.steps() + 1)
              + " levels");
    }
  }

  /// Levels fine enough to learn from: uniform in `ln sigma`, `perDecade` of them to a factor of
  /// ten, then 0.
  public static TimeGrid fine(double sigmaMax, double sigmaMin, int perDecade) {
    int steps = (int) Math.ceil(perDecade * Math.log10(sigmaMax / sigmaMin));
    return new LogUniformGrid().toZero(Math.max(2, steps + 1), sigmaMax, sigmaMin);
  }

  /// The solutions from a start, one evaluation a level.
  public static Outcome<Trajectories> of(
      Denoiser model, Start start, TimeGrid levels, Noise noise) {
    List<Batch> states = new ArrayList<>(levels.steps() + 1);
    states.add(start.at(levels.first(), model.shape(), noise));
    return new Sampler(levels, FINE, start)
        .sample(model, noise, event -> states.add(event.state()))
        .then(
            done -> new Outcome.Completed<>(new Trajectories(levels, states), done.evaluations()));
  }

  /// The state at level `index`.
  public Batch state(int index) {
    return states.get(index);
  }

  /// Where they end.
  public Batch ends() {
    return states.getLast();
  }

  /// Index of the level nearest to sigma in `ln sigma`; that of 0 for 0.
  public int nearest(double sigma) {
    int last = levels.steps();
    if (sigma == 0 && levels.endsAtZero()) {
      return last;
    }
    int best = 0;
    for (int i = 1; i <= (levels.endsAtZero() ? last - 1 : last); i++) {
      if (Math.abs(Math.log(levels.sigma(i) / sigma))
          < Math.abs(Math.log(levels.sigma(best) / sigma))) {
        best = i;
      }
    }
    return best;
  }

  /// The grid of the levels with these indices, which rise.
  public TimeGrid grid(int[] indices) {
    return new TimeGrid(Vector.generate(indices.length, i -> levels.sigma(indices[i])));
  }
}
