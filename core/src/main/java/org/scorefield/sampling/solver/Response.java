package org.scorefield.sampling.solver;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// How a linear method answers impulses: the state after each step as a combination of the start
/// and of the outputs of the model. It is read off one run of the method itself, in a space that
/// has one dimension for the start and one for each output.
///
/// @param states a row for each step: the coefficient of the start, then of outputs 0, 1, ...
record Response(List<double[]> states) {

  static Response of(Solver solver, TimeGrid grid) {
    int steps = grid.steps();
    Shape space = Shape.vector(steps + 1);
    Impulses model = new Impulses(space);
    Stepper stepper = solver.begin(grid);
    double[] start = new double[steps + 1];
    start[0] = 1;
    Batch x = Batch.adopt(space, start);
    Noise noise = Noise.of(0, 1);
    List<double[]> states = new ArrayList<>(steps);
    for (int i = 0; i < steps; i++) {
      x = stepper.step(model, x, grid.sigma(i), grid.sigma(i + 1), noise.child(i));
      if (model.calls != i + 1 || solver.stochastic()) {
        throw new IllegalArgumentException(
            solver.name()
                + " is no table of weights: it draws noise, or does not evaluate the model once a"
                + " step; choose a multistep method such as dpmpp-2m");
      }
      states.add(x.row(0));
    }
    return new Response(List.copyOf(states));
  }

  /// The same by steps: the weight of the state before it, and of the outputs, newest first. What
  /// is left of the start in the state before tells the weight of that state.
  List<Vector> table() {
    List<Vector> rows = new ArrayList<>(states.size());
    double[] before = new double[states.size() + 1];
    before[0] = 1;
    for (int i = 0; i < states.size(); i++) {
      double[] after = states.get(i);
      double[] row = new double[i + 2];
      row[0] = before[0] == 0 ? 0 : after[0] / before[0];
      for (int j = 0; j <= i; j++) {
        row[i + 1 - j] = after[j + 1] - row[0] * before[j + 1];
      }
      rows.add(Vector.adopt(row));
      before = after;
    }
    return rows;
  }

  /// A model whose j-th output is the j-th direction of the space, whatever it is asked.
  private static final class Impulses implements Denoiser {
    private final Shape space;
    private int calls;

    Impulses(Shape space) {
      this.space = space;
    }

    @Override
    public Shape shape() {
      return space;
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      double[] out = new double[space.size()];
      calls++;
      if (calls < out.length) {
        out[calls] = 1;
      }
      return Batch.adopt(space, out);
    }
  }
}
