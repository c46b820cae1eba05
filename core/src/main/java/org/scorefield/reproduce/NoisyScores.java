package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.line.LineProgram;
import org.scorefield.data.Dataset;
import org.scorefield.design.StageWatch;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Denoising score matching on the line against the truth, a linear fit and a kernel density: root
/// mean square errors of the score under the noisy law, over fresh data sets. Beta, and the width
/// of the kernels, are those of least loss on held-out pairs.
final class NoisyScores {
  private static final Shape LINE = Shape.vector(1);
  private static final int POINTS = 500;
  private static final int TEST = 4000;
  private static final int SETS = 5;
  private static final int BETAS = 10;

  /// Noises a point that networks are trained with.
  private static final int NOISES = 8;

  private static final double[] LEVELS = {.1, .3, 1};

  /// @param law of the clean data
  private record Law(String name, GaussianMixture law) {}

  private static final List<Law> LAWS =
      List.of(
          new Law("normal", GaussianMixture.isotropic(rows(0), 1)),
          new Law("two modes", GaussianMixture.isotropic(rows(-1.5, 1.5), .25)));

  private enum Model {
    LINEAR("linear fit", NOISES),
    ONE_NOISE("ReLU with skip, one noise a point", 1),
    RELU_SKIP("ReLU with skip", NOISES),
    RELU("ReLU", NOISES),
    ABSOLUTE("absolute values", NOISES),
    KERNELS("kernel density", 0);

    private final String words;
    private final int noises;

    Model(String words, int noises) {
      this.words = words;
      this.noises = noises;
    }
  }

  /// One data set at one level.
  ///
  /// @param clean training rows
  /// @param noise of theirs, {@link #NOISES} times over
  /// @param held pairs that choose beta
  /// @param test noisy rows, where errors are measured
  /// @param truth the score there
  private record Trial(
      Batch clean, Batch noise, DenoisingPairs held, double eps, Batch test, Batch truth) {

    static Trial draw(GaussianMixture law, double eps, NoiseKey key) {
      Batch clean = law.sample(new Noise(key.child("clean"), 0, POINTS));
      Batch noise = new Noise(key.child("noise"), 0, POINTS * NOISES).normal(LINE);
      Batch others = law.sample(new Noise(key.child("others"), 0, POINTS));
      Noise fresh = new Noise(key.child("test"), 0, TEST);
      Batch test = law.sample(fresh).plus(fresh.child("noise").normal(LINE), eps);
      return new Trial(
          clean,
          noise,
          DenoisingPairs.draw(others, eps, 1, key.child("held")),
          eps,
          test,
          law.score(test, eps));
    }

    double error(Model model) {
      Batch score = score(model).apply(test);
      return Math.sqrt(meanSquare(score.minus(truth)));
    }

    UnaryOperator<Batch> score(Model model) {
      return switch (model) {
        case LINEAR -> score(model, Activation.RELU, true, Double.MAX_VALUE);
        case ONE_NOISE, RELU_SKIP -> network(model, Activation.RELU, true);
        case RELU -> network(model, Activation.RELU, false);
        case ABSOLUTE -> network(model, Activation.ABSOLUTE, false);
        case KERNELS -> kernels();
      };
    }

    private UnaryOperator<Batch> score(
        Model model, Activation activation, boolean skip, double beta) {
      return program(model, activation, skip, beta).solve(1e-6).score()::score;
    }

    private LineProgram program(Model model, Activation activation, boolean skip, double beta) {
      int rows = POINTS * model.noises;
      Batch repeated = Batch.concat(Collections.nCopies(model.noises, clean));
      return LineProgram.denoising(
          Vector.adopt(repeated.shared()),
          Vector.adopt(noise.slice(0, rows).shared()),
          eps,
          activation,
          skip,
          beta);
    }

    private UnaryOperator<Batch> network(Model model, Activation activation, boolean skip) {
      double empty = program(model, activation, skip, 1).thresholds().empty();
      return best(
          IntStream.range(0, BETAS)
              .mapToObj(k -> score(model, activation, skip, empty * Math.pow(10, -k / 3.0))));
    }

    /// The score of the data blurred by a kernel besides the noise.
    private UnaryOperator<Batch> kernels() {
      Empirical empirical = Empirical.of(Dataset.of("clean", "as they are", clean));
      return best(
          IntStream.range(0, BETAS)
              .mapToDouble(k -> k == 0 ? 0 : .05 * Math.pow(1.3, k))
              .<UnaryOperator<Batch>>mapToObj(
                  width -> x -> empirical.score(x, Math.hypot(eps, width))));
    }

    private UnaryOperator<Batch> best(Stream<UnaryOperator<Batch>> candidates) {
      return candidates
          .min(
              Comparator.comparingDouble(
                  s -> meanSquare(s.apply(held.noisy()).minus(held.targets()))))
          .orElseThrow();
    }
  }

