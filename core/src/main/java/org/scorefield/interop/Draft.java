package org.scorefield.interop;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Thresholded;
import org.scorefield.schedule.TimeGrid;

/// A sampler as it is put together, with what has to be said of it.
///
/// @param solver how to step
/// @param grid the levels
/// @param differences so far
record Draft(Solver solver, TimeGrid grid, List<String> differences) {

  static Draft of(Solver solver, TimeGrid grid) {
    return new Draft(solver, grid, List.of());
  }

  Draft saying(String difference) {
    List<String> more = new ArrayList<>(differences);
    more.add(difference);
    return new Draft(solver, grid, more);
  }

  Draft sayingIf(boolean so, String difference) {
    return so ? saying(difference) : this;
  }

  /// With the options of most classes that hold the denoised samples in a range.
  Draft thresholded(Options options, boolean clipsUnlessSaid) {
    if (options.flag("thresholding")) {
      return new Draft(
          new Thresholded(
              solver,
              options.number("dynamic_thresholding_ratio", 0.995),
              1,
              options.number("sample_max_value", 1)),
          grid,
          differences);
    }
    if (options.flag("clip_sample", clipsUnlessSaid)) {
      double range = options.number("clip_sample_range", 1);
      return new Draft(new Thresholded(solver, 1, range, range), grid, differences);
    }
    return this;
  }

  /// What every scheduler does that starts from white noise of deviation 1 in the coordinates of a
  /// variance-preserving network.
  Draft startingFromUnitVariance() {
    double sigma = grid.first();
    return saying(
        "It starts from noise of deviation sqrt(1 + sigma^2) = %.6g, here of deviation sigma = %.6g."
            .formatted(1 / PredictionDenoiser.VARIANCE_PRESERVING.applyAsDouble(sigma), sigma));
  }

  /// What every scheduler does that steps in such coordinates, where it does not end at 0.
  Draft endingScaled() {
    return sayingIf(
        grid.last() > 0,
        "It returns the sample at its last level times 1/sqrt(1 + sigma^2) = %.6g, here it is not scaled."
            .formatted(PredictionDenoiser.VARIANCE_PRESERVING.applyAsDouble(grid.last())));
  }

  /// What is true of all samplers that come from elsewhere.
  ImportedSampler finished(String origin) {
    return new ImportedSampler(
        origin,
        solver,
        grid,
        sayingIf(
                Ladder.endsTwice(grid),
                "Its last step has no length; it is kept, and costs an evaluation that changes nothing, or next to nothing.")
            .saying(
                solver.stochastic()
                    ? "Random numbers are Scorefield's own: the same seed gives other samples of the same law."
                    : "The start is drawn from Scorefield's own random numbers: the same seed gives other samples of the same law.")
            .saying("It computes in single precision, here states are in double precision.")
            .differences());
  }
}
