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
/// Inputs that are the same for all samples may have one row only.
///
/// @param parameters by name
/// @param turned whether linear layers compute `W X'` rather than `X W'`: the same but for
///   rounding, with the samples side by side in memory, see {@link Calibration}
record TorchOps(Map<String, Tensor> parameters, boolean turned) implements Ops<Tensor> {

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
    return turned ? turned(x, weight, bias) : torch.linear(x, weight, optional(bias));
  }

  private static Tensor turned(Tensor x, Tensor weight, Optional<Tensor> bias) {
    long[] axes = x.sizes().vec().get();
    Tensor columns = x.reshape(-1, axes[axes.length - 1]).t();
    Tensor product =
        bias.map(b -> torch.addmm(b.reshape(-1, 1), weight, columns))
            .orElseGet(() -> torch.mm(weight, columns));
    axes[axes.length - 1] = weight.size(0);
    return product.t().reshape(axes);
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
  public Tensor log(Tensor x) {
    return torch.log(x);
  }

  @Override
  public Tensor power(Tensor x, double exponent) {
    return torch.pow(x, new Scalar(exponent));
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
    long rows = parts.stream().mapToLong(part -> part.size(0)).max().orElse(1);
    Tensor[] alike =
        parts.stream().map(part -> axis == 0 ? part : repeated(part, rows)).toArray(Tensor[]::new);
    return torch.cat(new TensorVector(alike), axis);
  }

  private static Tensor repeated(Tensor x, long rows) {
    if (x.size(0) == rows) {
      return x;
    }
    long[] axes = x.sizes().vec().get();
    axes[0] = rows;
    return x.expand(axes);
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
