package org.scorefield.engine.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.scorefield.engine.nn.Declaration;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;

/// Writes down what a network computes as a graph of ONNX operators, instead of computing it. Since
/// a network can only be written in these operations, each one can be exported.
///
/// What ONNX has no operator for is composed: group normalisation of an instance normalisation of
/// the groups, `silu` of `Sigmoid`, attention of products and `Softmax`.
final class OnnxOps implements Ops<Value> {
  private final Graph graph;
  private final BiFunction<Graph, Parameter, String> parameters;
  private final Declaration axes = new Declaration();

  /// @param parameters puts the values of a parameter into the graph, and gives their name there
  OnnxOps(Graph graph, BiFunction<Graph, Parameter, String> parameters) {
    this.graph = graph;
    this.parameters = parameters;
  }

  @Override
  public Value parameter(Parameter parameter) {
    List<Integer> declared = axes.parameter(parameter);
    return new Value(parameters.apply(graph, parameter), declared);
  }

  @Override
  public Value add(Value a, Value b) {
    return node("Add", axes.add(a.axes(), b.axes()), a, b);
  }

  @Override
  public Value multiply(Value a, Value b) {
    return node("Mul", axes.multiply(a.axes(), b.axes()), a, b);
  }

  @Override
  public Value scale(Value x, double factor) {
    return node("Mul", x.axes(), x, scalar(factor));
  }

  @Override
  public Value shift(Value x, double offset) {
    return node("Add", x.axes(), x, scalar(offset));
  }

  @Override
  public Value linear(Value x, Value weight, Optional<Value> bias) {
    List<Integer> result = axes.linear(x.axes(), weight.axes(), bias.map(Value::axes));
    if (x.axes().size() == 2) {
      return new Value(
          graph.node("Gemm", names(x, weight, bias), Onnx.attribute("transB", 1)), result);
    }
    Value transposed =
        new Value(
            graph.node(
                "Transpose", List.of(weight.name()), Onnx.attribute("perm", new long[] {1, 0})),
            List.of(weight.axes().get(1), weight.axes().get(0)));
    Value product = node("MatMul", result, x, transposed);
    return bias.map(b -> node("Add", result, product, b)).orElse(product);
  }

  @Override
  public Value convolution(Value x, Value weight, Optional<Value> bias, int stride, int padding) {
    List<Integer> result =
        axes.convolution(x.axes(), weight.axes(), bias.map(Value::axes), stride, padding);
    long[] kernel = {weight.axes().get(2), weight.axes().get(3)};
    return new Value(
        graph.node(
            "Conv",
            names(x, weight, bias),
            Onnx.attribute("kernel_shape", kernel),
            Onnx.attribute("strides", new long[] {stride, stride}),
            Onnx.attribute("pads", new long[] {padding, padding, padding, padding})),
        result);
  }

  @Override
  public Value groupNorm(Value x, int groups, Value gain, Value bias, double epsilon) {
    List<Integer> result = axes.groupNorm(x.axes(), groups, gain.axes(), bias.axes(), epsilon);
    int ofGroup = ofSample(x.axes()) / groups;
    Value grouped = reshape(x, groups, ofGroup);
    Value normal =
        new Value(
            graph.node(
                "InstanceNormalization",
                List.of(grouped.name(), repeated(1, groups), repeated(0, groups)),
                Onnx.attribute("epsilon", epsilon)),
            grouped.axes());
    int[] own = x.axes().stream().skip(1).mapToInt(Integer::intValue).toArray();
    Value ungrouped = reshape(normal, own);
    return node(
        "Add", result, node("Mul", result, ungrouped, byChannel(gain, x)), byChannel(bias, x));
  }

  /// One number for each channel of x, so that it repeats over the axes that follow.
  private Value byChannel(Value numbers, Value x) {
    List<Integer> column = new ArrayList<>(Collections.nCopies(x.axes().size() - 1, 1));
    column.set(0, x.axes().get(1));
    List<Long> target = column.stream().map(Integer::longValue).toList();
    return new Value(
        graph.node("Reshape", List.of(numbers.name(), graph.integers(target))), column);
  }

  @Override
  public Value layerNorm(Value x, double epsilon) {
    return new Value(
        graph.node(
            "LayerNormalization",
            List.of(x.name(), repeated(1, x.axes().getLast())),
            Onnx.attribute("axis", -1),
            Onnx.attribute("epsilon", epsilon)),
        axes.layerNorm(x.axes(), epsilon));
  }

