package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;

/// Several denoisers as one: at every noise level the convex combination
///
/// `D(x; sigma) = sum_j w_j(sigma) D_j(x; sigma)`, `w_j >= 0`, `sum_j w_j = 1`,
///
/// or, with {@link Bands}, one such combination in each band of principal directions, `D = sum_b
/// P_b sum_j w_bj D_j`. The members are anything: a Gaussian, a mixture, the data, networks. As the
/// weights sum to 1 a shift of the data shifts the stack; as none is negative the loss of the stack
/// is never above the weighted mean of its members' losses. To let it shrink to the mean, make the
/// mean a member: a Gaussian of variance 0.
///
/// A member is evaluated only where one of its weights is not negligible ({@link WeightCurve}). A
/// network that is worse than the data's Gaussian at high noise, as pretrained ones are, is then
/// called only below {@link #skippedAbove}.
///
/// Weights that make the denoising loss smallest are found by {@link StackFit}. A lower loss is not
/// by itself a better sampler: the mean of two models is smoother than either.
///
/// @param members at least one, all of one shape, with different names
/// @param curves the weights: one curve a band, or one for all if there are no bands
/// @param bands of principal directions, if they have weights of their own
public record Stacked(List<NamedDenoiser> members, List<WeightCurve> curves, Optional<Bands> bands)
    implements Denoiser, KnownLevels {

  public Stacked {
    members = List.copyOf(members);
    curves = List.copyOf(curves);
    requireMembers(members);
    int expected = bands.map(Bands::count).orElse(1);
    if (curves.size() != expected) {
      throw new IllegalArgumentException(
          "need one curve of weights a band, " + expected + ", got " + curves.size());
    }
    for (WeightCurve curve : curves) {
      if (curve.members() != members.size()) {
        throw new IllegalArgumentException(
            "need one weight a member, " + members.size() + ", got " + curve.members());
      }
    }
    int d = members.getFirst().denoiser().shape().size();
    if (bands.isPresent() && bands.get().basis().rows() != d) {
      throw new IllegalArgumentException(
          "bands of directions of size "
              + bands.get().basis().rows()
              + " do not fit samples of size "
              + d);
    }
  }

  /// One combination for all of space.
  public Stacked(List<NamedDenoiser> members, WeightCurve curve) {
    this(members, List.of(curve), Optional.empty());
  }

  static void requireMembers(List<NamedDenoiser> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a stack needs at least one member");
    }
    NamedDenoiser first = members.getFirst();
    for (NamedDenoiser member : members) {
      Shape shape = member.denoiser().shape();
      if (!shape.equals(first.denoiser().shape())) {
        throw new IllegalArgumentException(
            "members must share one shape, but "
                + first.name()
                + " has "
                + first.denoiser().shape()
                + " and "
                + member.name()
                + " has "
                + shape);
      }
    }
    if (members.stream().map(NamedDenoiser::name).distinct().count() < members.size()) {
      throw new IllegalArgumentException(
          "members must have different names, got "
              + members.stream().map(NamedDenoiser::name).toList());
    }
  }

  @Override
  public Shape shape() {
    return members.getFirst().denoiser().shape();
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    List<Vector> weights = weights(sigma);
    List<Batch> terms = new ArrayList<>();
    List<Integer> used = new ArrayList<>();
    for (int j = 0; j < members.size(); j++) {
      if (counts(weights, j)) {
        used.add(j);
        terms.add(members.get(j).denoiser().denoise(x, sigma));
      }
    }
    if (used.size() == 1) {
      return terms.getFirst();
    }
    List<Vector> each =
        weights.stream().map(w -> Vector.generate(used.size(), k -> w.get(used.get(k)))).toList();
    return bands.isPresent()
        ? bands.get().combine(each, terms)
        : Batch.combine(each.getFirst().shared(), terms);
  }

  private static boolean counts(List<Vector> weights, int member) {
    return weights.stream().anyMatch(w -> w.get(member) > 0);
  }

  /// The level from which on upward a member is not evaluated in any band: the sigma_skip that the
  /// weights imply for it. Empty if it is at the highest level; 0 if it never is.
  public OptionalDouble skippedAbove(int member) {
    double highest = 0;
    for (WeightCurve curve : curves) {
      OptionalDouble skipped = curve.skippedAbove(member);
      if (skipped.isEmpty()) {
        return skipped;
      }
      highest = Math.max(highest, skipped.getAsDouble());
    }
    return OptionalDouble.of(highest);
  }

  /// The highest of its members' lowest levels, of those that count there.
  @Override
  public double sigmaMin() {
    double lowest = 0;
    for (int j = 0; j < members.size(); j++) {
      double own = known(j).map(KnownLevels::sigmaMin).orElse(0.0);
      lowest = own > lowest && counts(weights(own), j) ? own : lowest;
    }
    return lowest;
  }

  /// The lowest of its members' highest levels, of those that count there: above the level from
  /// which on a network is not evaluated it does not matter what the network knows.
  @Override
  public double sigmaMax() {
    double highest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < members.size(); j++) {
      double own = known(j).map(KnownLevels::sigmaMax).orElse(highest);
      highest = own < highest && counts(weights(own), j) ? own : highest;
    }
    return highest;
  }

  /// That of its first member that counts at sigma and knows a table.
  @Override
  public double nearest(double sigma) {
    List<Vector> weights = weights(sigma);
    for (int j = 0; j < members.size(); j++) {
      double own = known(j).map(levels -> levels.nearest(sigma)).orElse(sigma);
      if (own != sigma && counts(weights, j)) {
        return own;
      }
    }
    return sigma;
  }

  private Optional<KnownLevels> known(int member) {
    return KnownLevels.of(members.get(member).denoiser());
  }

  private List<Vector> weights(double sigma) {
    return curves.stream().map(curve -> curve.at(sigma)).toList();
  }
}
