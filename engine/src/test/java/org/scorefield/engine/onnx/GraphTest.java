package org.scorefield.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.torch.Numbers;

class GraphTest {

  /// Adds parameters whose names an input, the result of an operator and the output have, too.
  private static <T> T addTaken(Ops<T> ops, List<T> in) {
    T sum = in.getFirst();
    for (String name : List.of("input0", "Add_1", "result")) {
      sum = ops.add(sum, ops.parameter(new Parameter(name, List.of(2), Init.ZEROS, true)));
    }
    return sum;
  }

  @Test
  void parametersMayBeCalledAsValuesOfTheGraphAre() {
    Numbers x = new Numbers(List.of(1, 2), new float[] {1, 2});
    Map<String, Numbers> parameters =
        Map.of(
            "input0", new Numbers(List.of(2), new float[] {10, 20}),
            "Add_1", new Numbers(List.of(2), new float[] {100, 200}),
            "result", new Numbers(List.of(2), new float[] {1000, 2000}));
    Numbers sum = OnnxValue.of(GraphTest::addTaken, List.of(x), parameters);
    assertThat(sum.values()).containsExactly(1111, 2222);
  }

  @Test
  void theSameConstantIsKeptOnce() {
    Graph graph = new Graph("result");
    String half = graph.constant(List.of(), List.of(0.5f));
    assertThat(graph.constant(List.of(), List.of(0.5f))).isEqualTo(half);
    assertThat(graph.constant(List.of(1), List.of(0.5f))).isNotEqualTo(half);
    assertThat(graph.constant(List.of(), List.of(0.25f))).isNotEqualTo(half);
    assertThat(graph.integers(List.of(1L, 2L))).isEqualTo(graph.integers(List.of(1L, 2L)));
  }

  @Test
  void refusesConstantsThatNoFloatHolds() {
    assertThatThrownBy(() -> new Graph("result").constant(List.of(), List.of((float) 1e300)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite float, got Infinity");
  }

  @Test
  void refusesTwoInputsOfOneName() {
    Graph graph = new Graph("result");
    graph.input("x", List.of(2), "");
    assertThatThrownBy(() -> graph.input("x", List.of(2), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two values of the name x");
  }
}