  private NoisyScores() {}

  private static Batch rows(double... means) {
    return Batch.copyOf(LINE, means);
  }

  private static double meanSquare(Batch x) {
    double sum = 0;
    for (double v : x.shared()) {
      sum += v * v / x.count();
    }
    return sum;
  }

  record Result(List<Check> checks, Overview overview, Figure figure) {}

  static Result run(NoiseKey key, StageWatch watch) {
    NoiseKey own = key.child("noisy");
    List<String> columns = new ArrayList<>();
    List<double[][]> errors = new ArrayList<>();
    for (Law law : LAWS) {
      for (double eps : LEVELS) {
        if (!watch.cancelled()) {
          columns.add("%s, noise %s".formatted(law.name, eps));
          errors.add(errors(law, eps, own.child(columns.getLast())));
        }
        watch.advance();
      }
    }
    List<Overview.Row> rows = new ArrayList<>();
    for (Model model : Model.values()) {
      List<Optional<Estimate>> values = new ArrayList<>();
      for (double[][] column : errors) {
        values.add(Optional.of(Estimate.mean(column[model.ordinal()])));
      }
      rows.add(new Overview.Row(model.words, values, false));
    }
    Overview overview =
        new Overview(
            "Denoising score matching: rms error of the score, mean over %d sets of %d points with %d noises"
                .formatted(SETS, POINTS, NOISES),
            "model",
            columns,
            rows);
    return new Result(checks(columns, errors), overview, figure(own));
  }

  /// One row a model, one column a data set.
  private static double[][] errors(Law law, double eps, NoiseKey key) {
    List<Trial> trials =
        IntStream.range(0, SETS).mapToObj(s -> Trial.draw(law.law, eps, key.child(s))).toList();
    return Stream.of(Model.values())
        .map(model -> trials.parallelStream().mapToDouble(t -> t.error(model)).toArray())
        .toArray(double[][]::new);
  }

  /// A line is right for a normal law and cannot be for two modes: paired over the data sets.
  private static List<Check> checks(List<String> columns, List<double[][]> errors) {
    List<Check> checks = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      double[] line = errors.get(c)[Model.LINEAR.ordinal()];
      double[] network = errors.get(c)[Model.RELU_SKIP.ordinal()];
      double[] ratio = new double[line.length];
      for (int s = 0; s < ratio.length; s++) {
        ratio[s] = network[s] / line[s];
      }
      boolean modes = columns.get(c).startsWith("two modes, noise 0");
      checks.add(
          new Check(
              "Denoising: error of ReLU with skip over that of the linear fit",
              columns.get(c),
              Estimate.mean(ratio),
              modes
                  ? Expected.atMost(1, "no line is the score of two modes")
                  : new Expected.Nothing()));
    }
    return checks;
  }

  private static Figure figure(NoiseKey key) {
    Law law = LAWS.getLast();
    Trial trial = Trial.draw(law.law, .3, key.child("figure"));
    Vector x = Vector.generate(181, i -> -3 + i / 30.0);
    Batch at = Batch.adopt(LINE, x.shared());
    List<Figure.Curve> curves = new ArrayList<>();
    for (Model model : List.of(Model.LINEAR, Model.RELU_SKIP, Model.KERNELS)) {
      Vector y = Vector.adopt(trial.score(model).apply(at).toArray());
      Figure.Curve curve = Figure.Curve.of(model.words, x, y);
      curves.add(model == Model.RELU_SKIP ? curve.asSubject() : curve);
    }
    curves.add(
        Figure.Curve.of("truth", x, Vector.adopt(law.law.score(at, .3).toArray())).asYardstick());
    return new Figure(
        "A certified network follows two modes",
        "Scores of two modes with noise 0.3, learned from 500 points with 8 noises each; beta and kernel width are"
            + " those of least loss on held-out pairs.",
        "x",
        "score",
        Figure.Axes.LINEAR,
        curves);
  }
}
