package org.scorefield.engine.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;

class NetworksTest {
  private static final Shape PICTURE = Shape.image(1, 28, 28);

  @Test
  void aDescriptionIsReadBackAsTheSameNetwork() {
    for (String kind : Networks.ALL.names()) {
      Network network = Networks.small(kind, Shape.image(1, 9, 12), 0);
      assertThat(network.kind()).isEqualTo(kind);
      String description = Networks.description(network);
      assertThat(Networks.read("model", kind, description)).isEqualTo(network);
    }
  }

  @Test
  void aDescriptionThatDoesNotFitIsRefused() {
    String description = Networks.description(Mlp.small(Shape.vector(2), 0));
    assertThatThrownBy(() -> Networks.read("a.model", "mlp", description.replace("width", "widht")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a.model", "widht", "did you mean 'width'");
    assertThatThrownBy(() -> Networks.read("a.model", "mlp", description.replace("128", "0")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("width must be at least 1, got 0");
    assertThatThrownBy(() -> Networks.read("a.model", "unett", description))
        .hasMessageContainingAll("unett", "did you mean 'unet'", "residual-mlp");
  }

  @Test
  void aNetworkOfNoKnownKindHasNoDescription() {
    Network other =
        new Network() {
          @Override
          public String kind() {
            return "mlp";
          }

          @Override
          public Shape shape() {
            return PICTURE;
          }

          @Override
          public int condition() {
            return 0;
          }

          @Override
          public <T> T forward(Ops<T> ops, Inputs<T> in) {
            return in.x();
          }
        };
    assertThatThrownBy(() -> Networks.description(other)).hasMessageContaining("calls itself mlp");
  }

  @Test
  void sizesThatCannotBeAreRefusedWithTheCure() {
    refused(() -> new Mlp(PICTURE, -1, 8, 1, 0), "condition", "-1");
    refused(() -> new ResidualMlp(PICTURE, 0, 8, 0, 1, true, 4), "hidden", "0");
    refused(() -> new ResidualMlp(PICTURE, 0, 1, 8, 1, true, 4), "width", "at least 2");
    refused(() -> new ReluScore(PICTURE, 8, 0), "layers", "0");
    refused(() -> ReluScore.small(PICTURE, 3), "no condition", "3", "residual-mlp");
    refused(() -> UNet.small(Shape.vector(7), 0), "7", "pictures", "residual-mlp");
    refused(() -> Dit.small(Shape.of(4, 4), 0), "4x4", "pictures", "residual-mlp");
    refused(() -> new Dit(PICTURE, 0, 4, 30, 1, 2, 8), "width", "multiple of 4", "30");
    refused(() -> new Dit(PICTURE, 0, 4, 32, 1, 5, 8), "width", "multiple of 5", "heads");
    refused(() -> unet(30, List.of(1, 2), 0, 1), "channels", "multiple of 4", "30");
    refused(() -> unet(32, List.of(), 0, 1), "multipliers", "at least 1");
    refused(() -> unet(32, List.of(1, 0), 0, 1), "multiplier", "got 0");
    refused(() -> unet(36, List.of(1, 2), 14, 1), "level 1", "multiple of 32", "72", "headWidth");
    refused(() -> unet(32, List.of(1, 1, 1, 1, 1, 1), 0, 1), "halved 5 times", "fewer multipliers");
    refused(() -> unet(32, List.of(1, 2), 0, 0), "patch", "at least 1");
    refused(() -> new Parameter("w", List.of(3, 0), Init.ZEROS, true), "'w'", "shorter than 1");
  }

  private static UNet unet(int channels, List<Integer> multipliers, int attention, int patch) {
    return new UNet(
        PICTURE, 0, channels, multipliers, 1, attention, 32, patch, 12, Modulation.SCALE_SHIFT);
  }

  private static void refused(ThrowingCallable make, String... parts) {
    assertThatThrownBy(make)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  /// Closed form: parameters and multiply-adds of small networks, counted by hand.
  @Test
  void costsAreCounted() {
    Layout mlp = Layout.of(new Mlp(Shape.vector(3), 0, 8, 2, 0));
    assertThat(mlp.size()).isEqualTo((4 + 1) * 8 + (8 + 1) * 8 + (8 + 1) * 3);
    assertThat(mlp.multiplyAdds()).isEqualTo(4 * 8 + 8 * 8 + 8 * 3);
    // One level, one direction: in, two blocks of two convolutions, out; levels and modulations.
    Layout flat =
        Layout.of(new UNet(Shape.image(1, 6, 5), 0, 4, List.of(1), 1, 0, 4, 1, 16, Modulation.ADD));
    long pictures = 30L * 9 * (4 + 4 * 16 + 4);
    long embedding = 16 + 2 * 16 * 16 + 2 * 16 * 4;
    assertThat(flat.multiplyAdds()).isEqualTo(pictures + embedding);
    // Attention of 4 rows of width 8: three maps and one, scores and their mixture.
    Layout dit = Layout.of(new Dit(Shape.image(1, 2, 2), 0, 1, 8, 1, 2, 4));
    long rows = 4L * (8 + 4 * 64 + 8 * 64 + 8) + 2 * 4 * 4 * 8;
    long level = 4 + 4 * 8 + 64 + 8 * 48 + 8 * 16;
    assertThat(dit.multiplyAdds()).isEqualTo(rows + level);
  }

  @Test
  void presetsForFashionMnistHaveTheSizesTheirDocumentationSays() {
    assertThat(sizes(UNet.small(PICTURE, 0))).isEqualTo("1.0 M, 76 M");
    assertThat(sizes(Dit.small(PICTURE, 0))).isEqualTo("1.8 M, 62 M");
    assertThat(sizes(ResidualMlp.small(Shape.vector(10), 0))).isEqualTo("0.4 M, 0 M");
  }

  private static String sizes(Network network) {
    Layout layout = Layout.of(network);
    return String.format(
        Locale.ROOT, "%.1f M, %.0f M", layout.size() / 1e6, layout.multiplyAdds() / 1e6);
  }
}
