package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.torch.Expression;
import org.scorefield.engine.torch.Numbers;
import org.scorefield.engine.torch.TorchValue;

/// Every operation, exported and run by ONNX Runtime, gives what LibTorch gives, at shapes where a
/// mistaken axis, rounding or repetition shows.
class OperationsTest {
  private static final double TOLERANCE = 1e-5;
  private static final Init NORMAL = new Init.Normal(1);

  /// @param operation its name in {@link Ops}
  /// @param about what is awkward about it
  /// @param inputs axes without the batch
  private record Case(
      String operation, String about, List<List<Integer>> inputs, Expression expression) {
    @Override
    public String toString() {
      return operation + ", " + about;
    }
  }

  private static final List<Parameter> PARAMETERS =
      List.of(
          parameter("weight.5x7", 5, 7),
          parameter("weight.1x7", 1, 7),
          parameter("bias.5", 5),
          parameter("kernel.4x3x3x3", 4, 3, 3, 3),
          parameter("kernel.4x3x1x1", 4, 3, 1, 1),
          parameter("kernel.2x3x3x5", 2, 3, 3, 5),
          parameter("bias.4", 4),
          parameter("gain.6", 6),
          parameter("bias.6", 6),
          parameter("column.3x1x1", 3, 1, 1),
          parameter("row.7", 7));

  private static Parameter parameter(String name, Integer... axes) {
    return new Parameter(name, List.of(axes), NORMAL, true);
  }

  private static <T> T get(Ops<T> ops, String name) {
    return ops.parameter(
        PARAMETERS.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow());
  }

  private static Case of(
      String operation, String about, Expression expression, List<List<Integer>> inputs) {
    return new Case(operation, about, inputs, expression);
  }

  private static List<Integer> axes(Integer... lengths) {
    return List.of(lengths);
  }

  static Stream<Case> cases() {
    return Stream.of(sums(), layers(), functions(), axesMoved(), parts()).flatMap(List::stream);
  }

  private static List<Case> sums() {
    List<List<Integer>> pictures = List.of(axes(3, 5, 7), axes(3, 5, 7));
    return List.of(
        of("add", "like to like", OperationsTest::add, pictures),
        of("add", "a number a channel", OperationsTest::add, List.of(axes(3, 5, 7), axes(3, 1, 1))),
        of("add", "the first repeated", OperationsTest::add, List.of(axes(1, 1), axes(4, 7))),
        of("add", "a parameter of lower rank", OperationsTest::addRow, List.of(axes(5, 7))),
        of("multiply", "like to like", OperationsTest::multiply, pictures),
        of(
            "multiply",
            "both repeated",
            OperationsTest::multiply,
            List.of(axes(3, 1, 7), axes(1, 5, 1))),
        of(
            "multiply",
            "a parameter a channel",
            OperationsTest::multiplyColumn,
            List.of(axes(3, 5, 7))),
        of("scale", "a number no float has", OperationsTest::scale, List.of(axes(7))),
        of("shift", "a number no float has", OperationsTest::shift, List.of(axes(2, 3))));
  }

  private static List<Case> layers() {
    return List.of(
        of("linear", "rows", OperationsTest::linear, List.of(axes(7))),
        of("linear", "rows, no bias", OperationsTest::linearPlain, List.of(axes(7))),
        of("linear", "one output, no bias", OperationsTest::linearOne, List.of(axes(7))),
        of("linear", "sequences", OperationsTest::linear, List.of(axes(3, 7))),
        of("linear", "sequences, no bias", OperationsTest::linearPlain, List.of(axes(3, 7))),
        of("linear", "rank 4", OperationsTest::linear, List.of(axes(2, 3, 7))),
        of("convolution", "odd size", OperationsTest::convolution, List.of(axes(3, 5, 7))),
        of("convolution", "stride 2, odd", OperationsTest::strided, List.of(axes(3, 5, 7))),
        of("convolution", "stride 2, even", OperationsTest::strided, List.of(axes(3, 6, 8))),
        of("convolution", "no padding", OperationsTest::unpadded, List.of(axes(3, 5, 7))),
        of("convolution", "1 by 1, no bias", OperationsTest::pointwise, List.of(axes(3, 5, 7))),
        of("convolution", "3 by 5 kernel", OperationsTest::oblong, List.of(axes(3, 5, 7))),
        of("groupNorm", "one group", OperationsTest::oneGroup, List.of(axes(6, 5, 3))),
        of("groupNorm", "three groups", OperationsTest::threeGroups, List.of(axes(6, 5, 3))),
        of("groupNorm", "a channel a group", OperationsTest::sixGroups, List.of(axes(6, 5, 3))),
        of("groupNorm", "no picture", OperationsTest::threeGroups, List.of(axes(6))),
        of("groupNorm", "sequences", OperationsTest::threeGroups, List.of(axes(6, 5))),
        of("layerNorm", "rows", OperationsTest::layerNorm, List.of(axes(7))),
        of("layerNorm", "sequences", OperationsTest::layerNorm, List.of(axes(3, 5))),
        of(
            "attention",
            "one head",
            OperationsTest::attention,
            List.of(axes(1, 5, 4), axes(1, 5, 4), axes(1, 5, 4))),
        of(
            "attention",
            "lengths and widths differ",
            OperationsTest::attention,
            List.of(axes(3, 5, 4), axes(3, 7, 4), axes(3, 7, 2))));
  }

