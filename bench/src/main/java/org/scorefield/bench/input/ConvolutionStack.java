package org.scorefield.bench.input;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;

/// Convolutions of 3 x 3 in a row, with group normalisation and SiLU between them: the inner loop
/// of a U-Net without its shape. Blind to the noise level.
///
/// @param shape of a picture
/// @param width channels
/// @param layers number of convolutions, at least 2
/// @param groups of channels that are normalised together
public record ConvolutionStack(Shape shape, int width, int layers, int groups) implements Network {
  private static final double EPSILON = 1e-5;

  @Override
  public String kind() {
    return "convolutions";
  }

  @Override
  public int condition() {
    return 0;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    int channels = shape.dimensions().getFirst();
    T h = in.x();
    for (int i = 0; i < layers; i++) {
      boolean last = i == layers - 1;
      int inputs = i == 0 ? channels : width;
      int outputs = last ? channels : width;
      T weight =
          parameter(ops, "conv." + i + ".weight", Init.fanIn(9 * inputs), outputs, inputs, 3, 3);
      T bias = parameter(ops, "conv." + i + ".bias", Init.ZEROS, outputs);
      h = ops.convolution(h, weight, Optional.of(bias), 1, 1);
      if (!last) {
        T gain = parameter(ops, "norm." + i + ".weight", Init.ONES, outputs);
        T offset = parameter(ops, "norm." + i + ".bias", Init.ZEROS, outputs);
        h = ops.silu(ops.groupNorm(h, groups, gain, offset, EPSILON));
      }
    }
    return h;
  }

  private static <T> T parameter(Ops<T> ops, String name, Init start, Integer... axes) {
    return ops.parameter(new Parameter(name, List.of(axes), start, true));
  }
}
