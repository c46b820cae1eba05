package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.LiftedLaw;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Subspace;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.gated.GatedScore;
import org.scorefield.convex.line.LineScore;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.WithAffine;
import org.scorefield.convex.diffusion.JointDenoiser;
import org.scorefield.convex.diffusion.LevelDenoiser;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.linear.WeightCurve;
import org.scorefield.random.Noise;

class ConvexModelTest {
  private static final Shape IMAGE = new Shape(List.of(2, 3));
  private static final ModelFiles FILES = ModelFiles.CLOSED_FORMS;

  @TempDir private Path temp = Path.of("");

  private static ModelCard card(String kind, Shape shape) {
    return new ModelCard(kind, shape, "none", 1, "rows", "0".repeat(64), 30, 0, "by hand");
  }

  private static double[] numbers(long seed, int count) {
    return count == 0 ? new double[0] : Noise.of(seed, 1).normal(Shape.vector(count)).toArray();
  }

  private static Matrix matrix(long seed, int rows, int columns) {
    return Matrix.adopt(rows, columns, numbers(seed, rows * columns));
  }

  private static GatedScore gated(boolean hiddenBias, int gates, int d) {
    int width = d + (hiddenBias ? 1 : 0);
    return new GatedScore(
        hiddenBias ? Activation.RELU : Activation.ABSOLUTE,
        hiddenBias,
        matrix(1, gates, width),
        Vector.adopt(numbers(2, gates * width * d)),
        matrix(3, d, d),
        Vector.adopt(numbers(4, d)));
  }

  private static TwoLayerScore network(int d) {
    return new TwoLayerScore(
        Activation.ABSOLUTE,
        matrix(5, 7, d),
        Vector.adopt(numbers(6, 7)),
        matrix(7, 7, d),
        matrix(8, d, d),
        Vector.adopt(numbers(9, d)));
  }

  /// One function of each form that has two components, gates that are all shut among them.
  private static LevelDenoiser plane() {
    List<VectorFunction> functions =
        List.of(
            gated(true, 5, 2),
            network(2),
            gated(false, 3, 2),
            TwoLayerScore.affine(matrix(10, 2, 2), Vector.of(1, 2)),
            gated(true, 0, 2),
            new WithAffine(network(2), matrix(12, 2, 2), Vector.of(1.0 / 3, -2)));
    return new LevelDenoiser(
        Vector.of(0.3, -1.0 / 3),
        new Preconditioning(1.0 / 7),
        Vector.of(9, 2, 0.5, 0.3, 0.1, 1.0 / 70),
        functions);
  }

  private static void sameBits(Denoiser back, Denoiser original, Shape shape) {
    Batch x = Noise.of(11, 9).normal(shape);
    for (double sigma : new double[] {1e-3, 1.0 / 70, 0.2, 0.5, 3, 9, 20}) {
      assertThat(back.denoise(x, sigma)).isEqualTo(original.denoise(x, sigma));
    }
  }

  private Denoiser written(Denoiser denoiser, String kind, Shape shape) {
    Path file = temp.resolve("model.safetensors");
    FILES.write(file, new Model(denoiser, card(kind, shape)));
    return FILES.read(file).denoiser();
  }

  @Test
  void functionsOfEveryFormComeBackBitForBit() {
    Denoiser back = written(plane(), "convex", Shape.vector(2));
    assertThat(back).isEqualTo(plane());
    sameBits(back, plane(), Shape.vector(2));
  }

  @Test
  void aScoreOfTheLineComesBackBitForBit() {
    LineScore line = new LineScore(Vector.of(-1, 1.0 / 3), Vector.of(2, 1), Vector.of(-1, -3, 0.1));
    LevelDenoiser levels =
        new LevelDenoiser(
            Vector.of(0.1), new Preconditioning(2), Vector.of(1, 0.3), List.of(line, line));
    Denoiser back = written(levels, "convex", Shape.vector(1));
    assertThat(back).isEqualTo(levels);
    sameBits(back, levels, Shape.vector(1));
  }

  @Test
  void oneFunctionOfAllLevelsComesBackBitForBit() {
    GatedScore function =
        new GatedScore(
            Activation.RELU,
            true,
            matrix(21, 4, 4),
            Vector.adopt(numbers(22, 4 * 4 * 2)),
            matrix(23, 2, 3),
            Vector.of(0.1, 1.0 / 3));
    JointDenoiser joint =
        new JointDenoiser(
            Vector.of(0.3, -1.0 / 3), new Preconditioning(1.0 / 7), 9, 1.0 / 70, function);
    Denoiser back = written(joint, "convex", Shape.vector(2));
    assertThat(back).isEqualTo(joint);
    sameBits(back, joint, Shape.vector(2));
  }

  private static Subspace frame(double residual) {
    Subspace fitted =
        Subspace.of(LowRank.exact(Dataset.of("rows", "none", Noise.of(12, 40).normal(IMAGE)), 2));
    return new Subspace(IMAGE, fitted.mean(), fitted.basis(), residual);
  }

