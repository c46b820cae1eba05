package org.scorefield.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleBiFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Ridge;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.TimeGrid;

/// Fits the weights of a linear multistep method to a law, on one grid.
///
/// Step by step, with the student's own states, not the teacher's: the weights of step i are the
/// least-squares answer to
///
/// `min sum |y_(i+1) - c - keep (x_i - c) - w_0 (D_i - c) - ... - w_(q-1) (D_(i-q+1) - c)|^2`
///
/// plus a ridge toward those of a standard method, where y is where the teacher's trajectory of the
/// same noise is at the next level. So each step makes good, as far as a linear rule can, what the
/// steps before it lost. As the model in question is not asked, the law is a surrogate of it: the
/// weights depend on the noise levels and on the scales of the data, which any reasonable mixture
/// has, far more than on what tells one law from another.
///
/// (Learned coefficients of solvers: Frankel et al. 2502.17423 and Zhou et al. 2409.19734 learn
/// them against the network itself.)
///
/// Cost: one evaluation of the law a step and `n d (q + 1)^2` multiplications.
///
/// @param base the method that the weights are drawn to; linear, one evaluation a step
/// @param outputs q, how many outputs have their weights fitted; at least 1
/// @param ridge weight of the penalty on a change of weight, in units of the mean square of what it
///   multiplies; > 0. As it grows the method becomes the base.
public record CoefficientFit(Solver base, int outputs, double ridge) {

  public CoefficientFit {
    if (outputs < 1) {
      throw new IllegalArgumentException("at least 1 output must have a weight, got " + outputs);
    }
    if (!(ridge > 0) || !Double.isFinite(ridge)) {
      throw new IllegalArgumentException(
          "the ridge must be positive and finite, got " + ridge + "; 1e-3 is usual");
    }
  }

  /// A fitted method, and where it takes the samples it was fitted on.
  ///
  /// @param solver the method
  /// @param ends its final states
  public record Fitted(Tabulated solver, Batch ends) {}

  /// The weights for a grid among the levels of the teacher.
  ///
  /// @param law the surrogate
  /// @param start the student's states at the first level of the grid
  /// @param teacher of the same samples
  /// @param indices of the levels of the grid among those of the teacher, rising
  /// @param centre c, the mean of the data
  /// @return the method; diverged if the law's answer, or where a step leads to, is not finite
  public Outcome<Fitted> fit(
      Denoiser law, Batch start, Trajectories teacher, int[] indices, Vector centre) {
    return fit(law, start, teacher, indices, centre, CoefficientFit::dot);
  }

  /// The same where states are written in coordinates that are not orthonormal.
  ///
  /// @param product inner product of two sets of states
  public Outcome<Fitted> fit(
      Denoiser law,
      Batch start,
      Trajectories teacher,
      int[] indices,
      Vector centre,
      ToDoubleBiFunction<Batch, Batch> product) {
    TimeGrid grid = teacher.grid(indices);
    List<Vector> standard = Tabulated.of(base, grid, centre).weights();
    List<Vector> rows = new ArrayList<>(grid.steps());
    List<Batch> history = new ArrayList<>(grid.steps());
    Batch x = centred(start, centre);
    for (int i = 0; i < grid.steps(); i++) {
      Batch denoised = law.denoise(shifted(x, centre, 1), grid.sigma(i));
      OptionalInt bad = denoised.firstNonFinite();
      if (bad.isPresent()) {
        return new Outcome.Diverged<>(i, grid.sigma(i), bad.getAsInt());
      }
      history.addFirst(centred(denoised, centre));
      List<Batch> terms = new ArrayList<>(history);
      terms.addFirst(x);
      double[] row = standard.get(i).toArray();
      Batch missing =
          centred(teacher.state(indices[i + 1]), centre).minus(Batch.combine(row, terms));
      addChange(row, terms, missing, product);
      rows.add(Vector.adopt(Arrays.copyOf(row, Math.max(2, used(row)))));
      x = Batch.combine(row, terms);
      OptionalInt lost = x.firstNonFinite();
      if (lost.isPresent()) {
        return new Outcome.Diverged<>(i, grid.sigma(i), lost.getAsInt());
      }
    }
    Fitted fitted = new Fitted(new Tabulated(grid, centre, rows), shifted(x, centre, 1));
    return new Outcome.Completed<>(fitted, grid.steps());
  }

  /// Adds to the row the change that explains most of what is missing. Regressed on the noise `x -
  /// D` in place of the state: at high noise the two differ by little, but at low noise the state
  /// is D and little else.
  private void addChange(
      double[] row, List<Batch> terms, Batch missing, ToDoubleBiFunction<Batch, Batch> product) {
    List<Batch> features = new ArrayList<>();
    features.add(terms.get(0).minus(terms.get(1)));
    features.addAll(terms.subList(1, Math.min(outputs + 1, terms.size())));
    double[] change = ridgeRegression(features, missing, product);
    for (int k = 0; k < change.length; k++) {
      row[k] += change[k];
    }
    row[1] -= change[0];
  }

  private double[] ridgeRegression(
      List<Batch> features, Batch target, ToDoubleBiFunction<Batch, Batch> product) {
    int m = features.size();
    double[] gram = new double[m * m];
    double[] right = new double[m];
    for (int a = 0; a < m; a++) {
      for (int b = 0; b <= a; b++) {
        gram[a * m + b] = gram[b * m + a] = product.applyAsDouble(features.get(a), features.get(b));
      }
      right[a] = product.applyAsDouble(features.get(a), target);
    }
    return allFinite(gram) && allFinite(right) ? Ridge.solve(gram, right, ridge) : noNumbers(m);
  }

  private static boolean allFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  /// Weights where squares overflow: the state that they lead to is found not to be finite.
  private static double[] noNumbers(int count) {
    double[] none = new double[count];
    Arrays.fill(none, Double.NaN);
    return none;
  }

  private static double dot(Batch a, Batch b) {
    double[] p = a.shared();
    double[] q = b.shared();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * q[i];
    }
    return sum;
  }

  /// Length of the row without the zeros at its end.
  private static int used(double[] row) {
    int length = row.length;
    while (length > 0 && row[length - 1] == 0) {
      length--;
    }
    return length;
  }

  private static Batch centred(Batch x, Vector centre) {
    return shifted(x, centre, -1);
  }

  private static Batch shifted(Batch x, Vector centre, double sign) {
    double[] out = x.toArray();
    double[] c = centre.shared();
    for (int at = 0; at < out.length; at += c.length) {
      for (int j = 0; j < c.length; j++) {
        out[at + j] += sign * c[j];
      }
    }
    return Batch.adopt(x.shape(), out);
  }
}
