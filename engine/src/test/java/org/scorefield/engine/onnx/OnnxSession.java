package org.scorefield.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.scorefield.engine.torch.Numbers;

/// A model in ONNX Runtime, on one thread.
final class OnnxSession implements AutoCloseable {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  private OnnxSession(OrtSession session) {
    this.session = session;
  }

  static OnnxSession of(Path file) {
    try (OrtSession.SessionOptions options = options()) {
      return new OnnxSession(ENVIRONMENT.createSession(file.toString(), options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  static OnnxSession of(byte[] model) {
    try (OrtSession.SessionOptions options = options()) {
      return new OnnxSession(ENVIRONMENT.createSession(model, options));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }

  /// The first output.
  Numbers run(Map<String, Numbers> inputs) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, Numbers> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(input.getValue()));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        OnnxTensor output = (OnnxTensor) result.get(0);
        FloatBuffer buffer = output.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
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

  private static OnnxTensor tensor(Numbers numbers) throws OrtException {
    long[] axes = numbers.axes().stream().mapToLong(Integer::longValue).toArray();
    return OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(numbers.values()), axes);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
