package org.scorefield.reproduce;

import org.scorefield.design.StageWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.file.DataSources;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.Linearity;
import org.scorefield.linear.LinearityProbe;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.ResidualCurve;
import org.scorefield.linear.Surrogates;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.RhoGrid;

/// How linear the score of real data is: what closed-form models leave unexplained of the exact
/// score of a mixture with a component a class, noise level by noise level; where the Gaussian
/// explains 90, 99 and 99.9 % of it; where knowing the rows themselves begins to help. And the
/// divergence of a closed-form start from the shares that Wang and Vastola published for trained
/// networks.
final class LinearityTables implements Reproduction {
  private static final double RIDGE = 0.01;
  private static final String POOLED = "mixture, pooled covariance";
  private static final int ROWS = 2000;
  private static final LinearityProbe PROBE = new LinearityProbe(ROWS, 1);

  private static final String ORACLE = "independent program (numpy, other noise, same data)";
  private static final String LAW = "holds for any data";
  private static final String PAPER = "from the published shares, Wang and Vastola 2412.09726";

  private static final Vector LEVELS = Vector.of(.05, .1, .2, .5, 1, 2, 5, 10, 20, 40);

  /// Unexplained shares of the score on the digits, as the independent program found them.
  private static final double[] SPREAD = {
    .9455, .9031, .7920, .43035, .13614, .017246, 5.1955e-4, 3.3155e-5, 2.0766e-6, 1.2967e-7
  };

  private static final double[] GAUSSIAN = {
    .47663, .35016, .25422, .12980, .044655, .0040650, 3.3232e-5, 5.839e-7, 9.3805e-9, 1.4644e-10
  };
  private static final double[] MIXED = {
    .45132, .32739, .22729, .098788, .027549, .0021310, 1.4386e-5, 2.4156e-7, 3.828e-9, 5.7997e-11
  };
  private static final double[] KNOWN_ROWS = {
    25.474, 4.2330, 1.0241, .24059, .036605, .0012114, 4.3848e-6, 6.8225e-8, 1.5085e-9, 5.1973e-11
  };

  /// Published shares that the Gaussian leaves of the score of a network.
  private static final Vector CIFAR_LEVELS = Vector.of(5, 10, 20, 40, 80);

  private static final Vector CIFAR = Vector.of(3.52e-4, 3.05e-5, 2.62e-6, 3.6e-7, 1.2e-7);
  private static final Vector FFHQ_LEVELS = Vector.of(5, 10, 20);
  private static final Vector FFHQ = Vector.of(5.1e-4, 7.4e-5, 8.0e-6);

  @Override
  public String name() {
    return "linearity";
  }

  @Override
  public String what() {
    return "What a Gaussian, a mixture and the rows themselves leave unexplained of the score of"
        + " real data, by noise level; the divergence of a jump from published shares";
  }

  @Override
  public String source() {
    return "an independent numpy program on the same digits; Wang and Vastola 2412.09726 for trained"
        + " networks";
  }

  @Override
  public boolean takesData() {
    return true;
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    if (!(data.orElseGet(() -> DataSources.standard().open("digits")) instanceof Labelled rows)) {
      throw new IllegalArgumentException(
          "linearity builds its law from classes, and "
              + data.map(Dataset::name).orElse("")
              + " has none; give digits, fashion-mnist, or IDX files with labels");
    }
    watch.begin("covariances of " + rows.classes() + " classes", 0);
    ClassMixture laws = ClassMixture.of(rows, RIDGE);
    Gaussian gaussian = laws.own().matchingGaussian();
    List<NamedDenoiser> surrogates = new ArrayList<>(Surrogates.ofMoments(gaussian));
    surrogates.add(new NamedDenoiser(POOLED, laws.pooled()));
    surrogates.add(Surrogates.rows(rows, ROWS, key));
    watch.begin("noise levels", LEVELS.size());
    Linearity found =
        PROBE.measure(
            new NamedDenoiser("mixture of classes", laws.own()),
            rows,
            surrogates,
            LEVELS,
            key,
            _ -> {
              watch.advance();
              return !watch.cancelled();
            });
    List<Check> checks = new ArrayList<>();
    if (watch.cancelled()) {
      return new Reproduced(checks, List.of(), "cancelled");
    }
    if (data.isEmpty()) {
      shares(found, checks);
      crossovers(found, checks);
    }
    laws(found, checks);
    published(checks);
    return new Reproduced(
        checks,
        List.of(scores(found), denoisers(found)),
        "%s, %d rows of %s, a Gaussian of each class with %s on the diagonal"
            .formatted(rows.name(), rows.size(), rows.shape(), RIDGE));
  }

  private static void shares(Linearity found, List<Check> checks) {
    table(found, Surrogates.SPREAD, SPREAD, checks);
    table(found, Surrogates.GAUSSIAN, GAUSSIAN, checks);
    table(found, POOLED, MIXED, checks);
    table(found, Surrogates.ROWS, KNOWN_ROWS, checks);
  }

  private static void table(
      Linearity found, String surrogate, double[] expected, List<Check> checks) {
    List<Linearity.Residual> residuals = found.of(surrogate);
    for (int i = 0; i < expected.length; i++) {
      Estimate share = residuals.get(i).score().meanOfRatios();
      checks.add(
          new Check(
              "Share of the score left unexplained: " + surrogate,
              "sigma " + LEVELS.get(i),
              share,
              Expected.near(expected[i], .01 * expected[i] + 2 * share.standardError(), ORACLE)));
    }
  }