  private static List<Case> functions() {
    List<List<Integer>> one = List.of(axes(3, 11));
    return List.of(
        of("silu", "both tails", OperationsTest::silu, one),
        of("gelu", "both tails", OperationsTest::gelu, one),
        of("relu", "both signs", OperationsTest::relu, one),
        of("sin", "many turns", OperationsTest::sin, one),
        of("cos", "many turns", OperationsTest::cos, one),
        of("exp", "both signs", OperationsTest::exp, one),
        of("log", "both signs", OperationsTest::log, one),
        of("power", "-1/2", OperationsTest::inverseRoot, one),
        of("power", "-1", OperationsTest::inverse, one),
        of("block", "what is in it", OperationsTest::block, one));
  }

  private static List<Case> axesMoved() {
    return List.of(
        of("reshape", "to one axis", OperationsTest::flatten, List.of(axes(2, 3, 5))),
        of("reshape", "to more axes", OperationsTest::unflatten, List.of(axes(30))),
        of("permute", "channels last", OperationsTest::channelsLast, List.of(axes(2, 3, 5))),
        of("permute", "rank 5", OperationsTest::rank5, List.of(axes(2, 3, 4, 5))),
        of("upsample", "odd sizes", OperationsTest::upsample, List.of(axes(2, 3, 5))),
        of("upsample", "one pixel", OperationsTest::upsample, List.of(axes(2, 1, 1))),
        of("downsample", "oblong", OperationsTest::downsample, List.of(axes(3, 4, 6))),
        of("downsample", "to one pixel", OperationsTest::downsample, List.of(axes(3, 2, 2))));
  }

  private static List<Case> parts() {
    List<List<Integer>> one = List.of(axes(3, 5, 7));
    List<List<Integer>> three = List.of(axes(2, 3), axes(2, 3), axes(2, 3));
    return List.of(
        of("concatenate", "axis 1", OperationsTest::concatenate1, three),
        of("concatenate", "axis 2", OperationsTest::concatenate2, three),
        of(
            "concatenate",
            "parts that differ",
            OperationsTest::concatenate1,
            List.of(axes(1, 3), axes(4, 3), axes(2, 3))),
        of("slice", "axis 1, to the end", OperationsTest::slice1, one),
        of("slice", "axis 2, one of it", OperationsTest::slice2, one),
        of("slice", "axis 3, from the start", OperationsTest::slice3, one));
  }

  private static <T> T add(Ops<T> o, List<T> in) {
    return o.add(in.get(0), in.get(1));
  }

  private static <T> T addRow(Ops<T> o, List<T> in) {
    return o.add(in.get(0), get(o, "row.7"));
  }

  private static <T> T multiply(Ops<T> o, List<T> in) {
    return o.multiply(in.get(0), in.get(1));
  }

  private static <T> T multiplyColumn(Ops<T> o, List<T> in) {
    return o.multiply(get(o, "column.3x1x1"), in.get(0));
  }

  private static <T> T scale(Ops<T> o, List<T> in) {
    return o.scale(in.get(0), -1 / 3.0);
  }

  private static <T> T shift(Ops<T> o, List<T> in) {
    return o.shift(in.get(0), 0.1);
  }

  private static <T> T linear(Ops<T> o, List<T> in) {
    return o.linear(in.get(0), get(o, "weight.5x7"), Optional.of(get(o, "bias.5")));
  }

  private static <T> T linearPlain(Ops<T> o, List<T> in) {
    return o.linear(in.get(0), get(o, "weight.5x7"), Optional.empty());
  }

  private static <T> T linearOne(Ops<T> o, List<T> in) {
    return o.linear(in.get(0), get(o, "weight.1x7"), Optional.empty());
  }

  private static <T> T convolution(Ops<T> o, List<T> in) {
    return o.convolution(in.get(0), get(o, "kernel.4x3x3x3"), Optional.of(get(o, "bias.4")), 1, 1);
  }

  private static <T> T strided(Ops<T> o, List<T> in) {
    return o.convolution(in.get(0), get(o, "kernel.4x3x3x3"), Optional.of(get(o, "bias.4")), 2, 1);
  }

  private static <T> T unpadded(Ops<T> o, List<T> in) {
    return o.convolution(in.get(0), get(o, "kernel.4x3x3x3"), Optional.of(get(o, "bias.4")), 1, 0);
  }

  private static <T> T pointwise(Ops<T> o, List<T> in) {
    return o.convolution(in.get(0), get(o, "kernel.4x3x1x1"), Optional.empty(), 1, 0);
  }

  private static <T> T oblong(Ops<T> o, List<T> in) {
    return o.convolution(in.get(0), get(o, "kernel.2x3x3x5"), Optional.empty(), 1, 2);
  }

