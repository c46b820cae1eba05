package org.scorefield.reproduce;

import static org.scorefield.reproduce.Lumps.LAW;
import static org.scorefield.reproduce.Lumps.LINE;
import static org.scorefield.reproduce.Lumps.TOP;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.budget.DensityPropagation;
import org.scorefield.budget.LineBudget;
import org.scorefield.budget.PathDivergence;
import org.scorefield.budget.Scheme;
import org.scorefield.budget.ScoreError;
import org.scorefield.data.Dataset;
import org.scorefield.design.StageWatch;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.reproduce.Lumps.Choice;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

/// The error budget of data that are not Gaussian, where every number is exact: a mixture of a
/// narrow and a wide lump on the line. Its losses; what the path of ten steps costs by schedule and
/// step noise, and what of that the samples show; what an error of the score costs by schedule; and
/// the martingale that makes the budget an identity.
final class MixtureBudgets implements Reproduction {
  private static final String PROGRAM = "an independent program";
  private static final String IDENTITY = "identity, from de Bruijn's";
  private static final int SAMPLES = 2_000_000;
  private static final int PATHS = 200_000;

  /// A level and what is known of the law there: Fisher information, entropy, least loss.
  private record Level(double sigma, double information, double entropy, double loss) {}

  private static final List<Level> LEVELS =
      List.of(
          new Level(.1, 28.988822, .39447515, .71011178),
          new Level(.2, 14.386411, .69426149, .42454356),
          new Level(.5, 2.1402145, 1.25018908, .46494638),
          new Level(1, .65597262, 1.64023397, .34402738),
          new Level(5, .039110589, 3.03962055, .02223526));

  private static final List<Vector> NORMALISED =
      List.of(
          Vector.of(.01, .995459),
          Vector.of(.1, .722601),
          Vector.of(.2, .454409),
          Vector.of(.5, .669372),
          Vector.of(1, .949070),
          Vector.of(5, .999867));

