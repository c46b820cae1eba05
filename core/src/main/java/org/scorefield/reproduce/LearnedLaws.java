package org.scorefield.reproduce;

import java.util.ArrayList;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.analytic.ErrorFunction;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.line.GaussianLangevin;
import org.scorefield.convex.line.LineLaw;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.convex.line.LineThresholds;
import org.scorefield.convex.line.SortedPoints;
import org.scorefield.design.StageWatch;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.LangevinChain;
import org.scorefield.sampling.solver.Ula;

/// Langevin dynamics through learned networks has the law that is predicted of it, in every regime
/// of beta.
final class LearnedLaws {
  private static final Shape LINE = Shape.vector(1);
  private static final int POINTS = 60;
  private static final int CHAINS = 1500;
  private static final int MOVES = 1500;
  private static final double SIZE = .04;
  private static final int SEEDS = 5;
  private static final double LARGE = 1;
  private static final String LEAST_CHANCE = "the law; less than 0.001 is not put down to chance";

  /// A kind of network and a part of the range of beta: below 1 between the least beta and the one
  /// from which there are no kinks, above it from there to the one from which there are no units.
  private record Regime(String name, Activation activation, boolean skip, double part) {
    LineSolution learn(SortedPoints data) {
      LineThresholds t = LinePrograms.matching(data, activation, skip, data.size()).thresholds();
      double beta =
          part <= 1
              ? t.least() + part * (t.affine() - t.least())
              : t.affine() + (part - 1) * (t.empty() - t.affine());
      return LinePrograms.matching(data, activation, skip, beta).solve();
    }
  }

  private static final Regime LAPLACE =
      new Regime("|.|, Gaussian with exponential tails", Activation.ABSOLUTE, false, 1.2);
  private static final Regime GAUSSIAN =
      new Regime("ReLU with skip, Gaussian", Activation.RELU, true, 1);
  private static final List<Regime> REGIMES =
      List.of(
          LAPLACE,
          new Regime("ReLU, Gaussian tails of twice the variance", Activation.RELU, false, 1.2),
          new Regime("|.|, kinks", Activation.ABSOLUTE, false, .5),
          new Regime("ReLU, kinks", Activation.RELU, false, .5),
          GAUSSIAN,
          new Regime("|.| with skip, kinks", Activation.ABSOLUTE, true, .6));

  private final NoiseKey key;
  private final StageWatch watch;
  private final List<Check> checks = new ArrayList<>();

  private LearnedLaws(NoiseKey key, StageWatch watch) {
    this.key = key;
    this.watch = watch;
  }

  record Result(List<Check> checks, List<Figure> figures) {}

  static Result run(NoiseKey key, StageWatch watch) {
    LearnedLaws laws = new LearnedLaws(key.child("laws"), watch);
    for (Regime regime : REGIMES) {
      laws.predicted(regime);
    }
    laws.controls();
    return new Result(laws.checks, List.of(laws.histogram()));
  }

  private SortedPoints data(int seed) {
    return SortedPoints.of(
        new Noise(key.child("data").child(seed), 0, POINTS).normal(LINE).toArray());
  }

  /// Sets whose score belongs to no law, since a tail rises, are counted and passed over.
  private void predicted(Regime regime) {
    String table = "Langevin through the network: chance of its distance from the predicted law";
    int without = 0;
    int seed = 0;
    for (int run = 0; run < SEEDS && !watch.cancelled(); seed++) {
      LineSolution solution = regime.learn(data(seed));
      if (!solution.score().confines()) {
        without++;
        continue;
      }
      LineLaw law = new LineLaw(solution.score());
      double[] end = langevin(solution, CHAINS, MOVES, SIZE, regime.name, seed);
      checks.add(
          Check.exact(
              table,
              "%s, data set %d".formatted(regime.name, seed + 1),
              KolmogorovSmirnov.of(end, law::cdf).chance(),
              Expected.atLeast(.001, LEAST_CHANCE)));
      run++;
      watch.advance();
    }
    if (without > 0) {
      checks.add(
          Check.exact(
              table,
              "%s: data sets passed over, their score has no law".formatted(regime.name),
              without,
              new Expected.Nothing()));
    }
  }