  @Override
  public Value silu(Value x) {
    return node("Mul", x.axes(), x, node("Sigmoid", x.axes(), x));
  }

  @Override
  public Value gelu(Value x) {
    return node("Gelu", x.axes(), x);
  }

  @Override
  public Value relu(Value x) {
    return node("Relu", x.axes(), x);
  }

  @Override
  public Value sin(Value x) {
    return node("Sin", x.axes(), x);
  }

  @Override
  public Value cos(Value x) {
    return node("Cos", x.axes(), x);
  }

  @Override
  public Value exp(Value x) {
    return node("Exp", x.axes(), x);
  }

  @Override
  public Value log(Value x) {
    return node("Log", x.axes(), x);
  }

  @Override
  public Value power(Value x, double exponent) {
    return node("Pow", x.axes(), x, scalar(exponent));
  }

  @Override
  public Value attention(Value q, Value k, Value v) {
    List<Integer> result = axes.attention(q.axes(), k.axes(), v.axes());
    Value near = scale(q, 1 / Math.sqrt(q.axes().getLast()));
    Value across = permute(k, 0, 1, 3, 2);
    List<Integer> square = new ArrayList<>(q.axes());
    square.set(3, k.axes().get(2));
    Value likeness = node("MatMul", square, near, across);
    Value weights =
        new Value(
            graph.node("Softmax", List.of(likeness.name()), Onnx.attribute("axis", -1)), square);
    return node("MatMul", result, weights, v);
  }

  @Override
  public Value reshape(Value x, int... lengths) {
    List<Long> target = new ArrayList<>(List.of(0L)); // 0: as it was
    IntStream.of(lengths).forEach(length -> target.add((long) length));
    return new Value(
        graph.node("Reshape", List.of(x.name(), graph.integers(target))),
        axes.reshape(x.axes(), lengths));
  }

  @Override
  public Value permute(Value x, int... order) {
    long[] perm = IntStream.of(order).asLongStream().toArray();
    return new Value(
        graph.node("Transpose", List.of(x.name()), Onnx.attribute("perm", perm)),
        axes.permute(x.axes(), order));
  }

  @Override
  public Value concatenate(List<Value> parts, int axis) {
    return new Value(
        graph.node(
            "Concat", parts.stream().map(Value::name).toList(), Onnx.attribute("axis", axis)),
        axes.concatenate(parts.stream().map(Value::axes).toList(), axis));
  }

  @Override
  public Value slice(Value x, int axis, int from, int to) {
    return new Value(
        graph.node(
            "Slice",
            List.of(
                x.name(),
                graph.integers(List.of((long) from)),
                graph.integers(List.of((long) to)),
                graph.integers(List.of((long) axis)))),
        axes.slice(x.axes(), axis, from, to));
  }

  @Override
  public Value upsample(Value x) {
    String factors = graph.constant(List.of(4), List.of(1f, 1f, 2f, 2f));
    return new Value(
        graph.node(
            "Resize",
            List.of(x.name(), "", factors),
            Onnx.attribute("mode", "nearest"),
            Onnx.attribute("coordinate_transformation_mode", "asymmetric"),
            Onnx.attribute("nearest_mode", "floor")),
        axes.upsample(x.axes()));
  }

  @Override
  public Value downsample(Value x) {
    long[] two = {2, 2};
    return new Value(
        graph.node(
            "AveragePool",
            List.of(x.name()),
            Onnx.attribute("kernel_shape", two),
            Onnx.attribute("strides", two)),
        axes.downsample(x.axes()));
  }

  private Value node(String operator, List<Integer> result, Value... arguments) {
    return new Value(
        graph.node(operator, List.of(arguments).stream().map(Value::name).toList()), result);
  }

  private Value scalar(double value) {
    return new Value(graph.constant(List.of(), List.of((float) value)), List.of());
  }

  private String repeated(double value, int count) {
    return graph.constant(List.of(count), Collections.nCopies(count, (float) value));
  }

  private static int ofSample(List<Integer> axes) {
    return axes.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  private static List<String> names(Value x, Value weight, Optional<Value> bias) {
    List<String> names = new ArrayList<>(List.of(x.name(), weight.name()));
    bias.ifPresent(b -> names.add(b.name()));
    return names;
  }
}
