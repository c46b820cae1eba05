package org.scorefield.sampling.solver;

import java.util.Arrays;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// UniPC (Zhao et al. 2302.04867), predictor and corrector in data prediction at the price of one
/// evaluation a step. D is taken as the polynomial in `ln sigma` through its last p outputs and the
/// linear part of the ODE is integrated exactly: that predicts the next state. The output there,
/// which the next step needs anyway, is added to the polynomial, and the step is done again with
/// it. (The output is not renewed at the corrected state.) The last step is not corrected; a step
/// to 0 returns D.
///
/// Two weights are simplified in the paper and depend on its function B(h), {@link Variant}: that
/// of the predictor of order 2 and of the corrector of order 1. All others do not, whatever B is.
///
/// Global order, with the orders 1, 2, ... of the first steps: 2, 3, 3 for p = 1, 2, 3. The
/// corrector has one order more than its predictor; what the first step leaves, `O(h^3)`, is what
/// limits p = 3. The paper's code and diff-sampler use {@link Finish#RAMP_DOWN}, where it is 2.
///
/// @param terms p, outputs used by the predictor, 1 to 3
/// @param variant B(h)
/// @param finish order over the last steps
public record UniPc(int terms, Variant variant, Finish finish) implements Solver {

  /// The function B(h) of the simplified weights.
  public enum Variant {
    /// `B(h) = h`.
    BH1,
    /// `B(h) = 1 - e^-h`, the paper's recommendation for guided and few-step sampling.
    BH2;

    double of(double h, double fresh) {
      return this == BH1 ? h : fresh;
    }
  }

  public UniPc {
    Multistep.requireTerms("UniPC", terms, 3);
  }

  /// The variant bh2 at full order.
  public UniPc(int terms) {
    this(terms, Variant.BH2, Finish.FULL);
  }

  @Override
  public String name() {
    return "unipc-" + terms + (variant == Variant.BH2 ? "" : "-bh1") + finish.suffix();
  }

  @Override
  public int order() {
    return finish.limit(Math.min(terms + 1, 3));
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Run(this, grid.steps());
  }

  private double[] predictor(double[] levels, double h, double fresh) {
    if (levels.length == 1) {
      return new double[] {fresh};
    }
    if (levels.length == 2) {
      double c = variant.of(h, fresh) / 2 * h / Math.log(levels[1] / levels[0]);
      return new double[] {fresh + c, -c};
    }
    return Interpolation.weights(
        Interpolation.logPositions(levels, h, 0),
        Interpolation.exponentialMoments(levels.length, h));
  }

  /// Weights of the past outputs, then of the one at the end of the step.
  private double[] corrector(double[] levels, double h, double fresh) {
    if (levels.length == 1) {
      double c = variant.of(h, fresh) / 2;
      return new double[] {fresh - c, c};
    }
    int q = levels.length + 1;
    return Interpolation.weights(
        Interpolation.logPositions(levels, h, 1), Interpolation.exponentialMoments(q, h));
  }

  /// One run.
  private static final class Run implements Stepper {
    private final UniPc method;
    private final History<Batch> history;
    private int left;

    Run(UniPc method, int steps) {
      this.method = method;
      this.history = new History<>(method.terms);
      this.left = steps;
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      if (history.isEmpty()) {
        history.add(sigma, d.denoise(x, sigma));
      }
      if (next == 0) {
        return history.output(0);
      }
      int order = method.finish.order(method.terms, left--);
      double[] levels = history.levels(history.usable(order, sigma - next));
      double keep = next / sigma;
      double h = -Math.log(keep);
      double[] weights = method.predictor(levels, h, 1 - keep);
      Batch predicted = Multistep.combine(keep, x, weights, history);
      if (left == 0) {
        return predicted;
      }
      Batch there = d.denoise(predicted, next);
      double[] corrected = method.corrector(levels, h, 1 - keep);
      Batch known = Multistep.combine(keep, x, Arrays.copyOf(corrected, levels.length), history);
      history.add(next, there);
      return known.plus(there, corrected[levels.length]);
    }
  }
}
