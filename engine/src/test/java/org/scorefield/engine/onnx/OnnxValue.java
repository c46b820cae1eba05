package org.scorefield.engine.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.scorefield.engine.nn.Declaration;
import org.scorefield.engine.torch.Expression;
import org.scorefield.engine.torch.Numbers;

/// The value of an expression by ONNX Runtime.
final class OnnxValue {
  private OnnxValue() {}

  /// The value of an expression, exported with the batch left open.
  static Numbers of(Expression expression, List<Numbers> inputs, Map<String, Numbers> parameters) {
    try (OnnxSession session = OnnxSession.of(model(expression, inputs, parameters))) {
      return session.run(named(inputs));
    }
  }

  static byte[] model(
      Expression expression, List<Numbers> inputs, Map<String, Numbers> parameters) {
    Graph graph = new Graph("result");
    OnnxOps ops =
        new OnnxOps(
            graph,
            (g, p) ->
                g.array(
                    p.name(),
                    p.axes(),
                    Objects.requireNonNull(parameters.get(p.name())).values(),
                    0));
    List<Value> values = new ArrayList<>();
    named(inputs)
        .forEach((name, numbers) -> {
          List<Integer> axes = new ArrayList<>(numbers.axes());
          axes.set(0, Declaration.BATCH);
          values.add(graph.input(name, axes, "an input"));
        });
    graph.output(expression.of(ops, values), "the output");
    return bytes(Onnx.model(graph.message("expression", "a test"), "a test", Map.of()));
  }

  private static Map<String, Numbers> named(List<Numbers> inputs) {
    Map<String, Numbers> named = new java.util.LinkedHashMap<>();
    for (Numbers numbers : inputs) {
      named.put("input" + named.size(), numbers);
    }
    return named;
  }

  static byte[] bytes(Message model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      model.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