  private static void crossovers(Linearity found, List<Check> checks) {
    String table = "Noise levels at which things change";
    double[] shares = {.1, .01, .001};
    double[] expected = {.5923, 1.5416, 2.6131};
    for (int i = 0; i < shares.length; i++) {
      checks.add(
          crossing(
              table,
              "the Gaussian leaves %s of the score".formatted(shares[i]),
              found.crossover(Surrogates.GAUSSIAN, shares[i]),
              expected[i],
              .02));
    }
    checks.add(
        crossing(
            table,
            "the rows themselves begin to explain more than the Gaussian",
            found.overtakes(Surrogates.GAUSSIAN, Surrogates.ROWS),
            .8446,
            .06));
  }

  /// @param tolerance relative: three times what the noise of the shares leaves in the crossing
  private static Check crossing(
      String table, String row, OptionalDouble found, double expected, double tolerance) {
    return Check.exact(
        table, row, found.orElse(Double.NaN), Expected.nearly(expected, tolerance, ORACLE));
  }

  /// What must hold on any data.
  private static void laws(Linearity found, List<Check> checks) {
    String table = "What holds for any data";
    List<Linearity.Residual> gaussian = found.of(Surrogates.GAUSSIAN);
    List<Linearity.Residual> spread = found.of(Surrogates.SPREAD);
    List<Linearity.Residual> pooled = found.of(POOLED);
    for (int i = 0; i < gaussian.size(); i++) {
      String level = " at sigma " + LEVELS.get(i);
      double left = gaussian.get(i).delta().value();
      checks.add(
          Check.exact(
              table,
              "Gaussian over mean and spread, squared distance" + level,
              left / spread.get(i).delta().value(),
              Expected.atMost(1, "the Gaussian is the best linear denoiser: " + LAW)));
      checks.add(
          Check.exact(
              table,
              "pooled mixture over Gaussian, squared distance" + level,
              pooled.get(i).delta().value() / left,
              Expected.atMost(1, "classes tell something")));
      if (i > 0) {
        checks.add(
            Check.exact(
                table,
                "Gaussian's share of the score, growth" + level,
                share(gaussian.get(i)) / share(gaussian.get(i - 1)),
                Expected.atMost(1, "the score turns linear as noise grows: " + LAW)));
      }
    }
    found
        .crossover(Surrogates.GAUSSIAN, .01)
        .ifPresent(sigma -> {
          int above = 0;
          while (LEVELS.get(above) < sigma) {
            above++;
          }
          checks.add(
              new Check(
                  table,
                  "share of the denoiser still unexplained where 99 % of the score is explained",
                  gaussian.get(above).centred().ratioOfMeans(),
                  Expected.atLeast(.03, "the score flatters: " + PAPER)));
        });
  }

  private static double share(Linearity.Residual residual) {
    return residual.score().meanOfRatios().value();
  }

  private static void published(List<Check> checks) {
    Vector energies = Vector.generate(5, i -> 3072 / Math.pow(CIFAR_LEVELS.get(i), 2));
    ResidualCurve cifar = ResidualCurve.ofShares(CIFAR_LEVELS, CIFAR, energies).lessFloor(energies);
    String table = "Divergence of a jump, from published shares of trained networks";
    checks.add(
        Check.exact(
            table,
            "CIFAR-10, KL at sigma 8.40, nats",
            cifar.kl(8.40).value(),
            Expected.near(.049, .008, PAPER)));
    int chosen =
        new AutoSkip(.05).choose(cifar, new RhoGrid(7).toZero(18, 80, .002)).orElseThrow().step();
    checks.add(
        Check.exact(
            table,
            "CIFAR-10, steps of 18 that a KL of .05 skips",
            chosen,
            new Expected.Within(5, 6, PAPER)));
    ResidualCurve ffhq =
        ResidualCurve.ofShares(
            FFHQ_LEVELS, FFHQ, Vector.generate(3, i -> 12288 / Math.pow(FFHQ_LEVELS.get(i), 2)));
    checks.add(
        Check.exact(
            table,
            "FFHQ 64x64, level of 40 that a KL of .05 allows",
            new AutoSkip(.05)
                .choose(ffhq, new RhoGrid(7).toZero(40, 80, .002))
                .orElseThrow()
                .sigma(),
            new Expected.Within(14, 21, PAPER)));
  }

  private static Figure scores(Linearity found) {
    return new Figure(
        "Above a few standard deviations the Gaussian explains nearly all of the score",
        "Share of the score left unexplained, mean over rows of data plus noise.",
        "σ",
        "unexplained share of the score",
        Figure.Axes.LOG_LOG,
        curves(found, r -> r.score().meanOfRatios()));
  }

  private static Figure denoisers(Linearity found) {
    return new Figure(
        "The score flatters: much of the denoiser is still unexplained there",
        "Share of the denoiser, about the mean of the data, left unexplained.",
        "σ",
        "unexplained share of the denoiser",
        Figure.Axes.LOG_X,
        curves(found, r -> r.centred().ratioOfMeans()).subList(1, found.surrogates().size()));
  }

  private static List<Figure.Curve> curves(
      Linearity found, java.util.function.Function<Linearity.Residual, Estimate> which) {
    List<Figure.Curve> curves = new ArrayList<>();
    for (String surrogate : found.surrogates()) {
      List<Estimate> values = found.of(surrogate).stream().map(which).toList();
      curves.add(Figure.Curve.of(surrogate, found.sigmas(), values));
    }
    return curves;
  }
}
