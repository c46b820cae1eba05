package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Denoisers evaluated once at rows and noise levels, the same noise for all members and levels, so
/// that stacks of any of them are fitted and judged with no further evaluation: the loss of a
/// combination is a quadratic form of the members' errors. Where one member is a network of 60
/// million weights and the others are closed forms, all that can be asked of the others (which
/// rank, whether a mixture helps) costs nothing.
///
/// Cost: one evaluation of each member a row and level. Memory `8 n L B J (J+1)/2` bytes for n
/// rows, L levels, B bands, J members.
public final class MeasuredMembers {
  private final List<NamedDenoiser> members;
  private final Vector sigmas;
  private final Optional<Bands> bands;
  private final StackErrors errors;
  private final NoiseKey key;

  private MeasuredMembers(
      List<NamedDenoiser> members,
      Vector sigmas,
      Optional<Bands> bands,
      StackErrors errors,
      NoiseKey key) {
    this.members = members;
    this.sigmas = sigmas;
    this.bands = bands;
    this.errors = errors;
    this.key = key;
  }

  /// Evaluates the members.
  ///
  /// @param rows that no member was fitted to
  /// @param sigmas levels, rising
  /// @param bands of directions in which products of errors are kept apart
  /// @param noise only its key is used: losses are those of {@link
  ///   org.scorefield.metric.DenoisingLoss} at the same key
  /// @param levelDone called after each level; what it throws ends the measurement
  /// @throws IllegalArgumentException naming the member that has another shape, or returns another
  ///   shape, a NaN or an infinity
  public static MeasuredMembers of(
      List<NamedDenoiser> members,
      Dataset rows,
      Vector sigmas,
      Optional<Bands> bands,
      Noise noise,
      Runnable levelDone) {
    Stacked.requireMembers(members);
    members.getFirst().requireShape(rows.shape(), rows.name());
    return new MeasuredMembers(
        List.copyOf(members),
        sigmas,
        bands,
        StackErrors.of(members, rows, sigmas, bands, noise, levelDone),
        noise.key());
  }

  public List<NamedDenoiser> members() {
    return members;
  }

  /// The levels at which they were measured, rising.
  public Vector sigmas() {
    return sigmas;
  }

  /// Some of these members under other names, as they are to be called in a stack.
  ///
  /// @param names one a member chosen, of the same denoisers
  public MeasuredMembers renamed(List<Integer> chosen, List<NamedDenoiser> names) {
    Stacked.requireMembers(names);
    return new MeasuredMembers(List.copyOf(names), sigmas, bands, errors.of(chosen), key);
  }

  /// Fits a stack of some members, in the order given, at the levels and bands of this measurement;
  /// of `like` the penalty and the negligible weight are taken.
  public FittedStack fit(StackFit like, List<Integer> chosen) {
    StackFit here = new StackFit(sigmas, like.rows(), like.penalty(), like.negligible(), bands);
    return here.fit(chosen.stream().map(members::get).toList(), errors.of(chosen), key);
  }

  /// Judges a stack of some members whose weights were fitted elsewhere, on rows its weights have
  /// not seen. Its weights are taken at the levels of this measurement, between those of the fit if
  /// they lie there.
  ///
  /// @param stack with the members `chosen`, in that order, and the bands of this measurement
  public StackJudgement judge(Stacked stack, List<Integer> chosen) {
    requireSame(stack, chosen);
    StackErrors some = errors.of(chosen);
    return new StackJudgement(
        IntStream.range(0, sigmas.size()).mapToObj(l -> level(some, stack, l)).toList());
  }

  private void requireSame(Stacked stack, List<Integer> chosen) {
    List<NamedDenoiser> mine = chosen.stream().map(members::get).toList();
    if (!stack.members().equals(mine) || !stack.bands().equals(bands)) {
      throw new IllegalArgumentException(
          "a stack of %s in %d bands cannot be judged by what was measured of %s in %d bands; measure its own members and bands"
              .formatted(names(stack.members()), count(stack.bands()), names(mine), count(bands)));
    }
  }

  private static List<String> names(List<NamedDenoiser> members) {
    return members.stream().map(NamedDenoiser::name).toList();
  }

  private static int count(Optional<Bands> bands) {
    return bands.map(Bands::count).orElse(1);
  }

  private StackJudgement.Level level(StackErrors some, Stacked stack, int l) {
    double sigma = sigmas.get(l);
    List<Vector> weights = stack.curves().stream().map(c -> c.at(sigma)).toList();
    int n = some.rows();
    double[] loss = IntStream.range(0, n).mapToDouble(i -> some.loss(l, i, weights)).toArray();
    List<Estimate> losses = new ArrayList<>();
    List<Estimate> excess = new ArrayList<>();
    for (int j = 0; j < some.members(); j++) {
      int member = j;
      double[] own =
          IntStream.range(0, n).mapToDouble(i -> some.memberLoss(l, i, member)).toArray();
      losses.add(Estimate.mean(own));
      excess.add(Estimate.mean(IntStream.range(0, n).mapToDouble(i -> loss[i] - own[i]).toArray()));
    }
    return new StackJudgement.Level(sigma, weights, losses, Estimate.mean(loss), excess);
  }
}
