package org.scorefield.engine.nn;

import java.util.List;
import org.scorefield.array.Shape;

/// The network whose training 2406.12839 analyses: without biases,
///
/// `S(X) = W_{L+1} relu(W_L ... relu(W_1 relu(W_0 X)))`, `X = (x, noise)`,
///
/// with `W_0` of `m x (d+1)`, `W_1 .. W_L` of `m x m` and `W_{L+1}` of `d x m`. `W_0 .. W_L` start
/// as independent N(0, 2/m), `W_{L+1}` as N(0, 1/d); the first and the last are never trained.
///
/// It is there to study training, not to win: of one size, a {@link ResidualMlp} learns far faster.
///
/// @param shape of a sample, flattened inside; d is its size
/// @param width m
/// @param layers L, the trained layers, at least 1
public record ReluScore(Shape shape, int width, int layers) implements Network {
  public static final String KIND = "relu";

  public ReluScore {
    Sizes.atLeast(1, width, "width");
    Sizes.atLeast(1, layers, "layers");
  }

  /// Three trained layers of width 256.
  ///
  /// @param condition must be 0
  public static ReluScore small(Shape shape, int condition) {
    if (condition != 0) {
      throw new IllegalArgumentException(
          "a network of kind relu takes no conditioning inputs, got "
              + condition
              + "; use residual-mlp");
    }
    return new ReluScore(shape, 256, 3);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /// 0: the theory has none.
  @Override
  public int condition() {
    return 0;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    int d = shape.size();
    Init hidden = new Init.Normal(Math.sqrt(2.0 / width));
    T x = shape.rank() == 1 ? in.x() : ops.reshape(in.x(), d);
    T h = ops.concatenate(List.of(x, in.noise()), 1);
    h = ops.relu(Layers.map(ops, "in", h, d + 1, width, hidden, false));
    for (int i = 1; i <= layers; i++) {
      h = ops.relu(Layers.map(ops, "hidden." + i, h, width, width, hidden, true));
    }
    T out = Layers.map(ops, "out", h, width, d, new Init.Normal(1 / Math.sqrt(d)), false);
    return shape.rank() == 1 ? out : ops.reshape(out, Sizes.axes(shape));
  }
}
