package org.scorefield.engine.torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.random.NoiseKey;

/// A network at parameters and inputs in float64: what tests compare with.
///
/// @param inputs x, noise and condition, row-major
record Evaluation(Network network, double[] parameters, MiniBatch inputs) {

  /// Parameters and a batch drawn at random, none of them where training starts.
  static Evaluation drawn(Network network, int count) {
    NoiseKey key = NoiseKey.of(11);
    Layout layout = Layout.of(network);
    double[] parameters = new double[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      int fan = Math.max(1, parameter.size() / parameter.axes().getFirst());
      double[] values =
          new Init.Normal(fan == 1 ? 0.3 : 1 / Math.sqrt(fan))
              .draw(parameter.size(), key.child(parameter.name()));
      System.arraycopy(values, 0, parameters, layout.offset(parameter), values.length);
    }
    int d = network.shape().size();
    return new Evaluation(
        network,
        parameters,
        new MiniBatch(
            floats("x", count * d),
            floats("noise", count),
            floats("condition", count * network.condition()),
            floats("target", count * d),
            floats("weight", count)));
  }

  static float[] floats(String name, int count) {
    return count == 0
        ? new float[0]
        : floats(new Init.Normal(1).draw(count, NoiseKey.of(12).child(name)));
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  Evaluation at(double[] others) {
    return new Evaluation(network, others, inputs);
  }

  Evaluation given(MiniBatch others) {
    return new Evaluation(network, parameters, others);
  }

  /// Only row i.
  Evaluation row(int i) {
    int d = network.shape().size();
    int c = network.condition();
    return given(
        new MiniBatch(
            Arrays.copyOfRange(inputs.x(), i * d, (i + 1) * d),
            Arrays.copyOfRange(inputs.noise(), i, i + 1),
            Arrays.copyOfRange(inputs.condition(), i * c, (i + 1) * c),
            Arrays.copyOfRange(inputs.target(), i * d, (i + 1) * d),
            Arrays.copyOfRange(inputs.weight(), i, i + 1)));
  }

  double[] output() {
    return Torch.inference(() -> doubles(network.forward(ops(tensors()), tensorInputs())));
  }

  /// `1/n sum_i w_i |F_i - y_i|^2 / d`.
  double loss() {
    return Torch.inference(() -> doubles(loss(tensors()))[0]);
  }

  /// Of the loss by every parameter, whether it is trained or not; zero where it has no part.
  double[] gradient() {
    return Torch.scoped(() -> {
      Map<String, Tensor> tensors = tensors();
      Tensor[] leaves =
          tensors.values().stream().map(t -> t.set_requires_grad(true)).toArray(Tensor[]::new);
      TensorVector gradients =
          torch.grad(new TensorVector(loss(tensors)), new TensorVector(leaves));
      double[] all = new double[parameters.length];
      int at = 0;
      for (int i = 0; i < leaves.length; i++) {
        double[] part = doubles(gradients.get(i));
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      return all;
    });
  }

  private Tensor loss(Map<String, Tensor> tensors) {
    long n = inputs.count();
    Tensor out = network.forward(ops(tensors), tensorInputs()).reshape(n, -1);
    Tensor error = torch.sub(out, tensor(widened(inputs.target()), n, out.size(1)));
    Tensor each = torch.mul(error, error).mean(1);
    return torch.mul(each, tensor(widened(inputs.weight()), n)).mean();
  }

  private static TorchOps ops(Map<String, Tensor> tensors) {
    return new TorchOps(tensors);
  }

  private Map<String, Tensor> tensors() {
    Layout layout = Layout.of(network);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : layout.parameters()) {
      int at = layout.offset(parameter);
      tensors.put(
          parameter.name(),
          tensor(
              Arrays.copyOfRange(parameters, at, at + parameter.size()),
              parameter.axes().stream().mapToLong(Integer::longValue).toArray()));
    }
    return tensors;
  }

  private Inputs<Tensor> tensorInputs() {
    int n = inputs.count();
    int c = network.condition();
    return new Inputs<>(
        tensor(widened(inputs.x()), Tensors.axes(n, network.shape())),
        tensor(widened(inputs.noise()), n, 1),
        c == 0 ? Optional.empty() : Optional.of(tensor(widened(inputs.condition()), n, c)));
  }

  private static double[] widened(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static Tensor tensor(double[] values, long... axes) {
    return Tensor.create(values).reshape(axes);
  }

  private static double[] doubles(Tensor tensor) {
    Tensor whole = tensor.detach().contiguous();
    double[] values = new double[Math.toIntExact(whole.numel())];
    whole.data_ptr_double().get(values);
    return values;
  }
}
