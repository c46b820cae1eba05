package org.scorefield.sampling.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.TimeGrid;

/// What linear multistep methods share. One of order q steps by
///
/// `x_next = keep x + w_0 m_0 + w_1 m_1 + ... + w_(q-1) m_(q-1)`
///
/// where the m are the last outputs, newest first, and the weights depend on the levels alone. One
/// evaluation a step, and further ones in the warm-up.
///
/// @param order q >= 1
/// @param memory what is remembered of each evaluation
/// @param rule the weights
/// @param warmup what to do until there is a history
/// @param finish what to do at the end
record Multistep(int order, Memory memory, Rule rule, Warmup warmup, Finish finish) {

  /// What is remembered of an evaluation.
  enum Memory {
    /// The slope `dx/dsigma = (x - D)/sigma`, that is the predicted noise epsilon; keep = 1.
    SLOPE,
    /// The denoised sample D; keep = next/sigma.
    DENOISED
  }

  /// The weights of a method.
  @FunctionalInterface
  interface Rule {
    /// Weights of the outputs at `levels` (newest first) in the step from `levels[0]` to `next`,
    /// which may be 0. May be shorter than the levels.
    double[] weights(double[] levels, double next);
  }

  OptionalInt evaluations(TimeGrid grid) {
    int extra = 0;
    if (warmup instanceof Warmup.RungeKutta) {
      for (int i = 0; i < Math.min(order - 1, grid.steps()); i++) {
        extra += grid.sigma(i + 1) > 0 ? 3 : 0;
      }
    }
    if (warmup instanceof Warmup.Heuns && order > 1 && grid.sigma(1) > 0) {
      extra = 1;
    }
    return OptionalInt.of(grid.steps() + extra);
  }

  Stepper begin(TimeGrid grid) {
    return new Run(this, grid);
  }

  static void requireTerms(String name, int terms, int most) {
    if (terms < 1 || terms > most) {
      throw new IllegalArgumentException(
          name + " uses 1 to " + most + " outputs, got " + terms + "; choose one of these");
    }
  }

  /// `keep x + sum w_k output_k`, in one pass over each.
  static Batch combine(double keep, Batch x, double[] weights, History<Batch> history) {
    int n = weights.length;
    if (n == 1) {
      return Batch.combine(keep, x, weights[0], history.output(0));
    }
    if (n == 2) {
      return Batch.combine(keep, x, weights[0], history.output(0), weights[1], history.output(1));
    }
    double[] all = new double[n + 1];
    List<Batch> terms = new ArrayList<>(n + 1);
    all[0] = keep;
    terms.add(x);
    for (int k = 0; k < n; k++) {
      all[k + 1] = weights[k];
      terms.add(history.output(k));
    }
    return Batch.combine(all, terms);
  }

  private static Batch slope(Batch x, Batch denoised, double sigma) {
    return Batch.combine(1 / sigma, x, -1 / sigma, denoised);
  }

  /// One run.
  private static final class Run implements Stepper {
    private final Multistep method;
    private final TimeGrid grid;
    private final History<Batch> history;
    private int done;

    Run(Multistep method, TimeGrid grid) {
      this.method = method;
      this.grid = grid;
      this.history = new History<>(method.order);
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      int order = method.finish.order(method.order, grid.steps() - done);
      boolean warming = done++ < method.order - 1 && next > 0;
      Batch denoised = d.denoise(x, sigma);
      boolean slopes = method.memory == Memory.SLOPE;
      history.add(sigma, slopes ? slope(x, denoised, sigma) : denoised);
      if (warming && method.warmup instanceof Warmup.RungeKutta(Schedule clock)) {
        return rungeKutta(d, x, slope(x, denoised, sigma), sigma, next, clock);
      }
      if (warming && done == 1 && method.warmup instanceof Warmup.Heuns) {
        return heun(d, x, slope(x, denoised, sigma), sigma, next);
      }
      double[] levels = history.levels(history.usable(order, sigma - next));
      double[] weights = method.rule.weights(levels, next);
      return combine(slopes ? 1 : next / sigma, x, weights, history);
    }
  }

  /// A step of Heun's rule in sigma.
  private static Batch heun(Denoiser d, Batch x, Batch e1, double sigma, double next) {
    double h = next - sigma;
    Batch euler = x.plus(e1, h);
    Batch e2 = slope(euler, d.denoise(euler, next), next);
    return Batch.combine(1, x, h / 2, e1, h / 2, e2);
  }

  /// A step of the classical fourth-order rule in sigma, with its inner stages half-way in `clock`.
  private static Batch rungeKutta(
      Denoiser d, Batch x, Batch e1, double sigma, double next, Schedule clock) {
    double middle = clock.sigma((clock.time(sigma) + clock.time(next)) / 2);
    Batch x2 = x.plus(e1, middle - sigma);
    Batch e2 = slope(x2, d.denoise(x2, middle), middle);
    Batch x3 = x.plus(e2, middle - sigma);
    Batch e3 = slope(x3, d.denoise(x3, middle), middle);
    Batch x4 = x.plus(e3, next - sigma);
    Batch e4 = slope(x4, d.denoise(x4, next), next);
    double h = (next - sigma) / 6;
    return Batch.combine(new double[] {1, h, 2 * h, 2 * h, h}, List.of(x, e1, e2, e3, e4));
  }
}
