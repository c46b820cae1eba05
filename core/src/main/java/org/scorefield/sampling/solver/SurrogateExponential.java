package org.scorefield.sampling.solver;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// {@link GaussianExponential} with any law in closed form in place of the Gaussian: a mixture
/// fitted to data, say, that stands in for the model wherever the model is not asked.
///
/// With D_q the denoiser of the surrogate and `delta = D - D_q`, a step solves
///
/// `dx/d ln sigma = x - D_q(x; sigma) - delta(ln sigma)`
///
/// where delta is the polynomial in `ln sigma` through its last q values. The surrogate follows x
/// wherever it goes within the step; the model is asked once. There is no closed form, but no model
/// either: classical Runge-Kutta steps of {@link #stride} in `ln sigma`. A step to 0 returns D.
///
/// One Gaussian as surrogate gives GaussianExponential, a constant {@link Dpmpp3M} with exact
/// weights, the model itself the exact flow.
///
/// **When to use it.** Where the set of samples counts and evaluations are fewest: the samples have
/// the surrogate's law at worst, and a mixture's is near the data's. Where the samples of a fine
/// run are to be met one by one it gains nothing over the Gaussian unless it is nearly the model: a
/// surrogate decides for one of its modes where the model decides for another, and that is a
/// feature of its own to extrapolate over.
///
/// Global order: q for q <= 2, and 2 for q = 3; with the corrector 2, 3. One evaluation a step, and
/// `4 ceil(ln(sigma/next)/stride)` of the surrogate: 170 in a run over four decades.
///
/// @param surrogate D_q
/// @param terms q, values of delta that a step extrapolates from, 1 to 3
/// @param corrected whether a step is done again with the output after it, as in {@link UniPc}
/// @param stride longest step in `ln sigma` through the surrogate, > 0
public record SurrogateExponential(Denoiser surrogate, int terms, boolean corrected, double stride)
    implements Solver {

  /// Leaves an error far below that of any number of evaluations worth having.
  private static final double STRIDE = 0.25;

  public SurrogateExponential {
    Multistep.requireTerms("the surrogate-exponential solver", terms, 3);
    if (!(stride > 0)) {
      throw new IllegalArgumentException(
          "the stride through the surrogate must be positive, got " + stride);
    }
  }

  public SurrogateExponential(Denoiser surrogate, int terms, boolean corrected) {
    this(surrogate, terms, corrected, STRIDE);
  }

  @Override
  public String name() {
    return "surrogate-exp-"
        + terms
        + (corrected ? "-pc" : "")
        + (stride == STRIDE ? "" : "-stride-" + stride);
  }

  @Override
  public int order() {
    return corrected ? Math.min(terms + 1, 3) : Math.min(terms, 2);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Run(this, grid.steps());
  }

  /// The surrogate from `sigma` down to `next`, corrected at position s of the step by the
  /// polynomial that takes the values `residuals` at `nodes`.
  private Batch flow(Batch x, double sigma, double next, double[] nodes, List<Batch> residuals) {
    double length = Math.log(sigma / next);
    int steps = Math.max(1, (int) Math.ceil(length / stride));
    double h = -length / steps;
    for (int i = 0; i < steps; i++) {
      double[] at = {(double) i / steps, (i + 0.5) / steps, (i + 1.0) / steps};
      Batch[] delta = new Batch[at.length];
      double[] level = new double[at.length];
      for (int j = 0; j < at.length; j++) {
        delta[j] = Batch.combine(Interpolation.values(nodes, at[j]), residuals);
        level[j] = at[j] == 1 ? next : sigma * Math.exp(-length * at[j]);
      }
      Batch k1 = slope(x, level[0], delta[0]);
      Batch k2 = slope(x.plus(k1, h / 2), level[1], delta[1]);
      Batch k3 = slope(x.plus(k2, h / 2), level[1], delta[1]);
      Batch k4 = slope(x.plus(k3, h), level[2], delta[2]);
      x = Batch.combine(new double[] {1, h / 6, h / 3, h / 3, h / 6}, List.of(x, k1, k2, k3, k4));
    }
    return x;
  }

  /// `dx/d ln sigma`.
  private Batch slope(Batch x, double sigma, Batch residual) {
    return Batch.combine(1, x, -1, surrogate.denoise(x, sigma), -1, residual);
  }

  /// What the model said, and how much of it the surrogate did not know.
  private record Evaluation(Batch output, Batch residual) {}

  /// One run.
  private static final class Run implements Stepper {
    private final SurrogateExponential method;
    private final History<Evaluation> history;
    private int left;

    Run(SurrogateExponential method, int steps) {
      this.method = method;
      this.history = new History<>(method.terms);
      this.left = steps;
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      left--;
      if (!method.corrected || history.isEmpty()) {
        history.add(sigma, evaluate(d, x, sigma));
      }
      if (next == 0) {
        return history.output(0).output;
      }
      double[] levels = history.levels(history.usable(method.terms, sigma - next));
      double h = Math.log(sigma / next);
      List<Batch> residuals =
          IntStream.range(0, levels.length).mapToObj(j -> history.output(j).residual).toList();
      Batch there =
          method.flow(x, sigma, next, Interpolation.logPositions(levels, h, 0), residuals);
      if (!method.corrected || left == 0) {
        return there;
      }
      Evaluation ahead = evaluate(d, there, next);
      history.add(next, ahead);
      return method.flow(
          x,
          sigma,
          next,
          Interpolation.logPositions(levels, h, 1),
          Stream.concat(residuals.stream(), Stream.of(ahead.residual)).toList());
    }

    private Evaluation evaluate(Denoiser d, Batch x, double sigma) {
      Batch output = d.denoise(x, sigma);
      return new Evaluation(output, output.minus(method.surrogate.denoise(x, sigma)));
    }
  }
}
