package org.scorefield.linear;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

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
/// best on that other half. Where the mean gain is not above two of its standard errors, the best
/// member stands alone at that level. Of members that are within one standard error of the best
/// one, row by row, the first counts as best: list the cheap ones first. A member that the penalty
/// leans toward counts as best unless it is worse by more than two.
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
  /// @param noise only its key is used; where all rows are used, losses are those that {@link
  ///   org.scorefield.metric.DenoisingLoss} measures at the same key
  /// @throws IllegalArgumentException naming the member that has another shape, or returns another
  ///   shape, a NaN or an infinity
  public FittedStack fit(List<NamedDenoiser> members, Dataset heldOut, Noise noise) {
    return fit(members, heldOut, noise, () -> {});
  }

  /// The same, saying when each level is done.
  public FittedStack fit(
      List<NamedDenoiser> members, Dataset heldOut, Noise noise, Runnable levelDone) {
    requireFit(members, heldOut);
    Dataset judged = RandomRows.atMost(rows, heldOut, noise.key().child("rows"));
    return fit(
        members, StackErrors.of(members, judged, sigmas, bands, noise, levelDone), noise.key());
  }

  /// The fit to errors that were measured at these levels and bands.
  FittedStack fit(List<NamedDenoiser> members, StackErrors errors, NoiseKey key) {
    requireLeaning(members);
    int[] order = shuffled(errors.rows(), key);
    StackSelection selection =
        new StackSelection(
            errors, new StackWeights(errors, sigmas, penalty), negligible, penalty.toward());
    StackChoice choice = selection.choose(order);
    List<WeightCurve> curves =
        choice.weights().stream().map(w -> new WeightCurve(sigmas, w, negligible)).toList();
    return new FittedStack(
        new Stacked(members, curves, bands), judged(sigmas, errors, selection, choice, order));
  }

  private void requireFit(List<NamedDenoiser> members, Dataset heldOut) {
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
    requireLeaning(members);
  }

  private void requireLeaning(List<NamedDenoiser> members) {
    if (penalty.toward().orElse(0) >= members.size()) {
      throw new IllegalArgumentException(
          "the member to lean toward is number "
              + penalty.toward().orElse(0)
              + " of "
              + members.size());
    }
  }

  /// All rows in random order, so that the first half of any part of them is a random half.
  private static int[] shuffled(int n, NoiseKey key) {
    double[] draw = new Noise(key.child("halves"), 0, n).uniform(Shape.vector(1)).shared();
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> draw[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static List<FittedStack.Level> judged(
      Vector sigmas, StackErrors errors, StackSelection selection, StackChoice choice, int[] rows) {
    StackVerdict verdict = StackVerdict.of(errors, selection, choice, rows);
    return IntStream.range(0, sigmas.size())
        .mapToObj(l -> verdict.level(l, sigmas.get(l)))
        .toList();
  }
}
