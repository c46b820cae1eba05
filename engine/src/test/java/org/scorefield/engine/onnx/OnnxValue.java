package org.scorefield.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.scorefield.engine.nn.Declaration;
import org.scorefield.engine.torch.Expression;
import org.scorefield.engine.torch.Numbers;

/// The value of an expression or a file by ONNX Runtime.
final class OnnxValue {
  private OnnxValue() {}

  /// The value of an expression, exported with the batch left open.
  static Numbers of(Expression expression, List<Numbers> inputs, Map<String, Numbers> parameters) {
    return run(model(expression, inputs, parameters), named(inputs));
  }

  static byte[] model(
      Expression expression, List<Numbers> inputs, Map<String, Numbers> parameters) {
    Graph graph = new Graph();
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
    graph.output("result", expression.of(ops, values), "the output");
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

  static Numbers run(byte[] model, Map<String, Numbers> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try (OrtSession.SessionOptions options = options();
        OrtSession session = environment.createSession(model, options)) {
      for (Map.Entry<String, Numbers> input : inputs.entrySet()) {
        long[] axes = input.getValue().axes().stream().mapToLong(Integer::longValue).toArray();
        tensors.put(
            input.getKey(),
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(input.getValue().values()), axes));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        OnnxTensor output = (OnnxTensor) result.get(0);
        float[] values = new float[output.getFloatBuffer().remaining()];
        output.getFloatBuffer().get(values);
        List<Integer> axes =
            LongStream.of(output.getInfo().getShape()).mapToObj(Math::toIntExact).toList();
        return new Numbers(axes, values);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }
}
