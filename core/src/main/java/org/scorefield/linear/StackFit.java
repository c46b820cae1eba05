package org.scorefield.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

/// The weights of a {@link Stacked} denoiser by least squares on rows that no member was fitted to
/// (Breiman, *Stacked regressions*, Machine Learning 24, 1996): at each noise level the convex
/// combination of least denoising loss
///
/// `E |x0 - sum_j w_j D_j(x0 + sigma n; sigma)|^2 / d`,
///
/// all levels at once, leaning toward one member and smooth in ln sigma ({@link StackPenalty}).
///
/// **Never worse than its best member, within the error of the measurement.** The rows are cut in
/// two; each half is judged by weights fitted on the other, row by row against the member that was
/// best on that other half. Where the mean gain is not above {@value #SIGNIFICANT} of its standard
/// errors, the best member stands alone at that level.
///
/// **Honest losses.** That choice is part of the fit, so the whole fit, choice included, is done
/// once more on each half for the verdict on the other: no row is judged by anything that has seen
/// it. The stack itself is then fitted on all rows and should do no worse than this verdict.
///
/// Standard errors of the weights are a jackknife over blocks of rows, with the conditions `w >= 0`
/// in force; they say how far sampling moves a weight, not how it depends on the penalty, and near
/// 0 and 1 the distribution is one-sided. All must be held-out rows: an {@link
/// org.scorefield.analytic.Empirical} member judged on its own rows has a loss of next to nothing
/// at low noise, and would be given all the weight for its memory.
///
/// Cost: one evaluation of each member a row and level; the rest takes milliseconds.
///
/// @param sigmas levels, positive and strictly increasing; between them weights are interpolated,
///   beyond them constant ({@link WeightCurve})
/// @param rows most rows used, drawn at random; at least 4
/// @param penalty against noise in the weights
/// @param negligible weight below which a member is not evaluated
/// @param bands of principal directions that get weights of their own
public record StackFit(
    Vector sigmas, int rows, StackPenalty penalty, double negligible, Optional<Bands> bands) {
  /// A hundredth of the weight moves the result by a hundredth of the way to that member.
  public static final double NEGLIGIBLE = 0.01;

  private static final int ROWS = 2000;
  private static final int BLOCKS = 20;
  private static final double SIGNIFICANT = 2;
  private static final int FEWEST_ROWS = 4;

  public StackFit {
    if (rows < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "a stack needs at least " + FEWEST_ROWS + " rows, got a limit of " + rows);
    }
  }

  /// The usual penalty and threshold, at most 2000 rows, no bands.
  public static StackFit at(Vector sigmas) {
    return new StackFit(sigmas, ROWS, StackPenalty.USUAL, NEGLIGIBLE, Optional.empty());
  }

  /// The same with weights for each band.
  public StackFit with(Bands perBand) {
    return new StackFit(sigmas, rows, penalty, negligible, Optional.of(perBand));
  }

  /// The same with another penalty.
  public StackFit with(StackPenalty other) {
    return new StackFit(sigmas, rows, other, negligible, bands);
  }

  /// Fits the weights and judges the stack.
  ///
  /// @param members denoisers of the shape of the data
  /// @param heldOut rows no member was fitted to, at least 4
  /// @param noise only its key is used; with rows at or below the limit, losses are bit for bit
  ///   those of {@link org.scorefield.metric.DenoisingLoss} at the same key
  /// @throws IllegalArgumentException naming the member that has another shape, or returns another
  ///   shape, a NaN or an infinity
  public FittedStack fit(List<Stacked.Member> members, Dataset heldOut, Noise noise) {
    return fit(members, heldOut, noise, () -> {});
  }

  /// The same, saying when each level is done.
  public FittedStack fit(
      List<Stacked.Member> members, Dataset heldOut, Noise noise, Runnable levelDone) {
    requireFit(members, heldOut);
    Dataset judged = RandomRows.atMost(rows, heldOut, noise.key().child("rows"));
    StackErrors errors = StackErrors.of(members, judged, sigmas, bands, noise, levelDone);
    int[] order = shuffled(errors.rows(), noise);
    return new Fitting(errors, new StackWeights(errors, sigmas, penalty)).run(members, order);
  }

  private void requireFit(List<Stacked.Member> members, Dataset heldOut) {
    Stacked.requireMembers(members);
    if (!members.getFirst().denoiser().shape().equals(heldOut.shape())) {
      throw new IllegalArgumentException(
          "members have shape "
              + members.getFirst().denoiser().shape()
              + ", but "
              + heldOut.name()
              + " has shape "
              + heldOut.shape());
    }
    if (heldOut.size() < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "a stack needs at least "
              + FEWEST_ROWS
              + " held-out rows, "
              + heldOut.name()
              + " has "
              + heldOut.size());
    }
    if (penalty.toward().orElse(0) >= members.size()) {
      throw new IllegalArgumentException(
          "the member to lean toward is number "
              + penalty.toward().orElse(0)
              + " of "
              + members.size());
    }
  }

  /// All rows in random order, so that any first half of any part is a random one.
  private static int[] shuffled(int n, Noise noise) {
    double[] draw =
        new Noise(noise.key().child("halves"), 0, n)
            .uniform(org.scorefield.array.Shape.vector(1))
            .shared();
    return IntStream.range(0, n)
        .boxed()
        .sorted(java.util.Comparator.comparingDouble(i -> draw[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// One fit: everything here reads the same table of errors.
  private final class Fitting {
    private final StackErrors errors;
    private final StackWeights weights;

    Fitting(StackErrors errors, StackWeights weights) {
      this.errors = errors;
      this.weights = weights;
    }

    /// Weights for every level, and whether they are a mixture there.
    private record Choice(List<Matrix> weights, boolean[] mixed, int[] best) {}

    FittedStack run(List<Stacked.Member> members, int[] rows) {
      Choice choice = choose(rows);
      List<List<Matrix>> leftOut = leftOut(rows, choice);
      double[][] losses = new double[errors.levels()][errors.rows()];
      double[][] gains = new double[errors.levels()][errors.rows()];
      for (int half = 0; half < 2; half++) {
        Choice other = choose(half(rows, 1 - half));
        for (int row : half(rows, half)) {
          for (int l = 0; l < errors.levels(); l++) {
            losses[l][row] = errors.loss(l, row, effective(other.weights, l));
            gains[l][row] = memberLoss(l, row, choice.best[l]) - losses[l][row];
          }
        }
      }
      List<FittedStack.Level> levels = new ArrayList<>();
      for (int l = 0; l < errors.levels(); l++) {
        levels.add(level(l, choice, leftOut, losses[l], gains[l]));
      }
      List<WeightCurve> curves = choice.weights.stream().map(this::curve).toList();
      return new FittedStack(new Stacked(members, curves, bands), levels);
    }

    private FittedStack.Level level(
        int l, Choice choice, List<List<Matrix>> leftOut, double[] losses, double[] gains) {
      List<List<Estimate>> bandWeights = new ArrayList<>();
      for (int b = 0; b < errors.bands(); b++) {
        List<Estimate> each = new ArrayList<>();
        for (int j = 0; j < errors.members(); j++) {
          each.add(
              new Estimate(
                  choice.weights.get(b).get(l, j), jackknife(leftOut, b, l, j), errors.rows()));
        }
        bandWeights.add(each);
      }
      List<Estimate> memberLosses =
          IntStream.range(0, errors.members())
              .mapToObj(j -> mean(errors.rows(), row -> memberLoss(l, row, j)))
              .toList();
      return new FittedStack.Level(
          sigmas.get(l),
          bandWeights,
          memberLosses,
          mean(errors.rows(), row -> losses[row]),
          choice.best[l],
          mean(errors.rows(), row -> gains[row]),
          choice.mixed[l]);
    }

    /// The whole fit on some rows: weights, and at each level the choice between them and the best
    /// member, by halves that judge each other.
    private Choice choose(int[] rows) {
      List<Matrix> whole = weights.on(rows);
      double[][] gains = new double[errors.levels()][rows.length];
      int at = 0;
      for (int half = 0; half < 2; half++) {
        int[] others = half(rows, 1 - half);
        List<Matrix> fitted = weights.on(others, whole);
        for (int row : half(rows, half)) {
          for (int l = 0; l < errors.levels(); l++) {
            gains[l][at] =
                memberLoss(l, row, errors.best(l, others))
                    - errors.loss(l, row, effective(fitted, l));
          }
          at++;
        }
      }
      boolean[] mixed = new boolean[errors.levels()];
      int[] best = new int[errors.levels()];
      for (int l = 0; l < errors.levels(); l++) {
        double[] each = gains[l];
        Estimate gain = mean(rows.length, i -> each[i]);
        mixed[l] = gain.value() > SIGNIFICANT * gain.standardError();
        best[l] = errors.best(l, rows);
      }
      return new Choice(chosen(whole, weights.vertices(rows), mixed), mixed, best);
    }

    private List<Matrix> chosen(List<Matrix> mixtures, List<Matrix> vertices, boolean[] mixed) {
      int members = errors.members();
      List<Matrix> out = new ArrayList<>();
      for (int b = 0; b < errors.bands(); b++) {
        double[] w = vertices.get(b).toArray();
        for (int l = 0; l < mixed.length; l++) {
          if (mixed[l]) {
            System.arraycopy(mixtures.get(b).shared(), l * members, w, l * members, members);
          }
        }
        out.add(Matrix.adopt(mixed.length, members, w));
      }
      return out;
    }

    /// Weights without each block of rows, for the jackknife.
    private List<List<Matrix>> leftOut(int[] rows, Choice choice) {
      int blocks = Math.min(BLOCKS, rows.length);
      return IntStream.range(0, blocks)
          .mapToObj(k -> weights.on(StackWeights.withoutBlock(rows, k, blocks), choice.weights))
          .toList();
    }

    private double jackknife(List<List<Matrix>> leftOut, int band, int level, int member) {
      int blocks = leftOut.size();
      double[] w =
          leftOut.stream().mapToDouble(each -> each.get(band).get(level, member)).toArray();
      double mean = Arrays.stream(w).sum() / blocks;
      double squares = Arrays.stream(w).map(v -> (v - mean) * (v - mean)).sum();
      return Math.sqrt(squares * (blocks - 1) / blocks);
    }

    /// The weights that the stack has at a level, negligible ones dropped.
    private List<Vector> effective(List<Matrix> all, int level) {
      Vector here = Vector.of(sigmas.get(level));
      return all.stream()
          .map(m ->
              new WeightCurve(
                      here, Matrix.adopt(1, m.columns(), normalised(m.row(level))), negligible)
                  .at(here.first()))
          .toList();
    }

    private WeightCurve curve(Matrix m) {
      double[] w = new double[m.rows() * m.columns()];
      for (int l = 0; l < m.rows(); l++) {
        System.arraycopy(normalised(m.row(l)), 0, w, l * m.columns(), m.columns());
      }
      return new WeightCurve(sigmas, Matrix.adopt(m.rows(), m.columns(), w), negligible);
    }

    /// Rounding off the sum of the weights.
    private double[] normalised(double[] w) {
      double sum = Arrays.stream(w).sum();
      return Arrays.stream(w).map(v -> v / sum).toArray();
    }

    private double memberLoss(int level, int row, int member) {
      double[] one = new double[errors.members()];
      one[member] = 1;
      Vector w = Vector.adopt(one);
      return errors.loss(level, row, java.util.Collections.nCopies(errors.bands(), w));
    }

    private int[] half(int[] rows, int half) {
      int middle = rows.length / 2;
      return half == 0
          ? Arrays.copyOfRange(rows, 0, middle)
          : Arrays.copyOfRange(rows, middle, rows.length);
    }

    private Estimate mean(int n, IntToDoubleFunction value) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += value.applyAsDouble(i) / n;
      }
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double off = value.applyAsDouble(i) - mean;
        squares += off * off;
      }
      return new Estimate(mean, Math.sqrt(squares / (n - 1.0) / n), n);
    }
  }
}
