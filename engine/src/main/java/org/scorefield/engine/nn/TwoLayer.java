package org.scorefield.engine.nn;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Shape;

/// A network of two layers with a linear part beside: with `z = (x, noise, condition)`,
///
/// `F(x) = A relu(U z + b) + V z + c`,
///
/// U of `m x D`, A of `d x m`, V of `d x D`. It is the one network whose best weights are known:
/// with weight decay on U, b and A its training is a convex program (Pilanci and Ergen 2002.10553),
/// so that one trained by gradients can be told how far it is from the best of any width; see
/// {@link org.scorefield.convex.relu.Certifier}. Deeper ones of the same size learn more.
///
/// The noise level enters as its number. A and V start at zero.
///
/// @param shape of a sample, flattened inside; d is its size
/// @param condition number of conditioning inputs
/// @param width m
public record TwoLayer(Shape shape, int condition, int width) implements Network {
  public static final String KIND = "two-layer";

  public TwoLayer {
    Sizes.atLeast(0, condition, "condition");
    Sizes.atLeast(1, width, "width");
  }

  /// 256 hidden units.
  public static TwoLayer small(Shape shape, int condition) {
    return new TwoLayer(shape, condition, 256);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /// D: d, the noise level and the condition.
  public int inputs() {
    return shape.size() + 1 + condition;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    int d = shape.size();
    List<T> parts = new ArrayList<>();
    parts.add(shape.rank() == 1 ? in.x() : ops.reshape(in.x(), d));
    parts.add(in.noise());
    in.condition().ifPresent(parts::add);
    T z = ops.concatenate(parts, 1);
    T hidden = ops.relu(Layers.linear(ops, "hidden", z, inputs(), width));
    T out =
        ops.add(
            Layers.map(ops, "out", hidden, width, d, Init.ZEROS, true),
            Layers.linear(ops, "skip", z, inputs(), d, Init.ZEROS, Init.ZEROS));
    return shape.rank() == 1 ? out : ops.reshape(out, Sizes.axes(shape));
  }
}
