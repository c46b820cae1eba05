package org.scorefield.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.engine.onnx.OnnxOptions.Device;
import org.scorefield.engine.onnx.Slot.Label;
import org.scorefield.wiring.Wiring;

/// A file that was checked and loaded, and asked once.
///
/// @param session the model
/// @param sha256 of the file
/// @param device where it is computed
/// @param unlabelled what it is told where no class is chosen; empty if it knows no classes, or has
///   no word for none
/// @param probe what it is told where any class will do
record Opening(
    Session session,
    String sha256,
    Device device,
    Optional<Label> unlabelled,
    Optional<Label> probe) {

  private record Loaded(OrtSession session, Device device) {}

  static Opening of(Path file, Wiring wiring, OnnxOptions options) {
    OnnxFile.inspect(file);
    String sha256 = sha256(file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Loaded loaded = load(environment, file, options);
    OrtSession model = loaded.session();
    try {
      Ports ports = Ports.of(model, wiring);
      int width = width(ports, wiring);
      Optional<Label> unlabelled = unlabelled(ports, wiring, width);
      Optional<Label> probe =
          ports.labels().map(_ -> unlabelled.orElse(new Label(Optional.of(0), width)));
      Shape returned = returned(environment, model, ports, width, probe);
      return new Opening(
          new Session(environment, model, ports, width, returned),
          sha256,
          loaded.device(),
          unlabelled,
          probe);
    } catch (OrtException e) {
      closed(model);
      throw Failure.running(file, e);
    } catch (IllegalArgumentException e) {
      closed(model);
      throw new DataException(
          file.toString(),
          "does not fit its wiring (" + e.getMessage() + ")",
          "correct the yaml",
          e);
    }
  }

  private static void closed(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /// On a graphics card if that is asked for and there is one; where it is only wished, a card that
  /// fails is done without.
  private static Loaded load(OrtEnvironment environment, Path file, OnnxOptions options) {
    boolean there = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    try {
      return switch (options.device()) {
        case CPU -> load(environment, file, options, Device.CPU);
        case AUTO -> load(environment, file, options, there ? Device.CUDA : Device.CPU);
        case CUDA -> {
          Ports.require(
              there,
              "this ONNX Runtime has no CUDA; put onnxruntime_gpu in its place, or take device cpu");
          yield load(environment, file, options, Device.CUDA);
        }
      };
    } catch (OrtException e) {
      throw Failure.loading(file, e);
    }
  }

  private static Loaded load(
      OrtEnvironment environment, Path file, OnnxOptions options, Device device)
      throws OrtException {
    try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
      settings.setIntraOpNumThreads(options.threads());
      settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      // Idle threads that spin take the processor from those that work: ours, and other programs'.
      settings.addConfigEntry("session.intra_op.allow_spinning", "0");
      if (device == Device.CUDA) {
        settings.addCUDA();
      }
      return new Loaded(environment.createSession(file.toString(), settings), device);
    } catch (OrtException e) {
      if (device == Device.CUDA && options.device() == Device.AUTO) {
        return load(environment, file, options, Device.CPU);
      }
      throw e;
    }
  }

  private static Shape returned(
      OrtEnvironment environment, OrtSession session, Ports ports, int width, Optional<Label> label)
      throws OrtException {
    int length = ports.fixedBatch().orElse(1);
    try (Slot slot = new Slot(environment, ports, length, width, Optional.empty())) {
      slot.fill(new double[ports.shape().size()], 0, 1, Lengths.NOISE_INPUT, label);
      long[] lengths = slot.lengths(session);
      Shape returned = ports.returned(lengths);
      Ports.require(
          lengths[0] == length,
          "for %d samples the output %s has %d; it must have one for each",
          length,
          ports.output().name(),
          lengths[0]);
      return returned;
    }
  }

  /// How many numbers stand for a class where the model takes a one among zeros.
  private static int width(Ports ports, Wiring wiring) {
    int classes = wiring.classes().orElse(0);
    if (ports.labels().isEmpty() || ports.labels().get().element().whole()) {
      return 1;
    }
    Port labels = ports.labels().get();
    Ports.require(
        labels.axes().size() == 2,
        "the input %s must be an index, of whole numbers, or have two axes: batch and classes",
        labels);
    long declared = labels.axes().getLast();
    int width = declared == Port.OPEN ? classes : Math.toIntExact(declared);
    Ports.require(
        classes <= width && wiring.nullClass().orElse(0) < width,
        "the input %s has %d numbers for a class, classes says %d",
        labels,
        width,
        classes);
    return width;
  }

  private static Optional<Label> unlabelled(Ports ports, Wiring wiring, int width) {
    if (ports.labels().isEmpty()) {
      return Optional.empty();
    }
    boolean index = ports.labels().get().element().whole();
    if (wiring.nullClass().isPresent()) {
      return Optional.of(new Label(Optional.of(wiring.nullClass().getAsInt()), width));
    }
    return index ? Optional.empty() : Optional.of(new Label(Optional.empty(), width));
  }

  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = new byte[1 << 16];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        digest.update(bytes, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-256", e);
    }
  }
}
