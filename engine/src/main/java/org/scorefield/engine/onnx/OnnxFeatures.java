package org.scorefield.engine.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.metric.FeatureMap;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wiring.Channels;

/// The features that a network in an ONNX file gives of pictures: what its {@link FeatureSettings}
/// name as its output.
///
/// A picture in [-1, 1] is brought to the network so: grey becomes three equal colours if the
/// network takes three; values are cut to [-1, 1] and mapped to the network's; it is resized
/// (bilinear, with antialiasing where it shrinks); the mean of each channel is taken off and it is
/// divided by the deviation; the axes are put in order. This is what makes numbers comparable, and
/// all of it is in {@link #sha256}.
///
/// As with {@link OnnxNetwork} the features of a picture do not depend on the batch it is in.
public final class OnnxFeatures implements FeatureMap {
  /// Of what is done to pictures; another number, other features.
  private static final String VERSION = "onnx-features-1";

  /// Numbers of pictures that are resized at a time.
  private static final int COMFORTABLE = 1 << 22;

  /// Where no value is negative, one beyond this says that black is not -1.
  private static final double FARTHEST = 10;

  private final String file;
  private final String sha256;
  private final Shape shape;
  private final FeatureSettings settings;
  private final Batches network;

  private OnnxFeatures(
      String file, String sha256, Shape shape, FeatureSettings settings, Batches network) {
    this.file = file;
    this.sha256 = sha256;
    this.shape = shape;
    this.settings = settings;
    this.network = network;
  }

  /// The features of a file, with the YAML of the same name beside it.
  ///
  /// @param shape of the pictures: channels, height, width
  /// @throws DataException if one of the two is missing or damaged, or they do not fit together or
  ///   to the pictures
  public static OnnxFeatures read(Path file, Shape shape) {
    return read(file, OnnxModels.requireSettings(file), shape);
  }

  /// The features of a file, called as another file says.
  public static OnnxFeatures read(Path file, Path settings, Shape shape) {
    return of(file, Settings.read(settings, FeatureSettings.class), shape, OnnxOptions.usual());
  }

  /// The features of a file, called so.
  public static OnnxFeatures of(
      Path file, FeatureSettings settings, Shape shape, OnnxOptions options) {
    return Loaded.use(
        file,
        options,
        model -> {
          Ports ports = Ports.of(model.session(), settings);
          requireChannels(shape, settings.layout().ours(ports.shape()), settings);
          Shape returned = model.returned(ports, Labels.NONE);
          Session session = new Session(model, ports, 1, returned, Shape.vector(returned.size()));
          Lengths lengths = Lengths.of(session, Optional.empty(), options);
          return new OnnxFeatures(
              file.getFileName().toString(),
              model.sha256(),
              shape,
              settings,
              new Batches(session, lengths, options.threads()));
        });
  }

  private static void requireChannels(Shape data, Shape network, FeatureSettings settings) {
    int channels = network.dimensions().getFirst();
    Ports.require(
        data.rank() == 3
            && (data.dimensions().getFirst() == channels || data.dimensions().getFirst() == 1),
        "it takes pictures of %d channels, the data have shape %s; give pictures of as many, or grey ones",
        channels,
        data);
    for (Optional<List<Double>> numbers : List.of(settings.mean(), settings.deviation())) {
      Ports.require(
          numbers.isEmpty() || numbers.get().size() == channels,
          "mean and deviation need one number for each of the %d channels, got %s",
          channels,
          numbers.orElse(List.of()));
    }
    Ports.require(
        settings.channels().isEmpty() || channels == 3,
        "channels are the order of three colours, the network takes %d",
        channels);
  }

  @Override
  public String name() {
    return "%d features of %s (%s, sha256 %s)"
        .formatted(
            network.session().counted().size(), settings.about(), file, sha256.substring(0, 12));
  }

  @Override
  public String sha256() {
    String all = String.join("\n", VERSION, sha256, shape.toString(), Settings.json(settings));
    return Sha256.of(all);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Batch features(Batch samples) {
    if (!samples.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "the features are of pictures of shape %s, got %s".formatted(shape, samples.shape()));
    }
    Shape taken = settings.layout().ours(network.session().ports().shape());
    int block = Math.max(1, COMFORTABLE / taken.size());
    double[] out = new double[samples.count() * network.session().counted().size()];
    for (int from = 0; from < samples.count(); from += block) {
      Batch part = samples.slice(from, Math.min(block, samples.count() - from));
      Batch found = network.evaluate(prepared(part, taken), Lengths.NOISE_INPUT, Optional.empty());
      System.arraycopy(
          found.shared(), 0, out, from * found.dimension(), found.count() * found.dimension());
    }
    return Batch.adopt(network.session().counted(), out);
  }

  /// Pictures as the network takes them.
  private Batch prepared(Batch pictures, Shape taken) {
    double[] cut = cut(pictures);
    List<Integer> old = shape.dimensions();
    int channels = taken.dimensions().getFirst();
    Resize rows = Resize.of(old.get(1), taken.dimensions().get(1));
    Resize columns = Resize.of(old.get(2), taken.dimensions().get(2));
    double[] resized = Resize.pictures(cut, pictures.count() * old.getFirst(), rows, columns);
    int area = taken.size() / channels;
    double[] out = new double[pictures.count() * taken.size()];
    for (int plane = 0; plane < pictures.count() * channels; plane++) {
      int channel = plane % channels;
      int source = old.getFirst() == channels ? plane : plane / channels;
      double mean = settings.mean().map(m -> m.get(channel)).orElse(0.0);
      double deviation = settings.deviation().map(d -> d.get(channel)).orElse(1.0);
      for (int i = 0; i < area; i++) {
        out[plane * area + i] = (resized[source * area + i] - mean) / deviation;
      }
    }
    boolean reversed = settings.channels().filter(c -> c == Channels.BGR).isPresent();
    return settings.layout().toNetwork(Batch.adopt(taken, out), reversed);
  }

  /// Values cut to those of pictures and mapped to those of the network. Samples may leave the
  /// range as far as a poor sampler takes them; values none of which is negative are in other
  /// units.
  ///
  /// @throws IllegalArgumentException if one is NaN, or if they are in other units
  private double[] cut(Batch pictures) {
    double low = settings.valueRange().get(0);
    double half = (settings.valueRange().get(1) - low) / 2;
    double[] values = pictures.toArray();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(
            "pictures have values in [-1, 1], one of sample %d is NaN".formatted(i / shape.size()));
      }
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
      values[i] = low + half * (Math.clamp(values[i], -1.0, 1.0) + 1);
    }
    if (least >= 0 && most > FARTHEST) {
      throw new IllegalArgumentException(
          "pictures have values in [-1, 1], these have %s to %s; features of other data mean nothing: map black to -1 and white to 1"
              .formatted(least, most));
    }
    return values;
  }
}
