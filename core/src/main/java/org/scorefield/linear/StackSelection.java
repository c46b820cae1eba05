package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;

/// Weights on some rows, and at each level the choice between them and the best member alone.
final class StackSelection {
  /// Standard errors from which on a difference of losses is taken for real.
  private static final double SIGNIFICANT = 2;

  /// Standard errors within which a member is as good as the best one.
  private static final double TIED = 1;

  private final StackErrors errors;
  private final StackWeights weights;
  private final double negligible;
  private final OptionalInt stated;

  /// @param stated the member to lean toward, if it is not the best one
  StackSelection(StackErrors errors, StackWeights weights, double negligible, OptionalInt stated) {
    this.errors = errors;
    this.weights = weights;
    this.negligible = negligible;
    this.stated = stated;
  }

  /// Fits on the rows, and decides by halves of them that judge each other.
  StackChoice choose(int[] rows) {
    int[] favourites = favourites(rows);
    int[] toward = toward(favourites);
    List<Matrix> mixtures = weights.on(rows, toward);
    double[][] gains = new double[errors.levels()][rows.length];
    int at = 0;
    for (int half = 0; half < 2; half++) {
      int[] others = RowParts.half(rows, 1 - half);
      int[] rivals = favourites(others);
      List<Matrix> fitted = weights.on(others, toward(rivals), mixtures);
      for (int l = 0; l < errors.levels(); l++) {
        List<Vector> w = effective(fitted, l);
        int i = at;
        for (int row : RowParts.half(rows, half)) {
          gains[l][i++] = errors.memberLoss(l, row, rivals[l]) - errors.loss(l, row, w);
        }
      }
      at += RowParts.half(rows, half).length;
    }
    boolean[] mixed = new boolean[errors.levels()];
    for (int l = 0; l < errors.levels(); l++) {
      Estimate gain = Estimate.mean(gains[l]);
      mixed[l] = gain.value() > SIGNIFICANT * gain.standardError();
    }
    return new StackChoice(chosen(mixtures, weights.vertices(favourites), mixed), toward, mixed);
  }

  /// The weights without each of some blocks of the rows, for a jackknife.
  List<List<Matrix>> leftOut(int[] rows, StackChoice choice, int blocks) {
    List<List<Matrix>> out = new ArrayList<>();
    for (int k = 0; k < blocks; k++) {
      int[] rest = RowParts.without(rows, k, blocks);
      out.add(weights.on(rest, choice.toward(), choice.weights()));
    }
    return out;
  }

  /// The weights that a stack has at a level, negligible ones dropped.
  List<Vector> effective(List<Matrix> all, int level) {
    return all.stream().map(m -> WeightCurve.dropped(m.row(level), negligible)).toList();
  }

  private int[] toward(int[] favourites) {
    int[] out = favourites.clone();
    stated.ifPresent(member -> java.util.Arrays.fill(out, member));
    return out;
  }

  /// At each level the stated member unless it is significantly worse than the best one on these
  /// rows; else the first member that cannot be told from the best.
  private int[] favourites(int[] rows) {
    int[] out = new int[errors.levels()];
    for (int l = 0; l < out.length; l++) {
      int best = errors.best(l, rows);
      if (stated.isPresent() && !worse(l, stated.getAsInt(), best, rows, SIGNIFICANT)) {
        out[l] = stated.getAsInt();
        continue;
      }
      while (out[l] != best && worse(l, out[l], best, rows, TIED)) {
        out[l]++;
      }
    }
    return out;
  }

  private boolean worse(int level, int member, int best, int[] rows, double standardErrors) {
    double[] losses = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      losses[i] =
          errors.memberLoss(level, rows[i], member) - errors.memberLoss(level, rows[i], best);
    }
    Estimate excess = Estimate.mean(losses);
    return excess.value() > standardErrors * excess.standardError();
  }

  private List<Matrix> chosen(List<Matrix> mixtures, List<Matrix> vertices, boolean[] mixed) {
    int members = errors.members();
    List<Matrix> out = new ArrayList<>();
    for (int b = 0; b < errors.bands(); b++) {
      double[] w = vertices.get(b).toArray();
      for (int l = 0; l < mixed.length; l++) {
        if (mixed[l]) {
          System.arraycopy(mixtures.get(b).row(l), 0, w, l * members, members);
        }
      }
      out.add(Matrix.adopt(mixed.length, members, w));
    }
    return out;
  }
}
