package org.scorefield.sampling.solver;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// DPM-Solver++ in single-step form (Lu et al. 2211.01095) with **levels of the grid for inner
/// levels**, as diffusers' `DPMSolverSinglestepScheduler` steps it: two or three steps of the grid
/// make one step of the method. The first of them is of order 1; the next begins again at the same
/// state with the outputs of both, and so on. One evaluation a step of the grid, so that the number
/// of evaluations is the number of steps.
///
/// Over `H = ln(sigma/next)`, sigma the level where the group began, with D the output there and
/// D_1 the last, at a distance of `r H`,
///
/// `x_next = (next/sigma) x + H phi_1 D + w (D_1 - D)/r`,
///
/// `w = H phi_1/2` of order 2, `w = H^2 phi_2` of order 3 and of order 2 with {@link
/// DataSlope#HEUN}; of order 3 that also takes the parabola through all three. A step to 0 returns
/// the last output.
///
/// Its order is that of full groups, measured on grids of whole groups; with the last step lowered
/// it is 2 at most.
///
/// @param terms outputs of a full group, 1 to 3
/// @param slope the rule of the last step of a group
/// @param lowerAtEnd whether the last step has order 1 where it would end a full group
public record DpmppSinglestep(int terms, DataSlope slope, boolean lowerAtEnd) implements Solver {

  public DpmppSinglestep {
    Multistep.requireTerms("single-step DPM-Solver++", terms, 3);
  }

  /// As published, with orders lowered at the end.
  public DpmppSinglestep(int terms) {
    this(terms, DataSlope.MIDPOINT, true);
  }

  @Override
  public String name() {
    return "dpmpp-singlestep-"
        + terms
        + (slope == DataSlope.MIDPOINT ? "" : "-heun")
        + (lowerAtEnd ? "" : "-full");
  }

  @Override
  public int order() {
    return lowerAtEnd ? Math.min(terms, 2) : terms;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Run(this, grid.steps());
  }

  /// The order of step i of a grid.
  private int orderOf(int i, int steps) {
    boolean last = i == steps - 1 && steps % terms == 0;
    return last && lowerAtEnd ? 1 : i % terms + 1;
  }

  private double[] weights(double[] levels, double next) {
    int q = levels.length;
    double from = levels[q - 1];
    if (q == 1) {
      return new double[] {1 - next / from};
    }
    double h = Math.log(from / next);
    double last = Math.log(from / levels[0]) / h;
    double[] moments = Interpolation.exponentialMoments(q, h);
    if (q == 3 && slope == DataSlope.HEUN) {
      double middle = Math.log(from / levels[1]) / h;
      return Interpolation.weights(new double[] {last, middle, 0}, moments);
    }
    double w = (q == 2 && slope == DataSlope.MIDPOINT ? moments[0] / 2 : moments[1]) / last;
    double[] weights = new double[q];
    weights[0] = w;
    weights[q - 1] = moments[0] - w;
    return weights;
  }

  /// One run.
  private static final class Run implements Stepper {
    private final DpmppSinglestep method;
    private final int steps;
    private final History<Batch> history;
    private final List<Batch> begun = new ArrayList<>(1);
    private int done;

    Run(DpmppSinglestep method, int steps) {
      this.method = method;
      this.steps = steps;
      this.history = new History<>(method.terms);
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      Batch denoised = d.denoise(x, sigma);
      int wanted = method.orderOf(done++, steps);
      history.add(sigma, denoised);
      if (next == 0) {
        return denoised;
      }
      int order = usable(wanted, next);
      if (order == 1) {
        begun.clear();
        begun.add(x);
      }
      double[] levels = history.levels(order);
      return Multistep.combine(
          next / levels[order - 1], begun.getFirst(), method.weights(levels, next), history);
    }

    /// A group whose levels say nothing of each other is left, and the next begins here.
    private int usable(int order, double next) {
      double length = history.levels(order)[order - 1] - next;
      return history.usable(order, length) == order ? order : 1;
    }
  }
}
