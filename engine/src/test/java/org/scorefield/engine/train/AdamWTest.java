package org.scorefield.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.train.OptimizerSettings.Decay;
import org.scorefield.random.NoiseKey;

class AdamWTest {
  /// A linear layer of two outputs, and two inputs that are scaled by a frozen parameter.
  private record Linear() implements Network {
    @Override
    public String kind() {
      return "linear";
    }

    @Override
    public Shape shape() {
      return Shape.vector(2);
    }

    @Override
    public int condition() {
      return 0;
    }

    @Override
    public <T> T forward(Ops<T> ops, Inputs<T> in) {
      T scale = ops.parameter(new Parameter("scale", List.of(1, 2), Init.ONES, false));
      return ops.linear(
          ops.multiply(in.x(), scale),
          ops.parameter(new Parameter("weight", List.of(2, 2), Init.ONES, true)),
          Optional.of(ops.parameter(new Parameter("bias", List.of(2), Init.ZEROS, true))));
    }
  }

  private static OptimizerSettings settings(double weightDecay, double clip) {
    return new OptimizerSettings(0.05, 0, Decay.CONSTANT, 0, 0.9, 0.99, 1e-8, weightDecay, clip);
  }

  private static TrainingState state(float... parameters) {
    return TrainingState.start(parameters, 1, Optional.empty(), Optional.empty());
  }

  private static void step(AdamW optimizer, TrainingState state, float[] gradient, double kept) {
    optimizer.step(state, gradient, optimizer.norm(gradient), 0.05, new double[] {kept});
    state.stepDone();
  }

  /// Golden numbers: torch 2.13, AdamW with weight decay 0.1 on the weight and 0 on the bias, lr
  /// 0.05, betas 0.9 and 0.99, after clip_grad_norm_ to 4 of each of three gradients.
  @Test
  void threeStepsAreThoseOfPyTorch() {
    AdamW optimizer = new AdamW(settings(0.1, 4), Layout.of(new Linear()));
    TrainingState state = state(1, 1, 0.5f, -1.25f, 2, 0, 0.25f, -3);
    float[][] gradients = {
      {0, 0, 0.1f, -0.2f, 0.3f, 0, 1, -2},
      {0, 0, -0.4f, 0.2f, 0.1f, 1e-6f, 0.5f, 3},
      {0, 0, 5, -6, 0, 1, 0.1f, 0.2f}
    };
    double[] norms = {2.2671568393707275, 3.075711488723755, 7.8771820068359375};
    for (int t = 0; t < 3; t++) {
      assertThat(optimizer.norm(gradients[t])).isCloseTo(norms[t], within(1e-6));
      step(optimizer, state, gradients[t], 1);
    }
    assertThat(state.parameters())
        .containsExactly(
            new float[] {
              1,
              1,
              0.44287532567977905f,
              -1.1529850959777832f,
              1.8434298038482666f,
              -0.06822061538696289f,
              0.11574976146221161f,
              -2.9728589057922363f
            },
            within(1e-6f));
  }

  @Test
  void followsTheFormulasOnManyParametersOverManySteps() {
    Mlp network = new Mlp(Shape.vector(2), 0, 150, 2, 4);
    Layout layout = Layout.of(network);
    OptimizerSettings settings = settings(0.01, 1);
    AdamW optimizer = new AdamW(settings, layout);
    TrainingState state = state(layout.start(NoiseKey.of(1)));
    int n = layout.size();
    double[] p = new double[n];
    Arrays.setAll(p, i -> state.parameters()[i]);
    double[] average = p.clone();
    double[] m = new double[n];
    double[] v = new double[n];
    for (int t = 1; t <= 30; t++) {
      float[] gradient = gradient(layout, n, t);
      double norm = 0;
      for (float g : gradient) {
        norm += (double) g * g;
      }
      double clip = Math.min(1, 1 / Math.sqrt(norm));
      for (Parameter parameter : layout.parameters()) {
        for (int k = 0; parameter.trained() && k < parameter.size(); k++) {
          int i = layout.offset(parameter) + k;
          double g = clip * gradient[i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.99 * v[i] + 0.01 * g * g;
          double decay = parameter.axes().size() > 1 ? 0.01 : 0;
          double size = m[i] / (1 - Math.pow(0.9, t));
          double root = Math.sqrt(v[i] / (1 - Math.pow(0.99, t)));
          p[i] -= 0.05 * (decay * p[i] + size / (root + 1e-8));
          average[i] = 0.7 * average[i] + 0.3 * p[i];
        }
      }
      step(optimizer, state, gradient, 0.7);
    }
    for (int i = 0; i < n; i++) {
      assertThat((double) state.parameters()[i]).isCloseTo(p[i], within(2e-4));
      assertThat((double) state.average(0)[i]).isCloseTo(average[i], within(2e-4));
    }
  }

  /// Zero where nothing is trained, as the engine has it.
  private static float[] gradient(Layout layout, int n, int t) {
    double[] drawn = new Init.Normal(0.1).draw(n, NoiseKey.of(2).child(t));
    float[] gradient = new float[n];
    for (Parameter parameter : layout.parameters()) {
      for (int k = 0; parameter.trained() && k < parameter.size(); k++) {
        gradient[layout.offset(parameter) + k] = (float) drawn[layout.offset(parameter) + k];
      }
    }
    return gradient;
  }

  @Test
  void frozenParametersStayAsTheyAre() {
    Mlp network = new Mlp(Shape.vector(2), 0, 8, 1, 4);
    Layout layout = Layout.of(network);
    float[] start = layout.start(NoiseKey.of(1));
    TrainingState state = state(start.clone());
    AdamW optimizer = new AdamW(settings(0.5, 1), layout);
    float[] ones = new float[layout.size()];
    Arrays.fill(ones, 1);
    step(optimizer, state, ones, 0);
    for (Parameter parameter : layout.parameters()) {
      int at = layout.offset(parameter);
      float[] before = Arrays.copyOfRange(start, at, at + parameter.size());
      float[] after = Arrays.copyOfRange(state.parameters(), at, at + parameter.size());
      if (parameter.trained()) {
        assertThat(after).isNotEqualTo(before);
      } else {
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @Test
  void aGradientOverTheLimitCountsAsOneOfThatNorm() {
    Layout layout = Layout.of(new Linear());
    TrainingState clipped = state(1, 1, 1, 1, 1, 1, 1, 1);
    TrainingState small = state(1, 1, 1, 1, 1, 1, 1, 1);
    step(new AdamW(settings(0, 2), layout), clipped, new float[] {0, 0, 0, 30, 40, 0, 0, 0}, 1);
    step(new AdamW(settings(0, 2), layout), small, new float[] {0, 0, 0, 1.2f, 1.6f, 0, 0, 0}, 1);
    assertThat(clipped.mean()).containsExactly(small.mean(), within(1e-6f));
    assertThat(clipped.square()).containsExactly(small.square(), within(1e-6f));
  }
}
