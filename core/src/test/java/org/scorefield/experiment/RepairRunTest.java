package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.Corrupted;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class RepairRunTest {
  private static final Shape SHAPE = Shape.vector(6);
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(Noise.of(11, 5).normal(SHAPE).times(1.5), 0.05);

  @TempDir private Path temp = Path.of("");

  private static Dataset rows(long seed, int n) {
    return Dataset.of("rows", "none", LAW.sample(Noise.of(seed, n)));
  }

  private static Model model(Denoiser denoiser) {
    return new Model(
        denoiser,
        new ModelCard("gmm", SHAPE, "none", LAW.scale(), "elsewhere", "0".repeat(64), 9, 0, ""));
  }

  private static Model erring(DoubleUnaryOperator amplitude) {
    return model(new Corrupted(LAW, amplitude, 12));
  }

  private static RepairExperiment.Settings settings(int samples) {
    RepairExperiment.Settings usual = RepairExperiment.Settings.USUAL;
    return new RepairExperiment.Settings(
        usual.heldOut(),
        Optional.empty(),
        1,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.of(samples),
        usual.steps(),
        Optional.empty());
  }

  private RepairResult repair(Model model, Dataset data, int samples, long seed) {
    RepairExperiment experiment =
        new RepairExperiment(model, data, settings(samples), Optional.empty(), seed);
    return repair(experiment, new ArrayList<>());
  }

  private RepairResult repair(RepairExperiment experiment, List<String> said) {
    try (RunDirectory directory = RunDirectory.create(temp.resolve("run"))) {
      return new Runner(directory, telling(said)).run(experiment);
    }
  }

  private static Progress telling(List<String> said) {
    return new Progress() {
      @Override
      public void begin(String what, long total) {}

      @Override
      public void advance(long done) {}

      @Override
      public void say(String message) {
        said.add(message);
      }
    };
  }

  /// Sound at low noise, worse than the Gaussian of the data at high noise, as pretrained networks
  /// are. On rows drawn anew the stack is not above any member at any level, those between the
  /// levels of the fit included.
  @Test
  void anErrorAtHighNoiseIsFoundAndTakenOut() {
    for (int seed = 0; seed < 4; seed++) {
      RepairResult result = repair(erring(s -> 0.1 * s * s), rows(100 + seed, 1500), 0, seed);
      assertThat(result.harmed()).as("seed " + seed).isEmpty();
      assertThat(result.improved()).hasSizeGreaterThan(4);
      assertThat(result.verdict()).contains("worse at none");
      assertThat(result.sigmaSkip().orElseThrow()).isBetween(1.5, 13.0);
      assertThat(result.modelIsUseless()).isFalse();
      double low = 0.5;
      Vector sigmas = Vector.generate(23, k -> low * Math.pow(1.25, k));
      HeldOut fresh = HeldOut.of(rows(200 + seed, 1000), sigmas, 1000, 1, NoiseKey.of(seed));
      LossCurve stack = fresh.curve(result.stack());
      for (NamedDenoiser member : result.stack().members()) {
        LossCurve excess = stack.minus(fresh.curve(member.denoiser()));
        for (int l = 0; l < sigmas.size(); l++) {
          Estimate e = excess.loss(l);
          // Weights of finitely many rows cost up to a few thousandths of the loss.
          assertThat(e.value())
              .as("over %s at %s, seed %s", member.name(), sigmas.get(l), seed)
              .isLessThan(3 * e.standardError() + 0.005 * stack.loss(l).value());
        }
      }
    }
  }

  @Test
  void aPerfectModelIsLeftAlone() {
    for (int seed = 0; seed < 4; seed++) {
      RepairResult result = repair(model(LAW), rows(300 + seed, 1000), 0, seed);
      assertThat(result.verdict()).startsWith("nothing to repair");
      assertThat(result.improved()).isEmpty();
      assertThat(result.harmed()).isEmpty();
      result
          .fitted()
          .levels()
          .forEach(level -> {
            Estimate w = level.weights().getFirst().getFirst();
            assertThat(w.value()).isCloseTo(1, within(0.02 + 3 * w.standardError()));
          });
      // Up there the Gaussian is as good, and may win by luck.
      assertThat(result.sigmaSkip().orElse(Double.POSITIVE_INFINITY)).isGreaterThan(20);
    }
  }

  /// The jump to sigma_skip, and the levels above it, take no evaluation of the model.
  @Test
  void samplesAreDrawnWithAndWithoutOfTheSameSeeds() {
    List<String> said = new ArrayList<>();
    RepairExperiment experiment =
        new RepairExperiment(
            erring(s -> 0.1 * s * s), rows(1, 1500), settings(400), Optional.empty(), 0);
    RepairResult result = repair(experiment, said);
    assertThat(said.getFirst())
        .contains("9,900 evaluations of the model for losses (2 x 300 rows, 17 and 16")
        .contains("at most 16,000 for samples (4 ways x 400 samples x 10 evaluations)");
    assertThat(result.ways().stream().map(RepairResult.Way::name))
        .containsExactly(
            "model", "repaired", "model, closed-form start", "repaired, closed-form start");
    List<Double> evaluations = result.ways().stream().map(RepairResult.Way::evaluations).toList();
    assertThat(evaluations.get(0)).isEqualTo(10);
    assertThat(evaluations.get(1)).isLessThan(9);
    assertThat(evaluations.get(2)).isEqualTo(evaluations.get(1));
    assertThat(evaluations.get(3)).isEqualTo(evaluations.get(1));
    assertThat(result.ways().get(2).start()).isLessThan(result.sigmaSkip().orElseThrow());
    // Steps of an error of ten standard deviations leave nothing of the model's own samples.
    assertThat(quality(result, "repaired").value())
        .isLessThan(0.6 * quality(result, "model").value());
    assertThat(result.samplesVerdict().orElseThrow())
        .startsWith("Its samples: better in sliced-w2 (");
    assertThat(result.record().results())
        .extracting(RunRecord.Result::subject)
        .contains("real vs real", "repaired", "weights at sigma 0.02247");
  }

  private static Estimate quality(RepairResult result, String way) {
    return result.quality().stream()
        .filter(r -> r.subject().equals(way) && r.name().equals("sliced-w2"))
        .findFirst()
        .orElseThrow()
        .estimate();
  }

  @Test
  void theFileHoldsTheVeryModelThatWasJudged() {
    Model worse = model(Gaussian.isotropic(SHAPE, LAW.mean(), 0.4));
    RepairResult result = repair(worse, rows(1, 400), 0, 0);
    Path file = temp.resolve("repaired.safetensors");
    ModelFiles.CLOSED_FORMS.write(file, result.model());
    Model back = ModelFiles.CLOSED_FORMS.read(file);
    assertThat(back.card()).isEqualTo(result.model().card());
    assertThat(back.card().kind()).isEqualTo("stack");
    Batch x = Noise.of(4, 9).normal(SHAPE).times(3);
    for (double sigma : new double[] {0.01, 0.3, 1.7, 20, 500}) {
      assertThat(back.denoiser().denoise(x, sigma))
          .isEqualTo(result.model().denoiser().denoise(x, sigma));
    }
  }

  /// Of 300 directions 12 carry the data.
  @Test
  void noMoreDirectionsAreKeptThanHelp() throws java.io.IOException {
    Shape wide = Shape.vector(300);
    Gaussian law =
        new Gaussian(
            wide,
            Vector.generate(300, Math::sin),
            leading(300, 12),
            Vector.generate(12, k -> 4.0 / (1 + k)),
            0.001);
    Dataset data = Dataset.of("wide", "none", law.sample(Noise.of(1, 2000)));
    ModelCard card =
        new ModelCard("x", wide, "none", law.scale(), "elsewhere", "0".repeat(64), 9, 0, "");
    Model model = new Model(Gaussian.isotropic(wide, law.mean(), 0.05), card);
    RepairResult result = repair(model, data, 0, 0);
    Gaussian kept = (Gaussian) result.stack().members().get(1).denoiser();
    assertThat(kept.rank()).isBetween(12, 40);
    Path file = temp.resolve("wide.safetensors");
    ModelFiles.CLOSED_FORMS.write(file, result.model());
    // Single precision: 300 x 18 numbers of 4 bytes, and two means of 8.
    assertThat(Files.size(file)).isLessThan(300L * kept.rank() * 4 + 12_000);
  }

  private static Matrix leading(int d, int r) {
    return Matrix.diagonal(d, _ -> 1).leadingColumns(r);
  }

  @Test
  void aMixtureIsKeptOnlyWhereItHelps() {
    RepairExperiment.Settings usual = RepairExperiment.Settings.USUAL;
    RepairExperiment.Settings tried =
        new RepairExperiment.Settings(
            usual.heldOut(),
            Optional.empty(),
            1,
            Optional.empty(),
            5,
            Optional.empty(),
            Optional.of(0),
            10,
            Optional.empty());
    RepairResult weak =
        repair(
            new RepairExperiment(erring(s -> 0.5), rows(1, 1500), tried, Optional.empty(), 0),
            new ArrayList<>());
    assertThat(weak.members()).containsExactly("model", "gaussian", "mixture");
    RepairResult strong =
        repair(
            new RepairExperiment(model(LAW), rows(1, 1500), tried, Optional.empty(), 0),
            new ArrayList<>());
    assertThat(strong.members()).containsExactly("model", "gaussian");
  }

  /// Made for levels from 1/32 to 32, of which it knows two an octave.
  private record Table(Denoiser inner) implements Denoiser, KnownLevels {
    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      if (nearest(sigma) != sigma) {
        throw new AssertionError("asked at " + sigma);
      }
      return inner.denoise(x, sigma);
    }

    @Override
    public double sigmaMin() {
      return 1 / 32.0;
    }

    @Override
    public double sigmaMax() {
      return 32;
    }

    @Override
    public double nearest(double sigma) {
      double octaves = Math.rint(2 * Math.log(sigma) / Math.log(2)) / 2;
      return Math.clamp(Math.pow(2, octaves), 1 / 32.0, 32);
    }
  }

  @Test
  void aModelIsAskedAtLevelsItKnowsOnly() {
    RepairResult result =
        repair(model(new Table(new Corrupted(LAW, s -> 0.02 * s, 5))), rows(1, 500), 50, 0);
    assertThat(result.plan().sigmas().first()).isEqualTo(1 / 32.0);
    assertThat(result.plan().sigmas().last()).isEqualTo(32);
    assertThat(result.ways().getFirst().start()).isEqualTo(32);
  }

  @Test
  void noRowDoesTwoThings() {
    RepairPlan plan =
        RepairPlan.of(
            new RepairExperiment(model(LAW), rows(1, 100), settings(0), Optional.empty(), 3), 1);
    List<Vector> all = new ArrayList<>();
    for (Dataset part : List.of(plan.closedForms(), plan.weighing(), plan.judging())) {
      Batch batch = part.rows(0, part.size());
      for (int i = 0; i < batch.count(); i++) {
        all.add(Vector.of(batch.row(i)));
      }
    }
    assertThat(all).hasSize(100).doesNotHaveDuplicates();
    assertThat(plan.closedForms().size()).isEqualTo(60);
    assertThat(plan.knots().size()).isEqualTo(plan.sigmas().size() + 1);
    for (int k = 1; k < plan.sigmas().size(); k++) {
      assertThat(plan.knots().get(k)).isBetween(plan.sigmas().get(k - 1), plan.sigmas().get(k));
    }
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeTheModelIsAsked() {
    assertThatThrownBy(() -> repair(model(LAW), rows(1, 39), 0, 0))
        .hasMessageContaining("at least 40 with --held-out 0.4, rows has 39");
    Dataset plane = Dataset.of("plane", "none", Noise.of(1, 50).normal(Shape.vector(2)));
    assertThatThrownBy(() -> repair(model(LAW), plane, 0, 0))
        .hasMessageContaining("samples of shape 6, plane has 2");
    Dataset large = Dataset.of("large", "none", LAW.sample(Noise.of(1, 50)).times(3));
    assertThatThrownBy(() -> repair(model(LAW), large, 0, 0))
        .hasMessageContaining("the model is a model of data of standard deviation");
    RepairExperiment.Settings poor =
        new RepairExperiment.Settings(
            0.4,
            Optional.empty(),
            1,
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            10,
            Optional.of(100L));
    assertThatThrownBy(() ->
            repair(
                new RepairExperiment(model(LAW), rows(1, 100), poor, Optional.empty(), 0),
                new ArrayList<>()))
        .hasMessageContaining("660 evaluations of the model for losses")
        .hasMessageContaining("more than the 100 evaluations allowed");
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void aModelThatBreaksIsNamedWithTheLevel() {
    Denoiser broken = new Corrupted(LAW, s -> s > 50 ? Double.NaN : 0, 1);
    assertThatThrownBy(() -> repair(model(broken), rows(1, 100), 0, 0))
        .hasMessageContaining("'model' returned a NaN or an infinity at sigma = ");
  }
}