  /// A schedule, and its path and marginal divergence with each choice of noise.
  private record Row(GridRule rule, Vector path, Vector marginal) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              new RhoGrid(7),
              Vector.of(.87058, 2.40388, .326937, .21831),
              Vector.of(.09676, .08095, .07281, .03013)),
          new Row(
              new LogUniformGrid(),
              Vector.of(.951394, 1.7506, .314827, .213763),
              Vector.of(.09074, .06828, .06377, .02774)));

  /// An excess loss by level, and what it costs on both schedules at 18 steps and in the limit.
  private record Profile(
      String name, DoubleUnaryOperator excess, double rho, double exponential, double limit) {}

  private static final List<Profile> PROFILES =
      List.of(
          new Profile(".01 at every level", _ -> .01, .058854, .062273, .10597),
          new Profile(
              ".01 s/(1 + s), high levels", s -> .01 * s / (1 + s), .030846, .02752, .043925),
          new Profile(
              ".01/(1 + (s/.1)^2), low levels",
              s -> .01 / (1 + s * s / .01),
              .014626,
              .021262,
              .039122));

  @Override
  public String name() {
    return "mixture-budget";
  }

  @Override
  public String what() {
    return "The exact error budget of a mixture on the line: losses, what schedules and step noises"
        + " cost along the path and at its end, and what an error of the score costs";
  }

  @Override
  public String source() {
    return "2406.12839 with its bounds made identities; numbers of an independent program";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    List<Check> checks = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    List<Overview> overviews = new ArrayList<>();
    List<Runnable> stages =
        List.of(
            () -> losses(checks, figures),
            () -> scorePart(checks),
            () -> divergences(checks, key),
            () -> LumpSchemes.bySteps(figures),
            () -> LumpSchemes.searched(checks, overviews),
            () -> martingale(checks, key),
            () -> figures.add(LumpSchemes.densities()));
    watch.begin("budgets of the mixture", stages.size());
    for (Runnable stage : stages) {
      if (watch.cancelled()) {
        break;
      }
      stage.run();
      watch.advance();
    }
    return new Reproduced(
        checks, figures, overviews, ".3 N(-1, .01) + .7 N(.6, .04) on the line, exact score");
  }

  private static void losses(List<Check> checks, List<Figure> figures) {
    for (Level level : LEVELS) {
      double sigma = level.sigma();
      String row = "sigma " + sigma;
      checks.add(
          Check.exact(
              "Fisher information",
              row,
              LINE.fisherInformation(sigma),
              Expected.nearly(level.information(), 1e-6, PROGRAM)));
      checks.add(
          Check.exact(
              "Entropy, nats",
              row,
              LINE.entropy(sigma),
              Expected.nearly(level.entropy(), 1e-6, PROGRAM)));
      checks.add(
          Check.exact(
              "Least loss in units of the noise",
              row,
              LINE.at(sigma),
              Expected.nearly(level.loss(), 1e-6, PROGRAM)));
    }
    for (Vector pair : NORMALISED) {
      checks.add(
          Check.exact(
              "Least loss with EDM's weight",
              "sigma " + pair.first(),
              LINE.normalised(pair.first()),
              Expected.near(pair.last(), 1e-6, PROGRAM)));
    }
    checks.add(
        Check.exact(
            "Half the integral of the Fisher information, minus what the entropy grows by",
            "variance 1e-4 to 25",
            ScoreError.limit(.01, TOP, sigma -> 1 - LINE.at(sigma))
                - (LINE.entropy(TOP) - LINE.entropy(.01)),
            Expected.near(0, 1e-7, "de Bruijn's identity")));
    Vector sigmas = HeldOut.logLevels(.005, 50, 161);
    figures.add(
        new Figure(
            "The loss need not fall as the noise grows",
            "Least loss of any denoiser, by noise level: in units of the noise, as schedules need"
                + " it, and with EDM's weight, which is 1 at every level for a Gaussian.",
            "sigma",
            "loss",
            Figure.Axes.LOG_X,
            List.of(
                curve("units of the noise", sigmas, LINE::at),
                curve("EDM's weight", sigmas, LINE::normalised))));
  }

  private static Figure.Curve curve(String name, Vector x, DoubleUnaryOperator y) {
    return Figure.Curve.of(name, x, Vector.generate(x.size(), i -> y.applyAsDouble(x.get(i))));
  }

  private static void scorePart(List<Check> checks) {
    String table = "What an error of the score costs, 18 steps from 80 to .002, nats";
    for (Profile profile : PROFILES) {
      DoubleUnaryOperator excess = profile.excess();
      double rho = scoreError(new RhoGrid(7), 18, excess);
      double exponential = scoreError(new LogUniformGrid(), 18, excess);
      double fineRho = scoreError(new RhoGrid(7), 1000, excess);
      double fineExponential = scoreError(new LogUniformGrid(), 1000, excess);
      double limit = ScoreError.limit(.002, 80, excess);
      checks.add(
          Check.exact(
              table, profile.name() + ": rho7", rho, Expected.near(profile.rho(), 1e-6, PROGRAM)));
      checks.add(
          Check.exact(
              table,
              profile.name() + ": log-uniform",
              exponential,
              Expected.near(profile.exponential(), 1e-6, PROGRAM)));
      checks.add(
          Check.exact(
              table,
              profile.name() + ": any schedule, fine",
              limit,
              Expected.nearly(profile.limit(), 1e-4, PROGRAM)));
      checks.add(
          Check.exact(
              "With 1000 steps, relative to that limit",
              profile.name(),
              fineRho / limit - 1,
              Expected.near(0, .021, PROGRAM)));
      checks.add(
          Check.exact(
              "With 1000 steps, log-uniform relative to rho7",
              profile.name(),
              fineExponential / fineRho - 1,
              Expected.near(0, .009, PROGRAM)));
    }
  }

  private static double scoreError(GridRule rule, int steps, DoubleUnaryOperator excess) {
    return ScoreError.of(Scheme.plain(rule.name(), rule.toMin(steps, 80, .002)), excess);
  }

  private static void divergences(List<Check> checks, NoiseKey key) {
    double start = LINE.startDivergence(TOP);
    checks.add(
        Check.exact(
            "What the start costs, nats",
            "white noise of level 5",
            start,
            Expected.nearly(4.15894e-4, 1e-4, PROGRAM)));
    for (Row row : ROWS) {
      for (Choice choice : Choice.values()) {
        Scheme scheme = choice.on(row.rule(), 10);
        double path = new LineBudget(LINE, scheme).discretisation();
        checks.add(
            Check.exact(
                "What ten steps cost along the path, nats",
                scheme.name(),
                path,
                Expected.nearly(row.path().get(choice.ordinal()), 1e-4, PROGRAM)));
        double marginal = DensityPropagation.of(LAW).run(scheme).klToTarget();
        checks.add(
            Check.exact(
                "What the samples show of it, nats",
                scheme.name(),
                marginal,
                Expected.nearly(row.marginal().get(choice.ordinal()), .02, PROGRAM)));
        checks.add(
            Check.exact(
                "The same as a share of start and path",
                scheme.name(),
                marginal / (start + path),
                Expected.atMost(1, "the path bounds its end")));
      }
      Scheme plain = Choice.PLAIN.on(row.rule(), 10);
      Estimate drawn =
          new PathDivergence(PATHS)
              .measure(LAW, plain, LAW, new Noise(key.child(plain.name()), 0, PATHS));
      checks.add(
          new Check(
              "The path's divergence from its definition, nats",
              plain.name(),
              drawn,
              Expected.near(new LineBudget(LINE, plain).pathDivergence(), 0, IDENTITY)));
    }
  }

  private static void martingale(List<Check> checks, NoiseKey key) {
    Noise noise = new Noise(key.child("martingale"), 0, SAMPLES);
    Batch low = LAW.sample(noise).plus(noise.child("low").normal(LAW.shape()), .2);
    Batch high = low.plus(noise.child("high").normal(LAW.shape()), Math.sqrt(.25 - .04));
    double[] gain = LAW.score(low, .2).minus(LAW.score(high, .5)).shared();
    double[] at = high.shared();
    String table = "The score along the reverse process, variance .25 to .04";
    checks.add(
        new Check(
            table,
            "mean square of what it gains",
            Estimate.mean(
                IntStream.range(0, SAMPLES).mapToDouble(i -> gain[i] * gain[i]).toArray()),
            Expected.near(
                LINE.fisherInformation(.2) - LINE.fisherInformation(.5),
                0,
                "what the Fisher information gains")));
    checks.add(
        new Check(
            table,
            "mean of the gain times sin 3x, x the state before",
            Estimate.mean(
                IntStream.range(0, SAMPLES)
                    .mapToDouble(i -> gain[i] * Math.sin(3 * at[i]))
                    .toArray()),
            Expected.near(0, 0, "a martingale")));
  }
}
