package org.scorefield.sampling.solver;

import java.util.Arrays;
import java.util.OptionalInt;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince54Integrator;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Dormand and Prince's embedded pair of orders 5 and 4 with adaptive steps (J. Comp. Appl. Math.
/// 6, 1980; the integrator is Hipparchus'), for the probability-flow ODE in `u = ln sigma`,
///
/// `dx/du = x - D(x; e^u)`,
///
/// where it is smooth and not stiff. The levels of the grid are only places to stop at: between two
/// of them it takes as many steps as the tolerance asks, so a grid of few levels is cheapest. The
/// local error of every component is kept below `absolute + relative |x|`.
///
/// **Each sample is integrated on its own**, with its own steps: the result does not depend on the
/// batch, at the price that the model is called with one sample at a time. Use it for references
/// and small models; six calls a step, several hundred for a run.
///
/// A step to 0, where u is minus infinity, returns D, as with every solver here: `O(sigma^2)` from
/// the exact end on smooth data, and no model is asked below the levels it was made for. For the
/// limit itself choose a small last positive level.
///
/// A sample whose integration fails (a model that is not finite, or one so rough that no step is
/// small enough) becomes NaN, which the sampler reports as diverged.
///
/// @param absoluteTolerance in units of the data, > 0
/// @param relativeTolerance >= 0
public record DormandPrince(double absoluteTolerance, double relativeTolerance) implements Solver {

  /// Steps below this part of `ln(sigma/next)` are not tried.
  private static final double SMALLEST_STEP = 1e-9;

  /// A way shorter than this in u is one Euler step, exact to rounding; the integrator refuses it.
  private static final double SHORTEST = 1e-10;

  private static final int MOST_CALLS = 1_000_000;

  public DormandPrince {
    Parameters.requirePositive("the absolute tolerance", absoluteTolerance);
    Parameters.requireNotNegative("the relative tolerance", relativeTolerance);
  }

  /// Both tolerances 1e-5, as usual for the ODE of Song et al. 2011.13456.
  public DormandPrince() {
    this(1e-5, 1e-5);
  }

  @Override
  public String name() {
    return "dormand-prince"
        + Parameters.suffix("abs", absoluteTolerance, 1e-5)
        + Parameters.suffix("rel", relativeTolerance, 1e-5);
  }

  /// Order of the solution in the steps it chooses; the number of levels of the grid has no
  /// influence on the error.
  @Override
  public int order() {
    return 5;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return OptionalInt.empty();
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) ->
        next < sigma * (1 - SHORTEST) && next > 0
            ? flow(d, x, sigma, next)
            : new Euler().begin(grid).step(d, x, sigma, next, noise);
  }

  private Batch flow(Denoiser d, Batch x, double sigma, double next) {
    int size = x.dimension();
    double[] out = new double[x.count() * size];
    Rows.parallel(
        x.count(),
        1,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double[] end = flow(d, x.shape(), x.row(i), Math.log(sigma), Math.log(next));
            System.arraycopy(end, 0, out, i * size, size);
          }
        });
    return Batch.adopt(x.shape(), out);
  }

  private double[] flow(Denoiser d, Shape shape, double[] x, double from, double to) {
    double length = Math.abs(to - from);
    DormandPrince54Integrator integrator =
        new DormandPrince54Integrator(
            SMALLEST_STEP * length, length, absoluteTolerance, relativeTolerance);
    integrator.setMaxEvaluations(MOST_CALLS);
    try {
      return integrator.integrate(new Slope(d, shape), new ODEState(from, x), to).getPrimaryState();
    } catch (MathRuntimeException | NotFinite failed) {
      double[] nan = new double[x.length];
      Arrays.fill(nan, Double.NaN);
      return nan;
    }
  }

  private record Slope(Denoiser d, Shape shape) implements OrdinaryDifferentialEquation {
    @Override
    public int getDimension() {
      return shape.size();
    }

    @Override
    public double[] computeDerivatives(double u, double[] x) {
      Batch state = Batch.copyOf(shape, x);
      Batch slope = state.minus(d.denoise(state, Math.exp(u)));
      if (slope.firstNonFinite().isPresent()) {
        throw new NotFinite();
      }
      return slope.toArray();
    }
  }

  /// Leaves the integrator, whose step control a NaN would lead in circles.
  private static final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotFinite() {
      super(null, null, false, false);
    }
  }
}
