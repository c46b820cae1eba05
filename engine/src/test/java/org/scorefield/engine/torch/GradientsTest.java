package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.random.NoiseKey;

class GradientsTest {
  private static final Mlp NETWORK = new Mlp(Shape.vector(3), 0, 16, 2, 4);

  private static float[] drawn(String what, int count, double deviation) {
    double[] values = new Init.Normal(deviation).draw(count, NoiseKey.of(5).child(what));
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static MiniBatch batch(int n) {
    return new MiniBatch(
        drawn("x", 3 * n, 1),
        drawn("noise", n, 1),
        new float[0],
        drawn("target", 3 * n, 1),
        drawn("weight", n, 1));
  }

  /// Copies into native memory do not look how long an array is.
  @Test
  void batchesAndParametersOfOtherSizesAreRefused() {
    float[] parameters = new float[Layout.of(NETWORK).size()];
    try (Gradients gradients = new Gradients(NETWORK, 4)) {
      for (int wrong : new int[] {parameters.length - 1, parameters.length + 1}) {
        assertThatThrownBy(() -> gradients.at(new float[wrong], batch(4)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll(parameters.length + " parameters", "got " + wrong);
      }
      MiniBatch narrow =
          new MiniBatch(new float[8], new float[4], new float[0], new float[8], new float[4]);
      assertThatThrownBy(() -> gradients.at(parameters, narrow))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("4 rows of", "12 and 0 numbers", "got 8 and 0");
      MiniBatch told =
          new MiniBatch(new float[12], new float[4], new float[4], new float[12], new float[4]);
      assertThatThrownBy(() -> gradients.at(parameters, told))
          .hasMessageContainingAll("0 conditioning inputs", "got 12 and 4");
    }
  }

  @Test
  void shardsAddUpToTheWhole() {
    float[] parameters = drawn("parameters", Layout.of(NETWORK).size(), 0.3);
    MiniBatch batch = batch(50);
    try (Gradients whole = new Gradients(NETWORK, 50);
        Gradients parts = new Gradients(NETWORK, 16)) {
      Gradients.Result a = whole.at(parameters, batch);
      Gradients.Result b = parts.at(parameters, batch);
      for (int i = 0; i < a.gradient().length; i++) {
        assertThat(b.gradient()[i])
            .isCloseTo(a.gradient()[i], org.assertj.core.api.Assertions.within(1e-5f));
      }
      assertThat(b.losses())
          .containsExactly(a.losses(), org.assertj.core.api.Assertions.within(1e-5f));
    }
  }
}
