package org.scorefield.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;

/// What a choice of weights is worth: every row judged by a whole selection on the other half of
/// the rows, and the weights taken again without each block of rows.
///
/// @param losses of the stack, by level and row
/// @param best member of least loss at each level
/// @param leftOut weights without each block, by block and band
record StackVerdict(
    StackErrors errors,
    StackChoice choice,
    double[][] losses,
    int[] best,
    List<List<Matrix>> leftOut) {
  private static final int BLOCKS = 20;

  static StackVerdict of(
      StackErrors errors, StackSelection selection, StackChoice choice, int[] rows) {
    double[][] losses = new double[errors.levels()][errors.rows()];
    for (int half = 0; half < 2; half++) {
      StackChoice other = selection.choose(RowParts.half(rows, 1 - half));
      for (int l = 0; l < errors.levels(); l++) {
        List<Vector> w = selection.effective(other.weights(), l);
        for (int row : RowParts.half(rows, half)) {
          losses[l][row] = errors.loss(l, row, w);
        }
      }
    }
    int[] best = IntStream.range(0, errors.levels()).map(l -> errors.best(l, rows)).toArray();
    int blocks = Math.min(BLOCKS, rows.length);
    return new StackVerdict(errors, choice, losses, best, selection.leftOut(rows, choice, blocks));
  }

  /// What was found at one level.
  FittedStack.Level level(int l, double sigma) {
    List<List<Estimate>> weights = new ArrayList<>();
    for (int b = 0; b < errors.bands(); b++) {
      int band = b;
      weights.add(
          IntStream.range(0, errors.members())
              .mapToObj(j ->
                  new Estimate(
                      choice.weights().get(band).get(l, j), spread(band, l, j), errors.rows()))
              .toList());
    }
    List<double[]> members =
        IntStream.range(0, errors.members()).mapToObj(j -> memberLosses(l, j)).toList();
    double[] rival = members.get(best[l]);
    double[] gains = new double[rival.length];
    Arrays.setAll(gains, row -> rival[row] - losses[l][row]);
    return new FittedStack.Level(
        sigma,
        weights,
        members.stream().map(Estimate::mean).toList(),
        Estimate.mean(losses[l]),
        best[l],
        Estimate.mean(gains),
        choice.mixed()[l]);
  }

  private double[] memberLosses(int l, int member) {
    double[] out = new double[errors.rows()];
    Arrays.setAll(out, row -> errors.memberLoss(l, row, member));
    return out;
  }

  /// The jackknife standard error of a weight.
  private double spread(int band, int level, int member) {
    int blocks = leftOut.size();
    double[] w = leftOut.stream().mapToDouble(each -> each.get(band).get(level, member)).toArray();
    double mean = Arrays.stream(w).sum() / blocks;
    double squares = Arrays.stream(w).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares * (blocks - 1) / blocks);
  }
}
