package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.GaussianSde;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Lms;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.sampling.solver.SurrogateExponential;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.sampling.solver.Warmup;
import org.scorefield.schedule.TimeGrid;

/// Samplers in files: what is written is what is read, bit for bit.
class SamplerFileTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(Batch.copyOf(SHAPE, new double[] {1, 2, -1, 0.3}), 0.25);
  private static final Model MODEL = model(LAW, LAW.scale());
  private static final TimeGrid GRID = TimeGrid.of(3.1, 1 / 3.0, 0.1, 0);

  @TempDir private Path temp = Path.of("");

  private static Model model(Denoiser denoiser, double scale) {
    String kind = denoiser instanceof Gaussian ? "gaussian" : "gmm";
    return new Model(
        denoiser, new ModelCard(kind, SHAPE, "none", scale, "two", "0", 100, 0, "by hand"));
  }

  private static SamplerSpec spec(Solver solver, SamplerSpec.Opening opening) {
    return new SamplerSpec(
        solver,
        GRID,
        opening,
        LAW.scale(),
        new SamplerSpec.Aim("a test", OptionalInt.of(3)),
        List.of(
            new RunRecord.Result("start", "kl", new Estimate(Math.PI / 100, 1e-3, 2000)),
            new RunRecord.Result("run", "sliced-w2", new Estimate(0.1, Double.NaN, 0))),
        Provenance.now(7));
  }

  private static SamplerSpec.Opening jump(SamplerSpec.By by, double... seeds) {
    return new SamplerSpec.Opening.Teleport(
        by, 80.1, Start.Teleport.Mode.ODE, Vector.of(seeds), "by hand");
  }

  static Stream<SamplerSpec> specs() {
    return Stream.of(
        spec(new Heun(), new SamplerSpec.Opening.WhiteNoise()),
        spec(new Lms(3), jump(new SamplerSpec.By.Matching(OptionalInt.empty()))),
        spec(new Lms(3), jump(new SamplerSpec.By.Matching(OptionalInt.of(1)), 20, 7.7)),
        spec(
            Solvers.parse("unipc-3"),
            jump(new SamplerSpec.By.Fitted(model(LAW.matchingGaussian(), LAW.scale())), 9)),
        spec(
            new GaussianExponential(LAW.matchingGaussian(), 2, true, 0.7),
            jump(new SamplerSpec.By.Matching(OptionalInt.empty()))),
        spec(
            new SurrogateExponential(LAW, 2, false),
            jump(new SamplerSpec.By.Fitted(model(LAW.matchingGaussian(), LAW.scale())))),
        spec(
            Tabulated.of(new Lms(2), GRID, Vector.of(0.1, -0.2)),
            new SamplerSpec.Opening.WhiteNoise()),
        spec(
            new FrozenScoreSde(new StepNoise.Given(Vector.of(4, 0.1 / 3, 0))),
            new SamplerSpec.Opening.WhiteNoise()),
        spec(
            new FrozenScoreSde(new StepNoise.Isotropic(0.1 + 0.2)),
            new SamplerSpec.Opening.WhiteNoise()),
        spec(new GaussianSde(LAW.matchingGaussian()), new SamplerSpec.Opening.WhiteNoise()),
        spec(FrozenScoreSde.ddpm(), new SamplerSpec.Opening.WhiteNoise()));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void aSamplerComesBackAsItWas(SamplerSpec spec) {
    Path file = temp.resolve("s.json");
    List<Path> written = SamplerFile.write(file, spec);
    SamplerSpec read = SamplerFile.read(file);
    assertThat(read).isEqualTo(spec);
    Noise noise = Noise.of(3, 20);
    assertThat(read.sampler(MODEL).sample(LAW, noise))
        .isEqualTo(spec.sampler(MODEL).sample(LAW, noise));
    assertThat(written).allMatch(Files::exists);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void nothingIsOverwrittenAndNothingIsLeftBehind(SamplerSpec spec) throws IOException {
    Path file = Files.writeString(temp.resolve("taken.json"), "mine");
    assertThatThrownBy(() -> SamplerFile.write(file, spec))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> SamplerFile.write(temp.resolve("no").resolve("s.json"), spec))
        .isInstanceOf(DataException.class);
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).containsExactly(file);
    }
    assertThat(file).hasContent("mine");
  }

  @Test
  void samplersThatNeedTheSameLawShareItsFile() throws IOException {
    SamplerSpec.By law = new SamplerSpec.By.Fitted(model(LAW.matchingGaussian(), LAW.scale()));
    SamplerSpec one = spec(new Heun(), jump(law));
    SamplerSpec two = spec(new Lms(3), jump(law, 9));
    SamplerFile.write(Map.of(temp.resolve("a.json"), one, temp.resolve("b.json"), two));
    assertThat(SamplerFile.read(temp.resolve("a.json"))).isEqualTo(one);
    assertThat(SamplerFile.read(temp.resolve("b.json"))).isEqualTo(two);
    try (Stream<Path> files = Files.list(temp)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void ofSeveralSamplersAllAreWrittenOrNone() throws IOException {
    SamplerSpec good =
        spec(
            new Heun(),
            jump(new SamplerSpec.By.Fitted(model(LAW.matchingGaussian(), LAW.scale()))));
    SamplerSpec unnamed =
        spec(new Lms(3, Warmup.RUNGE_KUTTA), new SamplerSpec.Opening.WhiteNoise());
    assertThatThrownBy(() ->
            SamplerFile.write(
                Map.of(temp.resolve("a.json"), good, temp.resolve("b.json"), unnamed)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aSolverWithoutANameIsRefused() {
    SamplerSpec unnamed =
        spec(new Lms(3, Warmup.RUNGE_KUTTA), new SamplerSpec.Opening.WhiteNoise());
    assertThatThrownBy(() -> SamplerFile.write(temp.resolve("s.json"), unnamed))
        .hasMessageContaining("lms-3-rk cannot be written to a file");
    assertThat(temp).isEmptyDirectory();
  }

  /// A file is edited by hand at times.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "variances" : [ 4.0, 0.5 ]                              | got 2 noise variances for a grid of 3 steps
          "variances" : [ 4.0, -0.5, 0.0 ]                        | noise variance of step 1 must be finite and not negative, got -0.5
          "variances" : [ 4.0, "half", 0.0 ]                      | 'variances' of 'solver' of the sampler must be a list of numbers
          "data_variance" : -1                                    | variance of the data must be finite and not negative, got -1
          "data_variance" : 1, "variances" : [ 4.0, 0.5, 0.0 ]    | variances
          "variance" : [ 4.0, 0.5, 0.0 ]                          | did you mean 'variances'
          "terms" : 2                                             | terms
          """)
  void aBadStepNoiseIsRefusedByName(String keys, String said) throws IOException {
    Path file = temp.resolve("s.json");
    SamplerFile.write(
        file,
        spec(
            new FrozenScoreSde(new StepNoise.Given(Vector.of(4, 0.5, 0))),
            new SamplerSpec.Opening.WhiteNoise()));
    String text = Files.readString(file);
    String good = "\"variances\" : [ 4.0, 0.5, 0.0 ]";
    assertThat(text).contains(good);
    Files.writeString(file, text.replace(good, keys));
    assertThatThrownBy(() -> SamplerFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(said);
  }

  /// The noise of a scheme is a variance and grows with the square; no Gaussian of the model is
  /// needed for that.
  @Test
  void aSchemeIsRescaledForAnyModel() {
    Denoiser bare = bare();
    Model doubled = model(bare, 2 * LAW.scale());
    SamplerSpec.Opening white = new SamplerSpec.Opening.WhiteNoise();
    Vector variances = Vector.of(4, 0.5, 0);
    SamplerSpec given = spec(new FrozenScoreSde(new StepNoise.Given(variances)), white);
    assertThat(given.rescaled(doubled).solver())
        .isEqualTo(new FrozenScoreSde(new StepNoise.Given(Vector.of(16, 2, 0))));
    SamplerSpec isotropic = spec(new FrozenScoreSde(new StepNoise.Isotropic(0.3)), white);
    assertThat(isotropic.rescaled(doubled).solver())
        .isEqualTo(new FrozenScoreSde(new StepNoise.Isotropic(1.2)));
    assertThat(spec(FrozenScoreSde.plain(), white).rescaled(doubled).solver())
        .isEqualTo(FrozenScoreSde.plain());
  }

  /// Rescaled levels on rescaled data give rescaled samples.
  @Test
  void aRescaledSamplerDoesTheSameOnTheOtherScale() {
    SamplerSpec spec =
        spec(new Lms(3), jump(new SamplerSpec.By.Matching(OptionalInt.empty()), 20, 7.7));
    GaussianMixture doubled =
        GaussianMixture.isotropic(Batch.copyOf(SHAPE, new double[] {2, 4, -2, 0.6}), 1);
    Model other = model(doubled, doubled.scale());
    assertThatThrownBy(() -> spec.sampler(other))
        .hasMessageContaining("made for data of standard deviation")
        .hasMessageContaining("--rescale");
    Noise noise = Noise.of(4, 20);
    Batch expected = spec.sampler(MODEL).sample(LAW, noise).orElseThrow().times(2);
    Batch found = spec.rescaled(other).sampler(other).sample(doubled, noise).orElseThrow();
    for (int i = 0; i < 20; i++) {
      assertThat(found.row(i)).usingComparatorWithPrecision(1e-12).containsExactly(expected.row(i));
    }
    for (Solver knowing :
        List.of(
            Tabulated.of(new Lms(2), GRID, LAW.matchingGaussian().mean()),
            new FrozenScoreSde(new StepNoise.Given(Vector.of(4, 0.5, 0))),
            new GaussianExponential(LAW.matchingGaussian(), 2, true, 0.7))) {
      Model gaussian = model(LAW.matchingGaussian(), LAW.scale());
      SamplerSpec from = spec(knowing, jump(new SamplerSpec.By.Fitted(gaussian)));
      Batch before = from.sampler(MODEL).sample(LAW, noise).orElseThrow().times(2);
      Batch after = from.rescaled(other).sampler(other).sample(doubled, noise).orElseThrow();
      for (int i = 0; i < 20; i++) {
        assertThat(after.row(i)).usingComparatorWithPrecision(1e-12).containsExactly(before.row(i));
      }
    }
    SamplerSpec fitted = spec(new Lms(3), jump(new SamplerSpec.By.Fitted(MODEL)));
    assertThatThrownBy(() -> fitted.rescaled(other)).hasMessageContaining("cannot be rescaled");
    SamplerSpec mixed =
        spec(new SurrogateExponential(LAW, 2, false), new SamplerSpec.Opening.WhiteNoise());
    assertThatThrownBy(() -> mixed.rescaled(other)).hasMessageContaining("cannot be rescaled");
  }

  @Test
  void aJumpNeedsALawThatFits() {
    Denoiser bare = bare();
    SamplerSpec matching = spec(new Heun(), jump(new SamplerSpec.By.Matching(OptionalInt.empty())));
    assertThatThrownBy(() -> matching.sampler(model(bare, LAW.scale())))
        .hasMessageContaining("no Gaussian in closed form");
    SamplerSpec tooMany = spec(new Heun(), jump(new SamplerSpec.By.Matching(OptionalInt.of(3))));
    assertThatThrownBy(() -> tooMany.sampler(MODEL))
        .hasMessageContaining("rank 3 is more than the 2 directions");
    Gaussian wide = Gaussian.isotropic(Shape.vector(3), Vector.of(0, 0, 0), 1);
    Model alien =
        new Model(
            wide, new ModelCard("gaussian", wide.shape(), "", 1, "three", "0", 9, 0, "by hand"));
    SamplerSpec other = spec(new Heun(), jump(new SamplerSpec.By.Fitted(alien)));
    assertThatThrownBy(() -> other.sampler(MODEL)).hasMessageContaining("fit it to data of the");
  }

  /// A denoiser that is no law.
  private static Denoiser bare() {
    return new Denoiser() {
      @Override
      public Shape shape() {
        return SHAPE;
      }

      @Override
      public Batch denoise(Batch x, double sigma) {
        return LAW.denoise(x, sigma);
      }
    };
  }
}
