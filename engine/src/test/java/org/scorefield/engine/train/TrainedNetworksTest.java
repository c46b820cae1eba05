package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.ModelFiles;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class TrainedNetworksTest {
  private static final ModelFiles FILES = new ModelFiles(TrainedNetworks.KINDS);

  @TempDir Path directory;

  private static TrainedNetwork trained(String kind, Shape shape, int classes) {
    Network network = Networks.small(kind, shape, classes);
    float[] parameters = Layout.of(network).start(NoiseKey.of(3));
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.01f * (i % 7 - 3);
    }
    int d = shape.size();
    return TrainedNetwork.of(
        network,
        parameters,
        Parametrisation.V,
        new Normaliser(Vector.generate(d, j -> j), Vector.generate(d, j -> 1 + j)),
        classes);
  }

  private static ModelCard card(TrainedNetwork network) {
    return new ModelCard(
        network.network().kind(), network.shape(), "units", 1, "data", "hash", 10, 1, "trained");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "residual-mlp"})
  void aModelFileGivesTheSameDenoiserBack(String kind) {
    TrainedNetwork network = trained(kind, Shape.vector(3), 2);
    Path file = directory.resolve("model.safetensors");
    FILES.write(file, new Model(network, card(network)));
    Model back = FILES.read(file);
    assertThat(back.denoiser()).isInstanceOf(TrainedNetwork.class);
    TrainedNetwork read = (TrainedNetwork) back.denoiser();
    Batch x = Noise.of(1, 300).normal(network.shape()).times(3);
    assertThat(read.denoise(x, 1.5)).isEqualTo(network.denoise(x, 1.5));
    assertThat(read.given(1).denoise(x, 1.5)).isEqualTo(network.given(1).denoise(x, 1.5));
    assertThat(read.given(0).denoise(x, 1.5)).isNotEqualTo(network.given(1).denoise(x, 1.5));
    assertThat(read.normaliser()).isEqualTo(network.normaliser());
  }

  @Test
  void picturesToo() {
    TrainedNetwork network = trained("unet", Shape.image(1, 8, 8), 0);
    Path file = directory.resolve("model.safetensors");
    FILES.write(file, new Model(network, card(network)));
    Batch x = Noise.of(1, 3).normal(network.shape());
    assertThat(FILES.read(file).denoiser().denoise(x, 0.3)).isEqualTo(network.denoise(x, 0.3));
  }

  /// The result for a sample does not depend on the batch it is in.
  @Test
  void aSampleIsDenoisedAlikeInAnyBatch() {
    TrainedNetwork network = trained("mlp", Shape.vector(3), 0);
    Batch x = Noise.of(1, 700).normal(network.shape());
    Batch all = network.denoise(x, 0.7);
    assertThat(network.denoise(x.slice(300, 5), 0.7)).isEqualTo(all.slice(300, 5));
    assertThat(network.denoise(x.slice(0, 0), 0.7).count()).isZero();
  }

  @Test
  void parametersHaveTheNamesAndShapesOfTheirLayers() {
    TrainedNetwork network = trained("mlp", Shape.vector(3), 0);
    SafeTensors tensors = TrainedNetworks.tensors(network, "member.");
    assertThat(tensors.tensors().keySet()).allMatch(name -> name.startsWith("member."));
    assertThat(tensors.metadata().keySet()).allMatch(name -> name.startsWith("member."));
    Tensor weight = tensors.tensor("member.out.weight");
    assertThat(weight.shape().getFirst()).isEqualTo(3);
    assertThat(TrainedNetworks.read("mlp", tensors, "member.").parameters())
        .isEqualTo(network.parameters());
  }

  @Test
  void filesThatDoNotFitAreRefused() {
    TrainedNetwork network = trained("mlp", Shape.vector(3), 0);
    SafeTensors whole = TrainedNetworks.tensors(network, "");
    Map<String, Tensor> fewer = new HashMap<>(whole.tensors());
    fewer.remove("out.bias");
    assertThatThrownBy(
            () -> TrainedNetworks.read("mlp", new SafeTensors(fewer, whole.metadata()), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tensor 'out.bias'");
    fewer.put("out.bias", whole.tensor("out.weight"));
    assertThatThrownBy(
            () -> TrainedNetworks.read("mlp", new SafeTensors(fewer, whole.metadata()), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("out.bias", "[3]");
    Map<String, String> unsaid = new LinkedHashMap<>(whole.metadata());
    unsaid.remove("prediction");
    assertThatThrownBy(
            () -> TrainedNetworks.read("mlp", new SafeTensors(whole.tensors(), unsaid), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'prediction'");
    assertThatThrownBy(() -> TrainedNetworks.read("unet", whole, ""))
        .isInstanceOf(DataException.class);
  }

  @Test
  void sizesThatDoNotGoTogetherAreRefused() {
    TrainedNetwork network = trained("mlp", Shape.vector(3), 0);
    assertThatThrownBy(() ->
            TrainedNetwork.of(
                network.network(),
                network.parameters(),
                Parametrisation.EDM,
                network.normaliser(),
                1))
        .hasMessageContainingAll("1 classes", "0 conditioning inputs");
    assertThatThrownBy(() ->
            TrainedNetwork.of(
                network.network(),
                network.parameters(),
                Parametrisation.EDM,
                new Normaliser(Vector.of(0), Vector.of(1)),
                0))
        .hasMessageContainingAll("1 components", "shape 3");
  }
}
