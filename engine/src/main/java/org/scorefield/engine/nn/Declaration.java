package org.scorefield.engine.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;

/// Runs a network on lengths of axes alone: collects its parameters, counts its multiply-adds, and
/// finds sizes that do not fit before a number is computed. The batch has length {@link #BATCH}.
///
/// Interpretations that need to know the axes of what they make ask this one for them.
public final class Declaration implements Ops<List<Integer>> {
  /// Stands for the length of the batch, which no operation may depend on.
  public static final int BATCH = -1;

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private long multiplyAdds;

  public Declaration() {}

  static Declaration of(Network network) {
    Declaration ops = new Declaration();
    List<Integer> out = network.forward(ops, inputs(network));
    List<Integer> wanted = batchOf(network.shape());
    if (!out.equals(wanted)) {
      throw new IllegalArgumentException(
          "a network of kind " + network.kind() + " gives " + out + " for samples of " + wanted);
    }
    return ops;
  }

  /// In the order in which the network asks for them.
  List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /// Of matrix products, convolutions and attention, for one sample.
  long multiplyAdds() {
    return multiplyAdds;
  }

  static Declaration of(ImageClassifier classifier) {
    Declaration ops = new Declaration();
    List<Integer> features = classifier.features(ops, batchOf(classifier.shape()));
    require(
        classifier.logits(ops, features).equals(List.of(BATCH, classifier.classes())),
        "a classifier gives one number for each class");
    return ops;
  }

  private static Inputs<List<Integer>> inputs(Network network) {
    return new Inputs<>(
        batchOf(network.shape()),
        List.of(BATCH, 1),
        network.condition() == 0
            ? Optional.empty()
            : Optional.of(List.of(BATCH, network.condition())));
  }

  private static List<Integer> batchOf(Shape shape) {
    List<Integer> axes = new ArrayList<>(List.of(BATCH));
    axes.addAll(shape.dimensions());
    return axes;
  }

  @Override
  public List<Integer> parameter(Parameter parameter) {
    Parameter before = parameters.putIfAbsent(parameter.name(), parameter);
    if (before != null && !before.equals(parameter)) {
      throw new IllegalArgumentException("two parameters of the name " + parameter.name());
    }
    return parameter.axes();
  }

  @Override
  public List<Integer> add(List<Integer> a, List<Integer> b) {
    return broadcast(a, b);
  }

  @Override
  public List<Integer> multiply(List<Integer> a, List<Integer> b) {
    return broadcast(a, b);
  }

  private static List<Integer> broadcast(List<Integer> a, List<Integer> b) {
    int rank = Math.max(a.size(), b.size());
    return IntStream.range(0, rank)
        .map(i -> {
          int p = i < rank - a.size() ? 1 : a.get(i - rank + a.size());
          int q = i < rank - b.size() ? 1 : b.get(i - rank + b.size());
          require(p == q || p == 1 || q == 1, a + " and " + b + " do not go together");
          return p == 1 ? q : p;
        })
        .boxed()
        .toList();
  }

  @Override
  public List<Integer> scale(List<Integer> x, double factor) {
    return x;
  }

  @Override
  public List<Integer> shift(List<Integer> x, double offset) {
    return x;
  }

  @Override
  public List<Integer> linear(List<Integer> x, List<Integer> weight, Optional<List<Integer>> bias) {
    require(
        x.getLast().equals(weight.get(1)),
        "a linear layer of " + weight + " cannot take inputs of " + x);
    multiplyAdds += sizeOfSample(x) * weight.getFirst();
    return with(x, x.size() - 1, weight.getFirst());
  }

  @Override
  public List<Integer> convolution(
      List<Integer> x,
      List<Integer> weight,
      Optional<List<Integer>> bias,
      int stride,
      int padding) {
    require(
        x.size() == 4 && x.get(1).equals(weight.get(1)),
        "a convolution of " + weight + " cannot take inputs of " + x);
    List<Integer> result =
        List.of(
            x.getFirst(),
            weight.getFirst(),
            (x.get(2) + 2 * padding - weight.get(2)) / stride + 1,
            (x.get(3) + 2 * padding - weight.get(3)) / stride + 1);
    multiplyAdds += sizeOfSample(result) * sizeOfSample(weight);
    return result;
  }

  @Override
  public List<Integer> groupNorm(
      List<Integer> x, int groups, List<Integer> gain, List<Integer> bias, double epsilon) {
    require(x.get(1) % groups == 0, groups + " groups cannot be made of " + x.get(1) + " channels");
    return x;
  }

  @Override
  public List<Integer> layerNorm(List<Integer> x, double epsilon) {
    return x;
  }

  @Override
  public List<Integer> silu(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> gelu(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> relu(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> sin(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> cos(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> exp(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> log(List<Integer> x) {
    return x;
  }

  @Override
  public List<Integer> power(List<Integer> x, double exponent) {
    return x;
  }

  @Override
  public List<Integer> attention(List<Integer> q, List<Integer> k, List<Integer> v) {
    require(
        q.size() == 4 && q.getLast().equals(k.getLast()) && k.get(2).equals(v.get(2)),
        "attention cannot take " + q + ", " + k + ", " + v);
    multiplyAdds += sizeOfSample(q) * k.get(2) + sizeOfSample(v) * q.get(2);
    return with(q, 3, v.getLast());
  }

  @Override
  public List<Integer> reshape(List<Integer> x, int... axes) {
    List<Integer> result = new ArrayList<>(List.of(x.getFirst()));
    long size = 1;
    for (int axis : axes) {
      size *= axis;
      result.add(axis);
    }
    require(size == sizeOfSample(x), x + " cannot become " + result);
    return List.copyOf(result);
  }

  @Override
  public List<Integer> permute(List<Integer> x, int... order) {
    require(order.length == x.size() && order[0] == 0, "a permutation must keep the batch first");
    return IntStream.of(order).mapToObj(x::get).toList();
  }

  @Override
  public List<Integer> concatenate(List<List<Integer>> parts, int axis) {
    List<Integer> first = parts.getFirst();
    int length = 0;
    for (List<Integer> part : parts) {
      require(
          with(part, axis, first.get(axis)).equals(first),
          part + " cannot be joined to " + first + " along axis " + axis);
      length += part.get(axis);
    }
    return with(first, axis, length);
  }

  @Override
  public List<Integer> slice(List<Integer> x, int axis, int from, int to) {
    require(
        0 <= from && from < to && to <= x.get(axis),
        "axis " + axis + " of " + x + " has no part " + from + " to " + to);
    return with(x, axis, to - from);
  }

  @Override
  public List<Integer> upsample(List<Integer> x) {
    return List.of(x.get(0), x.get(1), 2 * x.get(2), 2 * x.get(3));
  }

  @Override
  public List<Integer> downsample(List<Integer> x) {
    require(
        x.get(2) % 2 == 0 && x.get(3) % 2 == 0, "height and width of " + x + " cannot be halved");
    return List.of(x.get(0), x.get(1), x.get(2) / 2, x.get(3) / 2);
  }

  /// The product of all axes but the first.
  private static long sizeOfSample(List<Integer> axes) {
    return axes.stream().skip(1).mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  private static List<Integer> with(List<Integer> axes, int axis, int length) {
    List<Integer> result = new ArrayList<>(axes);
    result.set(axis, length);
    return List.copyOf(result);
  }

  private static void require(boolean fits, String message) {
    if (!fits) {
      throw new IllegalArgumentException(message);
    }
  }
}
