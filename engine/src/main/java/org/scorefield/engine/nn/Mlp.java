package org.scorefield.engine.nn;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Shape;

/// A multilayer perceptron: `h <- silu(W h + b)`, `layers` times, then a linear layer.
///
/// The noise level enters the first layer, as its number or as Fourier features of it; so does the
/// condition. The last layer starts at zero, so that a preconditioned denoiser starts as the best
/// linear one for white data.
///
/// @param shape of a sample, flattened inside
/// @param condition number of conditioning inputs
/// @param width of the hidden layers
/// @param layers number of hidden layers, at least 1
/// @param fourier number of Fourier features of the noise level; 0 for the plain number
public record Mlp(Shape shape, int condition, int width, int layers, int fourier)
    implements Network {
  public static final String KIND = "mlp";

  public Mlp {
    Sizes.atLeast(0, condition, "condition");
    Sizes.atLeast(1, width, "width");
    Sizes.atLeast(1, layers, "layers");
    Sizes.atLeast(0, fourier, "fourier");
  }

  /// Three layers of width 128, 32 Fourier features.
  public static Mlp small(Shape shape, int condition) {
    return new Mlp(shape, condition, 128, 3, 32);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    int d = shape.size();
    List<T> parts = new ArrayList<>();
    parts.add(shape.rank() == 1 ? in.x() : ops.reshape(in.x(), d));
    parts.add(fourier == 0 ? in.noise() : Layers.fourier(ops, "noise", in.noise(), fourier));
    in.condition().ifPresent(parts::add);
    T h = ops.concatenate(parts, 1);
    int inputs = d + Math.max(1, fourier) + condition;
    for (int i = 0; i < layers; i++) {
      h = ops.silu(Layers.linear(ops, "hidden." + i, h, inputs, width));
      inputs = width;
    }
    T out = Layers.linear(ops, "out", h, inputs, d, Init.ZEROS, Init.ZEROS);
    return shape.rank() == 1 ? out : ops.reshape(out, Sizes.axes(shape));
  }
}
