package org.scorefield.interop;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.InUnits;
import org.scorefield.sampling.solver.Thresholded;
import org.scorefield.schedule.TimeGrid;

/// A sampler of another library, said in our terms.
///
/// @param origin what it was read from, for people
/// @param solver how to step
/// @param grid the noise levels, in the units of the network
/// @param differences what is still not the same, each a plain sentence
public record ImportedSampler(
    String origin, Solver solver, TimeGrid grid, List<String> differences) {

  public ImportedSampler {
    differences = List.copyOf(differences);
  }

  static void requireSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "a run has at least 1 step, got %d; 20 are usual".formatted(steps));
    }
  }

  /// The same for data in other units: what the network calls 1 is `unit`.
  public ImportedSampler inUnits(double unit) {
    if (unit == 1) {
      return this;
    }
    return new ImportedSampler(
        origin,
        new InUnits(solver, unit),
        new TimeGrid(Vector.generate(grid.steps() + 1, i -> unit * grid.sigma(i))),
        differences);
  }

  /// The same without holding samples in a range, for data whose range is not that of the network's
  /// pictures.
  public ImportedSampler unheld() {
    return solver instanceof Thresholded held
        ? new ImportedSampler(origin, held.inner(), grid, differences)
            .saying(
                "Its denoised samples are clipped or thresholded; here they are not, as the range of the model's data is not known.")
        : this;
  }

  /// The same with one more thing said.
  public ImportedSampler saying(String difference) {
    List<String> more = new ArrayList<>(differences);
    more.add(difference);
    return new ImportedSampler(origin, solver, grid, more);
  }
}
