package org.scorefield.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.scorefield.array.Shape;

/// Room for the inputs of a block of samples, outside of the heap, which a model reads from. For
/// one thread at a time; what it gets back comes out of the heap once and is used again and again.
final class Slot implements AutoCloseable {
  /// A class, as the model is told it.
  ///
  /// @param index its number; empty for none
  /// @param width how many numbers say it, where that is not the index alone
  record Label(Optional<Integer> index, int width) {}

  private final OrtEnvironment environment;
  private final Ports ports;
  private final int length;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private final Map<String, OnnxTensor> outputs = new HashMap<>();
  private final ByteBuffer x;
  private final Optional<Filled> noise;
  private final Optional<Filled> labels;
  private final Optional<Filled> output;

  /// Room and the number of values in it.
  private record Filled(Port port, ByteBuffer room, int count) {}

  /// @param length number of samples
  /// @param width how many numbers stand for a class, where they are not its index
  /// @param returned shape of one sample of the output, if it is known
  Slot(OrtEnvironment environment, Ports ports, int length, int width, Optional<Shape> returned)
      throws OrtException {
    this.environment = environment;
    this.ports = ports;
    this.length = length;
    x = put(inputs, ports.x(), Port.axes(length, ports.shape())).room();
    Optional<Filled> told = Optional.empty();
    if (ports.noise().isPresent()) {
      Port port = ports.noise().get();
      told = Optional.of(put(inputs, port, port.axes(length)));
    }
    noise = told;
    Optional<Filled> named = Optional.empty();
    if (ports.labels().isPresent()) {
      Port port = ports.labels().get();
      long[] axes = port.axes(length);
      if (!port.element().whole()) {
        axes[axes.length - 1] = width;
      }
      named = Optional.of(put(inputs, port, axes));
    }
    labels = named;
    Optional<Filled> answer = Optional.empty();
    if (returned.isPresent()) {
      answer = Optional.of(put(outputs, ports.output(), Port.axes(length, returned.get())));
    }
    output = answer;
  }

  private Filled put(Map<String, OnnxTensor> to, Port port, long[] axes) throws OrtException {
    long count = 1;
    for (long axis : axes) {
      count = Math.multiplyExact(count, axis);
    }
    int values = Math.toIntExact(count);
    ByteBuffer room = port.element().room(values);
    to.put(port.name(), OnnxTensor.createTensor(environment, room, axes, port.element().type()));
    return new Filled(port, room, values);
  }

  /// Writes samples `from .. from + count - 1` and, after them, the last of them again.
  void fill(double[] samples, int from, int count, double noiseInput, Optional<Label> label) {
    int d = ports.shape().size();
    Element element = ports.x().element();
    element.write(samples, from * d, count * d, x, 0);
    for (int i = count; i < length; i++) {
      element.write(samples, (from + count - 1) * d, d, x, i * d);
    }
    noise.ifPresent(n -> n.port().element().fill(noiseInput, n.count(), n.room(), 0));
    if (labels.isPresent() && label.isPresent()) {
      write(labels.get(), label.get());
    }
  }

  private static void write(Filled labels, Label label) {
    Element element = labels.port().element();
    if (element.whole()) {
      element.fill(label.index().orElse(0), labels.count(), labels.room(), 0);
      return;
    }
    element.fill(0, labels.count(), labels.room(), 0);
    label
        .index()
        .ifPresent(index -> {
          for (int at = index; at < labels.count(); at += label.width()) {
            element.fill(1, 1, labels.room(), at);
          }
        });
  }

  /// Lengths of the axes of what the model returns.
  long[] lengths(OrtSession session) throws OrtException {
    String name = ports.output().name();
    try (OrtSession.Result result = session.run(inputs, Set.of(name))) {
      return ((TensorInfo) result.get(0).getInfo()).getShape();
    }
  }

  /// Asks the model, and writes what it returns for the first samples to `out`.
  ///
  /// @param counted the shape of what counts of it: all, or the first half of the channels
  /// @param to the first sample to write
  /// @param count how many
  void run(OrtSession session, Shape counted, double[] out, int to, int count) throws OrtException {
    session.run(inputs, Set.of(), outputs).close();
    Filled answer = output.orElseThrow();
    Element element = answer.port().element();
    int d = counted.size();
    if (answer.count() == length * d) {
      element.read(answer.room(), 0, out, to * d, count * d);
      return;
    }
    int run = ports.channels().orElseThrow() == 0 ? d : counted.dimensions().getLast();
    for (int i = 0; i < count * d / run; i++) {
      element.read(answer.room(), 2 * run * i, out, to * d + run * i, run);
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
  }
}