  @Test
  void aLiftedModelKeepsItsShapeItsLevelsAndItsBits() {
    for (double residual : new double[] {0, 0.3}) {
      Denoiser lifted = frame(residual).lift(plane());
      Denoiser back = written(lifted, "lifted", IMAGE);
      assertThat(back).isEqualTo(lifted).isNotInstanceOf(Distribution.class);
      sameBits(back, lifted, IMAGE);
      KnownLevels known = KnownLevels.of(back).orElseThrow();
      assertThat(known.sigmaMax()).isEqualTo(9);
      assertThat(known.sigmaMin()).isEqualTo(1.0 / 70);
      assertThat(known.nearest(100)).isEqualTo(9);
    }
  }

  @Test
  void aLiftedLawStaysALaw() {
    GaussianMixture latent =
        GaussianMixture.isotropic(Noise.of(13, 3).normal(Shape.vector(2)), 0.4);
    LiftedLaw law = frame(0.3).lift(latent);
    Path file = temp.resolve("law.safetensors");
    FILES.write(file, new Model(law, card("lifted", IMAGE)));
    Model back = FILES.read(file);
    sameBits(back.denoiser(), law, IMAGE);
    Batch x = Noise.of(14, 5).normal(IMAGE);
    assertThat(back.law().logDensity(x, 0.7)).isEqualTo(law.logDensity(x, 0.7));
    assertThat(back.gaussian()).isPresent();
  }

  @Test
  void aStackTakesAConvexModelAsAMember() {
    Matrix half = Matrix.adopt(2, 2, new double[] {0.5, 0.5, 0.25, 0.75});
    Stacked stack =
        new Stacked(
            List.of(
                new NamedDenoiser("convex", frame(0.1).lift(plane())),
                new NamedDenoiser("a law", frame(0.1).lift(plane()))),
            new WeightCurve(Vector.of(0.5, 5), half, 0.01));
    sameBits(written(stack, "stack", IMAGE), stack, IMAGE);
  }

  @Test
  void damagedFilesAreRefusedWithWhatIsWrong() {
    Path file = temp.resolve("whole.safetensors");
    FILES.write(file, new Model(frame(0.3).lift(plane()), card("lifted", IMAGE)));
    SafeTensors whole = SafeTensors.read(file);
    for (String name : whole.tensors().keySet()) {
      refuses(name, without(whole, name));
    }
    refuses("latent.level.0001.form", text(whole, "latent.level.0001.form", null));
    refuses("latent.kind", text(whole, "latent.kind", null));
    refuses("form of function 'spline'", text(whole, "latent.level.0001.form", "spline"));
    refuses("activation 'tanh'", text(whole, "latent.level.0000.activation", "tanh"));
    refuses("true or false, got 'maybe'", text(whole, "latent.level.0000.hidden_bias", "maybe"));
    refuses("unknown kind of model 'oracle'", text(whole, "latent.kind", "oracle"));
    refuses("need", tensor(whole, "latent.levels", Tensor.of(Vector.of())));
    refuses("levels must fall", tensor(whole, "latent.levels", Tensor.of(Vector.of(1, 2))));
    refuses("mean of 3 components", tensor(whole, "latent.mean", Tensor.of(Vector.of(1, 2, 3))));
    refuses("sigma_data must be positive", tensor(whole, "latent.sigma_data", Tensor.scalar(0)));
    refuses("weights", tensor(whole, "latent.level.0000.weights", Tensor.of(Vector.of(1))));
    refuses("orthonormal", tensor(whole, "basis", Tensor.of(matrix(15, 6, 2))));
    refuses("needs a denoiser of as many", tensor(whole, "basis", Tensor.of(axes(6, 3))));
  }

  /// The first axes of a space.
  private static Matrix axes(int rows, int columns) {
    double[] out = new double[rows * columns];
    for (int j = 0; j < columns; j++) {
      out[j * columns + j] = 1;
    }
    return Matrix.adopt(rows, columns, out);
  }

  private static SafeTensors without(SafeTensors whole, String name) {
    Map<String, Tensor> fewer = new HashMap<>(whole.tensors());
    fewer.remove(name);
    return new SafeTensors(fewer, whole.metadata());
  }

  private static SafeTensors tensor(SafeTensors whole, String name, Tensor tensor) {
    Map<String, Tensor> other = new HashMap<>(whole.tensors());
    assertThat(other.put(name, tensor)).isNotNull();
    return new SafeTensors(other, whole.metadata());
  }

  private static SafeTensors text(
      SafeTensors whole, String name, @org.jspecify.annotations.Nullable String text) {
    Map<String, String> other = new HashMap<>(whole.metadata());
    assertThat(other.remove(name)).isNotNull();
    if (text != null) {
      other.put(name, text);
    }
    return new SafeTensors(whole.tensors(), other);
  }

  private void refuses(String words, SafeTensors content) {
    Path file = temp.resolve("bad.safetensors");
    content.write(file);
    assertThatThrownBy(() -> FILES.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(words);
  }
}
