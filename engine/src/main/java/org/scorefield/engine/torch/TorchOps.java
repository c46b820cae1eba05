package org.scorefield.engine.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;

/// Computes a network on tensors. What it makes belongs to the scope it is made in.
///
/// A BLAS takes rows in groups and may add up differently from group to group: OpenBLAS's float32
/// kernel for AVX2 does, so that the same row gives other bits at row 0 than at row 6. oneDNN's
/// convolution does not. Where bits must depend on the row alone, a linear layer is therefore
/// computed as a convolution of 1x1, which costs 1.1 to 1.7 times as much.
///
/// @param parameters by name
/// @param alike whether equal rows give equal bits wherever they are
record TorchOps(Map<String, Tensor> parameters, boolean alike) implements Ops<Tensor> {

  /// As fast as can be.
  TorchOps(Map<String, Tensor> parameters) {
    this(parameters, false);
  }

  @Override
  public Tensor parameter(Parameter parameter) {
    Tensor value = parameters.get(parameter.name());
    if (value == null) {
      throw new IllegalArgumentException("no parameter '" + parameter.name() + "' was given");
    }
    return value;
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return torch.add(a, b);
  }

  @Override
  public Tensor multiply(Tensor a, Tensor b) {
    return torch.mul(a, b);
  }

  @Override
  public Tensor scale(Tensor x, double factor) {
    return torch.mul(x, new Scalar(factor));
  }

  @Override
  public Tensor shift(Tensor x, double offset) {
    return torch.add(x, new Scalar(offset));
  }

  @Override
  public Tensor linear(Tensor x, Tensor weight, Optional<Tensor> bias) {
    return alike ? pointwise(x, weight, bias) : torch.linear(x, weight, optional(bias));
  }

  /// Rows as pixels, their numbers as channels, two or more pixels a picture where that can be.
  private static Tensor pointwise(Tensor x, Tensor weight, Optional<Tensor> bias) {
    long[] axes = x.shape();
    int last = axes.length - 1;
    long inputs = axes[last];
    long pixels = x.numel() / inputs / axes[0];
    if (pixels == 1 && axes[0] % 2 == 0) {
      pixels = 2;
    }
    long pictures = x.numel() / inputs / pixels;
    axes[last] = weight.size(0);
    Tensor channelled = x.reshape(pictures, 1, pixels, inputs).permute(0, 3, 1, 2);
    Tensor filter = weight.reshape(axes[last], inputs, 1, 1);
    return torch
        .conv2d(
            channelled,
            filter,
            optional(bias),
            new long[] {1, 1},
            new long[] {0, 0},
            new long[] {1, 1},
            1)
        .permute(0, 2, 3, 1)
        .reshape(axes);
  }

  @Override
  public Tensor convolution(
      Tensor x, Tensor weight, Optional<Tensor> bias, int stride, int padding) {
    return torch.conv2d(
        x,
        weight,
        optional(bias),
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }

  @Override
  public Tensor groupNorm(Tensor x, int groups, Tensor gain, Tensor bias, double epsilon) {
    return torch.group_norm(
        x, groups, new TensorOptional(gain), new TensorOptional(bias), epsilon, false);
  }

  @Override
  public Tensor layerNorm(Tensor x, double epsilon) {
    return torch.layer_norm(
        x,
        new long[] {x.size(x.dim() - 1)},
        new TensorOptional(),
        new TensorOptional(),
        epsilon,
        false);
  }

  @Override
  public Tensor silu(Tensor x) {
    return torch.silu(x);
  }

  @Override
  public Tensor gelu(Tensor x) {
    return torch.gelu(x);
  }

  @Override
  public Tensor relu(Tensor x) {
    return torch.relu(x);
  }

  @Override
  public Tensor sin(Tensor x) {
    return torch.sin(x);
  }

  @Override
  public Tensor cos(Tensor x) {
    return torch.cos(x);
  }

  @Override
  public Tensor exp(Tensor x) {
    return torch.exp(x);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v) {
    return torch.scaled_dot_product_attention(q, k, v);
  }

  @Override
  public Tensor reshape(Tensor x, int... axes) {
    long[] all = new long[axes.length + 1];
    all[0] = x.size(0);
    for (int i = 0; i < axes.length; i++) {
      all[i + 1] = axes[i];
    }
    return x.reshape(all);
  }

  @Override
  public Tensor permute(Tensor x, int... order) {
    long[] all = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      all[i] = order[i];
    }
    return x.permute(all);
  }

  @Override
  public Tensor concatenate(List<Tensor> parts, int axis) {
    return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), axis);
  }

  @Override
  public Tensor slice(Tensor x, int axis, int from, int to) {
    return torch.slice(x, axis, new LongOptional(from), new LongOptional(to), 1);
  }

  @Override
  public Tensor upsample(Tensor x) {
    return torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3));
  }

  @Override
  public Tensor downsample(Tensor x) {
    return torch.avg_pool2d(x, 2, 2);
  }

  @Override
  public Tensor block(Supplier<Tensor> body) {
    PointerScope outer = PointerScope.getInnerScope();
    try (PointerScope inner = new PointerScope()) {
      Tensor result = body.get();
      // In this order: a tensor that belongs to no scope is freed.
      outer.attach(result);
      inner.detach(result);
      return result;
    }
  }

  private static TensorOptional optional(Optional<Tensor> tensor) {
    return tensor.map(TensorOptional::new).orElseGet(TensorOptional::new);
  }
}
