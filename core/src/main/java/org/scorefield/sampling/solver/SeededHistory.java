package org.scorefield.sampling.solver;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.sampling.Surrogate;
import org.scorefield.schedule.TimeGrid;

/// Gives a multistep solver the history it would have had if the run had not begun with a teleport.
///
/// A multistep method that starts at sigma_skip makes its first step at order 1, and what that step
/// leaves stays in the result. Above sigma_skip, though, the surrogate of the teleport knows the
/// whole trajectory through the landing state, and the outputs along it. So the inner solver begins
/// at a few levels above; in each step from such a level s it is handed
///
/// - the state `Phi(x_skip; sigma_skip -> s)`, not the one its own last step produced,
/// - `D_q` at the surrogate's trajectory, wherever it asks above sigma_skip,
/// - the model's output at x_skip where it asks at sigma_skip.
///
/// What these steps return is dropped. The model is evaluated once at x_skip, as without a history,
/// and one-step solvers do what they always did. (A solver that draws noise before it asks, such as
/// {@link HeunChurn}, does not ask at x_skip itself; it gains nothing and pays one evaluation.)
/// Solvers that choose their own steps are refused.
///
/// What it is worth: a run of 20 steps on a mixture of digits that a jump cuts to 10 evaluations
/// ends, by iPNDM-3, at a sliced Wasserstein distance of .0368 without a history and .0306 with one
/// (exact samples .0287); all 20 evaluations give .0308. Not so where the first step's error makes
/// up for that of the others: DPM-Solver++(2M) ends at .0314 without and .0332 with one. Which it
/// is, `linear.HistoryChoice` foretells; decision 0005 has the table.
///
/// Right where the surrogate is: after a teleport that lands where q stands in for the model. Cost:
/// the surrogate's flow and denoiser at each seed level.
///
/// @param inner any solver
/// @param surrogate the law the teleport jumped by
/// @param levels the seed levels, strictly decreasing, all above the first level of the grid
public record SeededHistory(Solver inner, Surrogate surrogate, Vector levels) implements Solver {
  public SeededHistory {
    if (levels.size() < 1) {
      throw new IllegalArgumentException("a history needs at least one seed level");
    }
  }

  /// `count` seed levels above a grid, in steps as long in ln sigma as the longer of its first two;
  /// none for a grid of a single step to 0. Where a teleport lands just above a level of the grid
  /// the first step is short, and a history as dense as that would be extrapolated far beyond its
  /// reach.
  public static Vector above(TimeGrid grid, int count) {
    double ratio = 1;
    for (int i = 0; i < Math.min(2, grid.steps()) && grid.sigma(i + 1) > 0; i++) {
      ratio = Math.max(ratio, grid.sigma(i) / grid.sigma(i + 1));
    }
    double step = ratio;
    return Vector.generate(ratio > 1 ? count : 0, i -> grid.first() * Math.pow(step, count - i));
  }

  @Override
  public String name() {
    return inner.name() + "-seeded";
  }

  /// That of the inner solver at least; where only its warm-up limited it, more.
  @Override
  public int order() {
    return inner.order();
  }

  @Override
  public boolean stochastic() {
    return inner.stochastic();
  }

  /// Counted in a run of one sample, since a warm-up that the history replaces costs nothing.
  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    Shape shape = surrogate.law().shape();
    Calls calls = new Calls(shape);
    Stepper stepper = begin(grid);
    Batch x = Batch.zeros(shape, 1);
    for (int i = 0; i < grid.steps(); i++) {
      x = stepper.step(calls, x, grid.sigma(i), grid.sigma(i + 1), Noise.of(0, 1).child(i));
    }
    return OptionalInt.of(calls.made);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Run(this, grid);
  }

  private TimeGrid extended(TimeGrid grid) {
    if (inner.evaluations(grid).isEmpty()) {
      throw new IllegalArgumentException(
          inner.name() + " chooses its own steps and keeps no history; run it without one");
    }
    if (!(levels.last() > grid.first())) {
      throw new IllegalArgumentException(
          "seed levels must lie above the first level of the grid, "
              + grid.first()
              + ", got "
              + levels
              + "; a run that starts at the top of its grid needs none");
    }
    double[] all = Arrays.copyOf(levels.shared(), levels.size() + grid.sigmas().size());
    System.arraycopy(grid.sigmas().shared(), 0, all, levels.size(), grid.sigmas().size());
    return new TimeGrid(Vector.adopt(all));
  }

  /// One run.
  private static final class Run implements Stepper {
    private final SeededHistory history;
    private final TimeGrid extended;
    private final Stepper inner;
    private boolean seeded;

    Run(SeededHistory history, TimeGrid grid) {
      this.history = history;
      this.extended = history.extended(grid);
      this.inner = history.inner.begin(extended);
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      if (seeded) {
        return inner.step(d, x, sigma, next, noise);
      }
      seeded = true;
      Trajectory known = new Trajectory(d, history.surrogate, x, sigma);
      Noise apart = noise.child("seed");
      for (int i = 0; i < history.levels.size(); i++) {
        double above = extended.sigma(i);
        inner.step(known, known.state(above), above, extended.sigma(i + 1), apart.child(i));
      }
      return inner.step(new Continued(d, known), x, sigma, next, noise);
    }
  }

  /// What is known before the first step: the surrogate on its trajectory, and at the landing the
  /// model, whose answer is kept. Where a solver thinks it is makes no difference.
  private static final class Trajectory implements Denoiser {
    private final Denoiser model;
    private final Surrogate surrogate;
    private final Batch landed;
    private final double level;
    private Optional<Batch> answer = Optional.empty();

    Trajectory(Denoiser model, Surrogate surrogate, Batch landed, double level) {
      this.model = model;
      this.surrogate = surrogate;
      this.landed = landed;
      this.level = level;
    }

    Batch state(double sigma) {
      return surrogate.flow(landed, level, sigma);
    }

    @Override
    public Shape shape() {
      return model.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      if (sigma > level) {
        return surrogate.denoise(state(sigma), sigma);
      }
      Batch known = answer.orElseGet(() -> model.denoise(landed, level));
      answer = Optional.of(known);
      return known;
    }
  }

  /// The model in the first step, with the answer that is known already.
  private record Continued(Denoiser model, Trajectory known) implements Denoiser {
    @Override
    public Shape shape() {
      return model.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return known.answer.isPresent() && sigma == known.level && x.equals(known.landed)
          ? known.answer.get()
          : model.denoise(x, sigma);
    }
  }

  /// Counts the calls of a model that has no samples to denoise.
  private static final class Calls implements Denoiser {
    private final Shape shape;
    private int made;

    Calls(Shape shape) {
      this.shape = shape;
    }

    @Override
    public Shape shape() {
      return shape;
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      made++;
      return x;
    }
  }
}