  /// What the test must reject: the law of another regime, and that of infinitely small moves where
  /// they are large.
  private void controls() {
    String table = "The same test where the law is another";
    SortedPoints data = data(0);
    LineSolution wide = LAPLACE.learn(data);
    LineSolution narrow = GAUSSIAN.learn(data);
    double[] end = langevin(wide, CHAINS, MOVES, SIZE, "control", 0);
    checks.add(
        Check.exact(
            table,
            "samples without skip connection, law with it",
            KolmogorovSmirnov.of(end, new LineLaw(narrow.score())::cdf).chance(),
            Expected.atMost(1e-6, "other laws")));
    GaussianLangevin chain = new GaussianLangevin(data.mean(), data.variance(), LARGE);
    double[] coarse = langevin(narrow, 10_000, 100, LARGE, "coarse", 0);
    checks.add(
        Check.exact(
            table,
            "moves of 1, the Gaussian of the data",
            KolmogorovSmirnov.of(coarse, normal(data.mean(), data.variance())).chance(),
            Expected.atMost(1e-3, "moves of finite size widen the law")));
    checks.add(
        Check.exact(
            table,
            "moves of 1, the Gaussian of variance v/(1 - 1/(4v))",
            KolmogorovSmirnov.of(coarse, normal(data.mean(), chain.stationaryVariance())).chance(),
            Expected.atLeast(.001, "autoregression")));
    checks.add(
        new Check(
            table,
            "moves of 1, variance over v/(1 - 1/(4v))",
            scaled(LineLaws.variance(Batch.adopt(LINE, coarse)), chain.stationaryVariance()),
            Expected.near(1, 0, "autoregression")));
  }

  private static Estimate scaled(Estimate estimate, double unit) {
    return new Estimate(estimate.value() / unit, estimate.standardError() / unit, estimate.n());
  }

  private static DoubleUnaryOperator normal(double mean, double variance) {
    return x -> ErrorFunction.normalBelow((x - mean) / Math.sqrt(variance));
  }

  /// Unadjusted, from the data, through the network.
  private double[] langevin(
      LineSolution solution, int chains, int moves, double size, String purpose, int seed) {
    SortedPoints data = solution.program().points();
    Noise noise = new Noise(key.child(purpose).child(seed), 0, chains);
    Batch start =
        noise.child("start").uniform(LINE).map(u -> data.values().get((int) (u * data.size())));
    return new LangevinChain(new Ula(), moves, size)
        .run(solution.network().denoiser(1), start, 1, noise)
        .state()
        .toArray();
  }

  private Figure histogram() {
    SortedPoints data = data(0);
    List<Figure.Curve> curves = new ArrayList<>();
    for (Regime regime : List.of(LAPLACE, GAUSSIAN)) {
      LineSolution solution = regime.learn(data);
      LineLaw law = new LineLaw(solution.score());
      double[] end = langevin(solution, 4 * CHAINS, MOVES, SIZE, "histogram", 0);
      double low = law.quantile(.001);
      double high = law.quantile(.999);
      curves.add(counted(regime.name, end, low, high));
      Vector x = Vector.generate(101, i -> low + (high - low) * i / 100);
      curves.add(
          Figure.Curve.of(
                  regime.name + ", predicted",
                  x,
                  Vector.generate(x.size(), i -> law.density(x.get(i))))
              .asYardstick());
    }
    return new Figure(
        "Without a skip connection the samples are wider than the data, with exponential tails",
        "Density of %d Langevin chains, in 30 bins, beside the predicted law: 60 standard normal points, absolute values without and ReLU with a skip connection."
            .formatted(4 * CHAINS),
        "x",
        "density",
        Figure.Axes.LOG_Y,
        curves);
  }

  private static Figure.Curve counted(String name, double[] samples, double low, double high) {
    int bins = 30;
    double width = (high - low) / bins;
    double[] counts = new double[bins];
    for (double x : samples) {
      int bin = (int) Math.floor((x - low) / width);
      if (bin >= 0 && bin < bins) {
        counts[bin]++;
      }
    }
    int[] filled = IntStream.range(0, bins).filter(b -> counts[b] > 0).toArray();
    double unit = 1 / (samples.length * width);
    return new Figure.Curve(
        name,
        Vector.generate(filled.length, i -> low + (filled[i] + .5) * width),
        Vector.generate(filled.length, i -> counts[filled[i]] * unit),
        Vector.generate(filled.length, i -> Math.sqrt(counts[filled[i]]) * unit),
        Figure.Curve.Role.MEASURED);
  }
}
