package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.design.CoefficientFit;
import org.scorefield.linalg.Ridge;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Tabulated;

/// What samplers are worth on a {@link Shadow}: those whose weights are fitted to it, as {@link
/// CoefficientFit} fits them to a model, and given ones.
///
/// @param shadow of the model
/// @param fit of the weights
record ShadowFit(Shadow shadow, CoefficientFit fit) {

  /// Root mean square distance at the end, with weights fitted step by step; infinite where no
  /// start lands at the first level.
  double miss(int[] indices) {
    if (indices[0] > 0 && !shadow.landings().contains(indices[0])) {
      return Double.POSITIVE_INFINITY;
    }
    List<Vector> standard = rows(fit.base(), indices);
    Shadow.Run run = shadow.run(indices);
    for (int i = 0; i < standard.size(); i++) {
      run.ask(i);
      run.step(fitted(run, i, standard.get(i)));
    }
    return run.miss(standard.size() - 1);
  }

  /// The same for a linear method as it is.
  double miss(Solver solver, int[] indices) {
    List<Vector> rows = rows(solver, indices);
    Shadow.Run run = shadow.run(indices);
    for (int i = 0; i < rows.size(); i++) {
      run.ask(i);
      run.step(rows.get(i));
    }
    return run.miss(rows.size() - 1);
  }

  private List<Vector> rows(Solver solver, int[] indices) {
    return Tabulated.of(solver, shadow.teacher().path().grid(indices), Vector.of(0)).weights();
  }

  /// The weights with the change that explains most of what is missing, regressed on the noise `x -
  /// D` in place of the state.
  private Vector fitted(Shadow.Run run, int step, Vector standard) {
    List<double[][]> given = run.given();
    double[][] missing = run.missing(step, standard);
    List<double[][]> features = new ArrayList<>();
    features.add(difference(given.get(0), given.get(1)));
    features.addAll(given.subList(1, Math.min(fit.outputs() + 1, given.size())));
    int m = features.size();
    double[] gram = new double[m * m];
    double[] right = new double[m];
    for (int a = 0; a < m; a++) {
      for (int b = 0; b <= a; b++) {
        gram[a * m + b] = gram[b * m + a] = run.dot(features.get(a), features.get(b));
      }
      right[a] = run.dot(features.get(a), missing);
    }
    double[] change = Ridge.solve(gram, right, fit.ridge());
    double[] row = Arrays.copyOf(standard.shared(), given.size());
    for (int k = 0; k < m; k++) {
      row[k] += change[k];
    }
    row[1] -= change[0];
    return Vector.adopt(row);
  }

  private static double[][] difference(double[][] a, double[][] b) {
    double[][] out = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      out[i] = a[i].clone();
      for (int p = 0; p < out[i].length; p++) {
        out[i][p] -= b[i][p];
      }
    }
    return out;
  }
}
