package org.scorefield.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.engine.onnx.OnnxOptions.Device;

/// A file that was checked and loaded.
///
/// @param sha256 of the file and of those that it keeps tensors in
/// @param device where it is computed
record Loaded(
    Path file, String sha256, Device device, OrtEnvironment environment, OrtSession session) {

  /// What is made of a model.
  @FunctionalInterface
  interface Use<T> {
    T of(Loaded model) throws OrtException;
  }

  /// Loads a file and makes something of it; what fails leaves nothing behind.
  ///
  /// @throws DataException if it is not a file to be opened, or what is made does not fit it
  static <T> T use(Path file, OnnxOptions options, Use<T> use) {
    Loaded loaded = load(file, OnnxFile.inspect(file).sha256(), options);
    boolean made = false;
    try {
      T result = use.of(loaded);
      made = true;
      return result;
    } catch (OrtException e) {
      throw Failure.running(file, e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          file.toString(),
          "does not fit its settings (" + e.getMessage() + ")",
          "correct the yaml",
          e);
    } finally {
      if (!made) {
        loaded.close();
      }
    }
  }

  private void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /// On a graphics card if that is asked for and there is one; where it is only wished, a card that
  /// fails is done without.
  private static Loaded load(Path file, String sha256, OnnxOptions options) {
    boolean there = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    try {
      return switch (options.device()) {
        case CPU -> load(file, sha256, options, Device.CPU);
        case AUTO -> load(file, sha256, options, there ? Device.CUDA : Device.CPU);
        case CUDA -> {
          Ports.require(
              there,
              "this ONNX Runtime has no CUDA; put onnxruntime_gpu in its place, or take device cpu");
          yield load(file, sha256, options, Device.CUDA);
        }
      };
    } catch (OrtException e) {
      throw Failure.loading(file, e);
    }
  }

  private static Loaded load(Path file, String sha256, OnnxOptions options, Device device)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(options.threads());
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Idle threads that spin take the processor from those that work: ours, and other programs'.
      settings.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (device == Device.CUDA) {
        settings.addCUDA();
      }
      OrtSession session = environment.createSession(file.toString(), settings);
      return new Loaded(file, sha256, device, environment, session);
    } catch (OrtException e) {
      if (device == Device.CUDA && options.device() == Device.AUTO) {
        return load(file, sha256, options, Device.CPU);
      }
      throw e;
    }
  }

  /// The shape of what it returns for one sample, found by asking.
  Shape returned(Ports ports, Labels labels) throws OrtException {
    int length = ports.fixedBatch().orElse(1);
    try (Slot slot = new Slot(environment, ports, length, labels.width(), Optional.empty())) {
      slot.fill(new double[ports.shape().size()], 0, 1, Lengths.NOISE_INPUT, labels.probe());
      long[] lengths = slot.lengths(session);
      Ports.require(
          lengths.length >= 2 && lengths[0] == length,
          "for %d samples the output %s has the axes %s; the first must be that of the samples, and others follow",
          length,
          ports.output().name(),
          java.util.Arrays.toString(lengths));
      return new Shape(
          java.util.Arrays.stream(lengths).skip(1).mapToObj(Math::toIntExact).toList());
    }
  }
}
