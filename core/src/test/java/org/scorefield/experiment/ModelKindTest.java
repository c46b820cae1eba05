package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.linear.WeightCurve;
import org.scorefield.random.Noise;

/// Kinds of model that core does not know keep their place in files.
class ModelKindTest {
  private static final Shape SHAPE = Shape.vector(3);

  @TempDir private Path temp = Path.of("");

  /// `D(x) = a x`, the kind the tests bring.
  private record Shrinking(Shape shape, double by) implements Denoiser {
    @Override
    public Batch denoise(Batch x, double sigma) {
      return x.times(by);
    }
  }

  private record Kind(String name) implements ModelKind {
    @Override
    public boolean describes(Denoiser denoiser) {
      return denoiser instanceof Shrinking;
    }

    @Override
    public SafeTensors write(Denoiser denoiser, String prefix, Path folder) {
      return new SafeTensors(
          Map.of(prefix + "by", Tensor.scalar(((Shrinking) denoiser).by())),
          Map.of(prefix + "how", "linear"));
    }

    @Override
    public Denoiser read(Shape shape, SafeTensors content, String prefix, Path folder) {
      assertThat(content.metadata()).containsEntry(prefix + "how", "linear");
      return new Shrinking(shape, content.tensor(prefix + "by").get(0));
    }
  }

  private static final ModelFiles FILES = new ModelFiles(List.of(new Kind("shrinking")));

  private static Model model(Denoiser denoiser, String kind) {
    return new Model(denoiser, new ModelCard(kind, SHAPE, "none", 1, "rows", "0", 9, 0, "by hand"));
  }

  @Test
  void aBroughtKindComesBackFromItsFile() {
    Path file = temp.resolve("a");
    FILES.write(file, model(new Shrinking(SHAPE, 0.3), "shrinking"));
    assertThat(FILES.read(file)).isEqualTo(model(new Shrinking(SHAPE, 0.3), "shrinking"));
  }

  @Test
  void itCanBeAMemberOfAStackTwiceAndBesideAClosedForm() {
    Stacked stack =
        new Stacked(
            List.of(
                new NamedDenoiser("a", new Shrinking(SHAPE, 0.3)),
                new NamedDenoiser("b", new Shrinking(SHAPE, 0.6)),
                new NamedDenoiser("c", GaussianMixture.isotropic(Noise.of(1, 2).normal(SHAPE), 1))),
            new WeightCurve(
                Vector.of(0.5, 5), Matrix.adopt(2, 3, new double[] {.5, .5, 0, 0, .5, .5}), 0.01));
    Path file = temp.resolve("stack");
    FILES.write(file, model(stack, "stack"));
    Stacked back = (Stacked) FILES.read(file).denoiser();
    assertThat(back.members().getFirst().denoiser()).isEqualTo(new Shrinking(SHAPE, 0.3));
    assertThat(back.members().get(1).denoiser()).isEqualTo(new Shrinking(SHAPE, 0.6));
    Batch x = Noise.of(2, 5).normal(SHAPE);
    assertThat(back.denoise(x, 1.2)).isEqualTo(stack.denoise(x, 1.2));
  }

  @Test
  void whoDoesNotBringItCannotReadOrWriteItAndIsTold() {
    Path file = temp.resolve("a");
    FILES.write(file, model(new Shrinking(SHAPE, 0.3), "shrinking"));
    assertThatThrownBy(() -> ModelFiles.CLOSED_FORMS.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "unknown kind of model 'shrinking'; there are gaussian, class-gaussians, gmm");
    assertThatThrownBy(() ->
            ModelFiles.CLOSED_FORMS.write(
                temp.resolve("b"), model(new Shrinking(SHAPE, 0.3), "shrinking")))
        .hasMessageContaining("Shrinking has no file format");
    assertThat(temp.resolve("b")).doesNotExist();
  }

  @Test
  void twoKindsOfOneNameAreRefused() {
    assertThatThrownBy(() -> new ModelFiles(List.of(new Kind("gmm"))))
        .hasMessageContaining("two kinds of model are called gmm");
  }
}
