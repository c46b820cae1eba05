package org.scorefield.sampling.solver;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// A linear multistep method given by its numbers: for each step of one grid, the weight of the
/// state and those of the last outputs of the model, newest first,
///
/// `x_(i+1) - c = keep_i (x_i - c) + w_i0 (D_i - c) + w_i1 (D_(i-1) - c) + ...`
///
/// about a centre c, the mean of the data. Every solver with one evaluation a step and weights that
/// depend on the levels alone is such a table ({@link #of}); weights fitted to a law are tables
/// that no formula gives, and need the centre because they may shrink toward the mean. Weights that
/// satisfy `keep_i = next/sigma` and sum to 1 with it do not depend on c.
///
/// One evaluation a step. Cost otherwise: one multiplication a weight and component. A table has no
/// order of accuracy: it cannot be refined. {@link #order} says 1.
///
/// @param grid the only grid it can step through
/// @param centre c, one number for each component of a sample
/// @param weights a vector `(keep_i, w_i0, w_i1, ...)` for each step; step i, from 0, has at most i
///   + 1 outputs to weigh
public record Tabulated(TimeGrid grid, Vector centre, List<Vector> weights) implements Solver {

  public Tabulated {
    weights = List.copyOf(weights);
    if (weights.size() != grid.steps()) {
      throw new IllegalArgumentException(
          "a table needs one row of weights for each step, got "
              + weights.size()
              + " rows for a grid of "
              + grid.steps()
              + " steps");
    }
    for (int i = 0; i < weights.size(); i++) {
      Vector row = weights.get(i);
      if (row.size() < 2 || row.size() > i + 2 || !row.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "row "
                + i
                + " must hold the weight of the state and of 1 to "
                + (i + 1)
                + " outputs, all finite, got "
                + row);
      }
    }
    if (!centre.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("the centre holds a NaN or an infinity");
    }
  }

  /// The table of any solver that is linear in the outputs of the model and asks for one a step:
  /// {@link Euler}, {@link Dpmpp2M}, {@link Deis}, {@link Ipndm} and their kin.
  ///
  /// @throws IllegalArgumentException if the solver is not such a method
  public static Tabulated of(Solver solver, TimeGrid grid, Vector centre) {
    return new Tabulated(grid, centre, Response.of(solver, grid).table());
  }

  @Override
  public String name() {
    return "tabulated-" + grid.steps();
  }

  @Override
  public int order() {
    return 1;
  }

  /// @throws IllegalArgumentException if `run` is not the grid of the table
  @Override
  public Stepper begin(TimeGrid run) {
    if (!run.equals(grid)) {
      throw new IllegalArgumentException(
          "these weights were made for the levels "
              + grid.sigmas()
              + " and no others, got "
              + run.sigmas()
              + "; use their grid, or make weights for this one");
    }
    return new Run(this);
  }

  /// One run.
  private static final class Run implements Stepper {
    private final Tabulated table;
    private final List<Batch> outputs = new ArrayList<>();

    Run(Tabulated table) {
      this.table = table;
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      table.requireShape(x);
      double[] weights = table.weights.get(outputs.size()).shared();
      outputs.addFirst(d.denoise(x, sigma));
      List<Batch> terms = new ArrayList<>(weights.length);
      terms.add(x);
      terms.addAll(outputs.subList(0, weights.length - 1));
      return about(table.centre, weights, terms);
    }
  }

  private void requireShape(Batch x) {
    if (x.dimension() != centre.size()) {
      throw new IllegalArgumentException(
          "a table with a centre of "
              + centre.size()
              + " components was given samples of shape "
              + x.shape());
    }
  }

  /// `c + sum w_k (term_k - c)`.
  private static Batch about(Vector centre, double[] weights, List<Batch> terms) {
    double rest = 1;
    for (double w : weights) {
      rest -= w;
    }
    Batch sum = Batch.combine(weights, terms);
    double[] c = centre.shared();
    double[] out = sum.toArray();
    for (int at = 0; at < out.length; at += c.length) {
      for (int j = 0; j < c.length; j++) {
        out[at + j] += rest * c[j];
      }
    }
    return Batch.adopt(sum.shape(), out);
  }
}