  private static <T> T oneGroup(Ops<T> o, List<T> in) {
    return o.groupNorm(in.get(0), 1, get(o, "gain.6"), get(o, "bias.6"), 1e-5);
  }

  private static <T> T threeGroups(Ops<T> o, List<T> in) {
    return o.groupNorm(in.get(0), 3, get(o, "gain.6"), get(o, "bias.6"), 1e-5);
  }

  private static <T> T sixGroups(Ops<T> o, List<T> in) {
    return o.groupNorm(in.get(0), 6, get(o, "gain.6"), get(o, "bias.6"), 0.1);
  }

  private static <T> T layerNorm(Ops<T> o, List<T> in) {
    return o.layerNorm(in.get(0), 1e-6);
  }

  private static <T> T attention(Ops<T> o, List<T> in) {
    return o.attention(in.get(0), in.get(1), in.get(2));
  }

  private static <T> T silu(Ops<T> o, List<T> in) {
    return o.silu(o.scale(in.get(0), 8));
  }

  private static <T> T gelu(Ops<T> o, List<T> in) {
    return o.gelu(o.scale(in.get(0), 3));
  }

  private static <T> T relu(Ops<T> o, List<T> in) {
    return o.relu(in.get(0));
  }

  private static <T> T sin(Ops<T> o, List<T> in) {
    return o.sin(o.scale(in.get(0), 20));
  }

  private static <T> T cos(Ops<T> o, List<T> in) {
    return o.cos(o.scale(in.get(0), 20));
  }

  private static <T> T exp(Ops<T> o, List<T> in) {
    return o.exp(o.scale(in.get(0), 4));
  }

  private static <T> T log(Ops<T> o, List<T> in) {
    return o.log(positive(o, in.get(0)));
  }

  private static <T> T inverseRoot(Ops<T> o, List<T> in) {
    return o.power(positive(o, in.get(0)), -0.5);
  }

  private static <T> T inverse(Ops<T> o, List<T> in) {
    return o.power(positive(o, in.get(0)), -1);
  }

  private static <T> T positive(Ops<T> o, T x) {
    return o.shift(o.multiply(x, x), 0.01);
  }

  private static <T> T block(Ops<T> o, List<T> in) {
    return o.block(() -> o.shift(o.relu(in.get(0)), 1));
  }

  private static <T> T flatten(Ops<T> o, List<T> in) {
    return o.reshape(in.get(0), 30);
  }

  private static <T> T unflatten(Ops<T> o, List<T> in) {
    return o.reshape(in.get(0), 3, 2, 5);
  }

  private static <T> T channelsLast(Ops<T> o, List<T> in) {
    return o.permute(in.get(0), 0, 2, 3, 1);
  }

  private static <T> T rank5(Ops<T> o, List<T> in) {
    return o.permute(in.get(0), 0, 3, 1, 4, 2);
  }

  private static <T> T upsample(Ops<T> o, List<T> in) {
    return o.upsample(in.get(0));
  }

  private static <T> T downsample(Ops<T> o, List<T> in) {
    return o.downsample(in.get(0));
  }

  private static <T> T concatenate1(Ops<T> o, List<T> in) {
    return o.concatenate(in, 1);
  }

  private static <T> T concatenate2(Ops<T> o, List<T> in) {
    return o.concatenate(in, 2);
  }

  private static <T> T slice1(Ops<T> o, List<T> in) {
    return o.slice(in.get(0), 1, 1, 3);
  }

  private static <T> T slice2(Ops<T> o, List<T> in) {
    return o.slice(in.get(0), 2, 3, 4);
  }

  private static <T> T slice3(Ops<T> o, List<T> in) {
    return o.slice(in.get(0), 3, 0, 5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTorch(Case c) {
    Map<String, Numbers> parameters = new HashMap<>();
    for (Parameter p : PARAMETERS) {
      parameters.put(p.name(), Numbers.drawn(p.name(), NORMAL, p.axes().toArray(Integer[]::new)));
    }
    for (int batch : new int[] {1, 3}) {
      List<Numbers> inputs = new ArrayList<>();
      for (List<Integer> axes : c.inputs()) {
        List<Integer> all = new ArrayList<>(List.of(batch));
        all.addAll(axes);
        inputs.add(Numbers.drawn("input" + inputs.size(), NORMAL, all.toArray(Integer[]::new)));
      }
      Numbers torch = TorchValue.of(c.expression(), inputs, parameters);
      Numbers onnx = OnnxValue.of(c.expression(), inputs, parameters);
      assertThat(onnx.distance(torch)).as("%s, batch %d", c, batch).isLessThan(TOLERANCE);
    }
  }

  /// An operation that is added to {@link Ops} needs its case here.
  @Test
  void noOperationIsLeftOut() {
    Set<String> all =
        Stream.of(Ops.class.getMethods())
            .map(java.lang.reflect.Method::getName)
            .collect(Collectors.toCollection(HashSet::new));
    all.remove("parameter"); // in every layer
    assertThat(cases().map(Case::operation)).containsAll(all);
  }
}
