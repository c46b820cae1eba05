package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.Bands;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.linear.WeightCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class StackModelTest {
  private static final Shape SHAPE = new Shape(List.of(2, 3));

  @TempDir private Path temp = Path.of("");

  private static Batch rows() {
    return Noise.of(1, 30).normal(SHAPE);
  }

  private static ModelCard card(String kind) {
    return new ModelCard(kind, SHAPE, "none", 1, "rows", "0".repeat(64), 30, 0, "by hand");
  }

  private static Gaussian gaussian() {
    return LowRank.exact(Dataset.of("rows", "none", rows()), 4);
  }

  private static WeightCurve curve(int members) {
    double[] w = new double[2 * members];
    w[0] = 0.25;
    w[1] = 0.75;
    w[2 * members - 1] = 1;
    return new WeightCurve(Vector.of(0.5, 5), Matrix.adopt(2, members, w), 0.01);
  }

  private static Stacked nested() {
    Stacked inner =
        new Stacked(
            List.of(
                new NamedDenoiser("the data", Empirical.of(Dataset.of("r", "none", rows()))),
                new NamedDenoiser("mix", GaussianMixture.isotropic(rows().slice(0, 4), 0.4))),
            curve(2));
    Bands bands = new Bands(gaussian().basis(), List.of(1, 3));
    return new Stacked(
        List.of(
            new NamedDenoiser("inner", inner),
            new NamedDenoiser(
                "ünïcode, \"quoted\"", GaussianMixture.isotropic(rows().slice(9, 2), 1)),
            new NamedDenoiser("gaussian", gaussian())),
        List.of(curve(3), curve(3), curve(3)),
        Optional.of(bands));
  }

  @Test
  void aStackComesBackFromItsFileBitForBit() {
    Path file = temp.resolve("stack.safetensors");
    ModelFiles.CLOSED_FORMS.write(file, new Model(nested(), card("stack")));
    Model back = ModelFiles.CLOSED_FORMS.read(file);
    assertThat(back.card()).isEqualTo(card("stack"));
    Stacked stack = (Stacked) back.denoiser();
    assertThat(stack.members().stream().map(NamedDenoiser::name))
        .containsExactly("inner", "ünïcode, \"quoted\"", "gaussian");
    assertThat(stack.curves()).isEqualTo(nested().curves());
    Batch x = Noise.of(2, 9).normal(SHAPE);
    for (double sigma : new double[] {0.1, 0.9, 3, 20}) {
      assertThat(stack.denoise(x, sigma)).isEqualTo(nested().denoise(x, sigma));
    }
  }

  @Test
  void filesThatLackAPartAreRefused() {
    Path file = temp.resolve("stack.safetensors");
    ModelFiles.CLOSED_FORMS.write(file, new Model(nested(), card("stack")));
    SafeTensors whole = SafeTensors.read(file);
    Map<String, Tensor> fewer = new HashMap<>(whole.tensors());
    fewer.remove("member.0001.weights");
    refuses("member.0001.weights", new SafeTensors(fewer, whole.metadata()));
    Map<String, Tensor> noCurves = new HashMap<>(whole.tensors());
    noCurves.remove("curve.0000.sigmas");
    refuses("one curve of weights a band", new SafeTensors(noCurves, whole.metadata()));
    Map<String, String> unnamed = new HashMap<>(whole.metadata());
    unnamed.remove("member.0000.name");
    refuses("member.0000.name", new SafeTensors(whole.tensors(), unnamed));
    Map<String, String> odd = new HashMap<>(whole.metadata());
    odd.put("member.0002.kind", "oracle");
    refuses("unknown kind of model 'oracle'", new SafeTensors(whole.tensors(), odd));
    Map<String, Tensor> heavy = new HashMap<>(whole.tensors());
    heavy.put("curve.0001.negligible", Tensor.scalar(0.9));
    refuses("less than 1/3", new SafeTensors(heavy, whole.metadata()));
  }

  private void refuses(String words, SafeTensors content) {
    Path file = temp.resolve("bad.safetensors");
    content.write(file);
    assertThatThrownBy(() -> ModelFiles.CLOSED_FORMS.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(words);
  }

  @Test
  void theGaussianOfAModelIsThatOfItsLawOrOfAMember() {
    assertThat(new Model(gaussian(), card("gaussian")).gaussian()).contains(gaussian());
    assertThat(new Model(nested(), card("stack")).gaussian()).contains(gaussian());
    NamedDenoiser inner = nested().members().getFirst();
    Gaussian matching =
        new Model(((Stacked) inner.denoiser()).members().getFirst().denoiser(), card("empirical"))
            .law()
            .matchingGaussian();
    assertThat(new Model(inner.denoiser(), card("stack")).gaussian()).contains(matching);
    Denoiser bare = new Bare();
    assertThat(new Model(bare, card("other")).gaussian()).isEmpty();
    assertThatThrownBy(() -> new Model(bare, card("other")).matchingGaussian())
        .hasMessageContaining("kind other has no Gaussian");
    assertThatThrownBy(() -> new Model(nested(), card("stack")).law())
        .hasMessageContaining("kind stack");
    assertThatThrownBy(
            () -> ModelFiles.CLOSED_FORMS.write(temp.resolve("b"), new Model(bare, card("other"))))
        .hasMessageContaining("Bare has no file format");
  }

  private record Bare() implements Denoiser {
    @Override
    public Shape shape() {
      return SHAPE;
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return x;
    }
  }

  @Test
  void aFitTakesGivenAndOwnMembersAndSaysWhatItSaw() {
    Dataset all = Dataset.of("rows", "none", Noise.of(7, 300).normal(SHAPE));
    Split split = Split.of(all, 100, NoiseKey.of(1));
    Model seen =
        Runner.fit(
                new FitExperiment(new FitExperiment.EmpiricalKind(), all, Optional.empty(), 0),
                Progress.NONE)
            .model();
    Model unseen =
        Runner.fit(
                new FitExperiment(
                    new FitExperiment.EmpiricalKind(), split.train(), Optional.empty(), 0),
                Progress.NONE)
            .model();
    FitExperiment.StackKind kind =
        new FitExperiment.StackKind(
            List.of(
                new FitExperiment.NamedModel("seen", seen),
                new FitExperiment.NamedModel("unseen", unseen)),
            List.of(new FitExperiment.GaussianKind(Optional.empty())),
            1);
    FitResult result =
        Runner.fit(
            new FitExperiment(kind, split.train(), Optional.of(split.heldOut()), 0), Progress.NONE);
    assertThat(((Stacked) result.model().denoiser()).members().stream().map(NamedDenoiser::name))
        .containsExactly("seen", "unseen", "gaussian");
    assertThat(result.record().settings().get("warning, seen"))
        .contains("holds 100 % of the rows that judge it");
    assertThat(result.record().settings()).doesNotContainKey("warning, unseen");
    assertThat(result.model().card().scale()).isEqualTo(LowRank.exact(split.train(), 0).scale());
    assertThatThrownBy(() -> new FitExperiment(kind, split.train(), Optional.empty(), 0))
        .hasMessageContaining("hold some out");
  }
}
