package org.scorefield.engine.onnx;

import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.engine.onnx.OnnxOptions.Device;
import org.scorefield.engine.onnx.Slot.Label;
import org.scorefield.wiring.Wiring;

/// A network in an ONNX file, as it is: its own order of axes, its own units.
///
/// Samples are computed in blocks of a few lengths at which each gets, on this machine and of this
/// model, the very bits that it gets alone ({@link Lengths}), several blocks at a time. So a result
/// depends neither on the batch a sample is in nor on how many threads ask or compute.
///
/// Inside it is what the file says, mostly float32; samples and noise levels are converted to what
/// its inputs take: float16, float32, float64, and whole numbers for times and classes. A time may
/// be one number or one for each sample, a class its index or a one among zeros. Where a model
/// returns twice the channels of its input, the second half (learned variances) is passed over.
///
/// It holds memory outside of the heap, given back some time after nothing refers to it any more;
/// there is nothing to close.
public final class OnnxNetwork implements RawNetwork {
  /// Where it comes from and where it is computed.
  private record Origin(Path file, String sha256, Device device) {}

  private final Origin origin;
  private final Session session;
  private final Lengths lengths;
  private final int threads;
  private final int classes;
  private final Optional<Label> label;

  private OnnxNetwork(
      Origin origin,
      Session session,
      Lengths lengths,
      int threads,
      int classes,
      Optional<Label> label) {
    this.origin = origin;
    this.session = session;
    this.lengths = lengths;
    this.threads = threads;
    this.classes = classes;
    this.label = label;
  }

  /// Opens a file. Costs its loading and a few evaluations.
  ///
  /// @throws org.scorefield.data.DataException if it is no ONNX file, names files outside of its
  ///   folder, needs what the runtime does not have, or does not fit its wiring
  public static OnnxNetwork open(Path file, Wiring wiring, OnnxOptions options) {
    int classes = wiring.classes().orElse(0);
    return Loaded.use(
        file,
        options,
        model -> {
          Ports ports = Ports.of(model.session(), wiring);
          Labels labels = Labels.of(ports, wiring);
          Shape returned = model.returned(ports, labels);
          ports.requireReturned(returned);
          Session session = new Session(model, ports, labels.width(), returned, ports.shape());
          Lengths lengths = Lengths.of(session, labels.probe(), options);
          Origin origin = new Origin(file, model.sha256(), model.device());
          return new OnnxNetwork(
              origin, session, lengths, options.threads(), classes, labels.unlabelled());
        });
  }

  /// The same network told a class.
  ///
  /// @param index from 0 to `classes() - 1`
  public OnnxNetwork given(int index) {
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          "the network knows %d classes, numbered from 0; got %d".formatted(classes, index));
    }
    Label told = new Label(Optional.of(index), session.width());
    return new OnnxNetwork(origin, session, lengths, threads, classes, Optional.of(told));
  }

  /// Number of classes; 0 if it knows none.
  public int classes() {
    return classes;
  }

  /// The file it was read from.
  public Path file() {
    return origin.file();
  }

  /// SHA-256 of the file and, after it, of those that it keeps tensors in; 64 hexadecimal digits.
  public String sha256() {
    return origin.sha256();
  }

  /// Where it is computed, `CPU` or `CUDA`.
  public Device device() {
    return origin.device();
  }

  /// Whether it is told the noise level as a whole number.
  public boolean wholeNoise() {
    return session.ports().noise().filter(port -> port.element().whole()).isPresent();
  }

  @Override
  public Shape shape() {
    return session.ports().shape();
  }

  /// @throws IllegalArgumentException if the samples have another shape, if the network has to be
  ///   told a class and was not, or if it fails
  @Override
  public Batch evaluate(Batch input, double noiseInput) {
    if (!input.shape().equals(shape())) {
      throw new IllegalArgumentException(
          "the network is for samples of shape %s in its own order of axes, got %s"
              .formatted(shape(), input.shape()));
    }
    if (session.ports().labels().isPresent() && label.isEmpty()) {
      throw new IllegalArgumentException(
          "the network has to be told a class and has no null_class: choose one of its %d classes (sample and doctor take --class), or say in null_class which label stands for none"
              .formatted(classes));
    }
    return new Batches(session, lengths, threads).evaluate(input, noiseInput, label);
  }
}
