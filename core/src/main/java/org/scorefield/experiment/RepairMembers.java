package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.FittedStack;
import org.scorefield.linear.MeasuredMembers;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.StackFit;
import org.scorefield.random.NoiseKey;

/// The closed forms that may be stacked with a model: Gaussians of falling rank, a mixture if asked
/// for. All are measured beside the model, and then the smallest set is kept whose stack is as good
/// as the best one's: a Gaussian of all directions of an image is larger than most networks, and
/// what it denoises better than a few hundred of them the network denoises better still.
///
/// @param all the model, the Gaussians from the highest rank down, the mixture
/// @param gaussians number of Gaussians
record RepairMembers(List<NamedDenoiser> all, int gaussians) {
  static final String MODEL = "model";
  static final String GAUSSIAN = "gaussian";
  static final String MIXTURE = "mixture";

  /// Components up to which a Gaussian of all directions is fitted in seconds; the directions it
  /// has beyond.
  private static final int ALL_DIRECTIONS = 1024;

  private static final int DIRECTIONS = 512;

  private static final int SMALLEST_RANK = 8;
  private static final int MIXTURE_ROWS = 6000;
  private static final int MIXTURE_RANK = 16;
  private static final int FEWEST_ROWS_A_COMPONENT = 10;

  /// What a smaller Gaussian may cost at any level, of the loss of the best stack there.
  private static final double NEGLIGIBLE = 0.002;

  /// What a mixture must bring at some level to be worth its size.
  private static final double WORTHWHILE = 0.01;

  static RepairMembers of(
      NamedDenoiser model,
      Dataset rows,
      RepairExperiment.Settings settings,
      NoiseKey key,
      Progress progress) {
    progress.begin("mean and covariance of " + rows.name(), 0);
    int d = rows.shape().size();
    int usual = d <= ALL_DIRECTIONS ? d : DIRECTIONS;
    int most = Math.min(settings.rank().orElse(usual), Math.min(d, rows.size() - 1));
    Gaussian widest = LowRank.fit(rows, most, key.child("gaussian"));
    List<NamedDenoiser> all = new ArrayList<>(List.of(model));
    for (int rank = widest.rank(); all.size() == 1 || rank >= SMALLEST_RANK; rank /= 2) {
      all.add(
          new NamedDenoiser(
              GAUSSIAN + " of rank " + rank,
              single(rank == widest.rank() ? widest : widest.truncated(rank))));
    }
    int gaussians = all.size() - 1;
    if (settings.components() > 0) {
      all.add(new NamedDenoiser(MIXTURE, mixture(rows, settings.components(), key, progress)));
    }
    return new RepairMembers(List.copyOf(all), gaussians);
  }

  private static GaussianMixture mixture(
      Dataset rows, int components, NoiseKey key, Progress progress) {
    int most = Math.max(1, rows.size() / FEWEST_ROWS_A_COMPONENT);
    if (components > most) {
      throw new IllegalArgumentException(
          "%d components need at least %d rows each, there are %d to fit them to; choose at most %d"
              .formatted(components, FEWEST_ROWS_A_COMPONENT, rows.size(), most));
    }
    progress.begin("fitting a mixture to " + rows.name(), 0);
    int rank = Math.min(MIXTURE_RANK, rows.shape().size());
    return new ExpectationMaximization(components, new CovarianceKind.LowRank(rank))
        .fit(
            RandomRows.atMost(MIXTURE_ROWS, rows, key.child("rows")),
            key.child("mixture"),
            (_, _) -> {
              if (progress.cancelled()) {
                throw new CancellationException("cancelled");
              }
              return true;
            })
        .mixture();
  }

  /// The Gaussian with its directions in single precision, as its file will hold them.
  private static Gaussian single(Gaussian gaussian) {
    Matrix basis = gaussian.basis();
    double[] rounded = basis.toArray();
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) rounded[i];
    }
    return new Gaussian(
        gaussian.shape(),
        gaussian.mean(),
        Matrix.adopt(basis.rows(), basis.columns(), rounded),
        gaussian.variances(),
        gaussian.residual());
  }

  /// The Gaussian of the highest rank.
  Gaussian widest() {
    return (Gaussian) all.get(1).denoiser();
  }

  /// The members of the smallest stack that is as good as the best one: the model, a Gaussian, and
  /// the mixture where it helps.
  ///
  /// @param measured all of them, on rows none was fitted to
  List<Integer> chosen(MeasuredMembers measured, StackFit fit) {
    List<FittedStack> stacks =
        IntStream.rangeClosed(1, gaussians)
            .mapToObj(g -> measured.fit(fit, List.of(0, g)))
            .toList();
    Vector least =
        Vector.generate(
            measured.sigmas().size(),
            l -> stacks.stream().mapToDouble(s -> loss(s, l)).min().orElseThrow());
    int gaussian =
        IntStream.iterate(gaussians, g -> g - 1)
            .limit(gaussians)
            .filter(g -> worst(stacks.get(g - 1), least) <= 1 + NEGLIGIBLE)
            .findFirst()
            .orElseGet(() -> nearest(stacks, least));
    Optional<Integer> mixture =
        all.size() > gaussians + 1 ? Optional.of(gaussians + 1) : Optional.empty();
    return mixture
        .map(m -> List.of(0, gaussian, m))
        .filter(with -> helps(measured.fit(fit, with), stacks.get(gaussian - 1)))
        .orElse(List.of(0, gaussian));
  }

  private static int nearest(List<FittedStack> stacks, Vector least) {
    int best = 0;
    for (int g = 1; g < stacks.size(); g++) {
      best = worst(stacks.get(g), least) < worst(stacks.get(best), least) ? g : best;
    }
    return best + 1;
  }

  private static boolean helps(FittedStack with, FittedStack without) {
    Vector base = Vector.generate(without.levels().size(), l -> loss(without, l));
    double best =
        IntStream.range(0, base.size())
            .mapToDouble(l -> loss(with, l) / base.get(l))
            .min()
            .orElseThrow();
    return best < 1 - WORTHWHILE && worst(with, base) <= 1 + NEGLIGIBLE;
  }

  /// The largest ratio of losses, level by level.
  private static double worst(FittedStack stack, Vector base) {
    return IntStream.range(0, base.size())
        .mapToDouble(l -> base.get(l) == 0 ? 1 : loss(stack, l) / base.get(l))
        .max()
        .orElseThrow();
  }

  private static double loss(FittedStack stack, int level) {
    return stack.levels().get(level).loss().value();
  }

  /// These members under the names they have in a stack.
  List<NamedDenoiser> named(List<Integer> chosen) {
    return chosen.stream()
        .map(all::get)
        .map(m -> m.name().startsWith(GAUSSIAN) ? new NamedDenoiser(GAUSSIAN, m.denoiser()) : m)
        .toList();
  }
}
