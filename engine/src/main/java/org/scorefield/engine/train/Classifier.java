package org.scorefield.engine.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.data.Labelled;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.torch.ClassifierFunction;
import org.scorefield.engine.torch.ClassifierGradients;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;

/// A trained classifier of pictures: what class they are of, and the features in which to compare
/// them.
///
/// A Fréchet distance in its {@link #features} is one in features learned from this data, and is to
/// be named so: it cannot be compared with distances in other features.
public final class Classifier {
  private static final String NETWORK = "network";
  private static final String PIXELS = "pixels";

  private final ImageClassifier network;
  private final float[] parameters;
  private final PixelScale scale;
  private final ClassifierFunction function;

  private Classifier(ImageClassifier network, float[] parameters, PixelScale scale) {
    this.network = network;
    this.parameters = parameters;
    this.scale = scale;
    this.function = new ClassifierFunction(network, parameters);
  }

  /// Trains a classifier by cross-entropy.
  ///
  /// @param watch told the mean loss of each step; training ends where it answers false
  /// @return empty if it was ended before its last step
  /// @throws IllegalArgumentException if pictures or classes are not those of the network
  /// @throws TrainingStopped if the loss stops being finite
  public static Optional<Classifier> train(
      ImageClassifier network,
      Labelled data,
      ClassifierSettings settings,
      NoiseKey key,
      DoublePredicate watch) {
    require(data.shape().equals(network.shape()), "pictures of " + data.shape(), network);
    require(data.classes() == network.classes(), data.classes() + " classes", network);
    int batch = Math.min(settings.batchSize(), data.size());
    int steps = settings.steps(data.size());
    PixelScale scale = PixelScale.of(data);
    Layout layout = Layout.of(network);
    TrainingState state =
        TrainingState.start(
            layout.start(key.child("start")), 0, Optional.empty(), Optional.empty());
    AdamW optimizer = new AdamW(settings.optimizer(), layout);
    EpochOrder order = new EpochOrder(data.size(), key.child("order"));
    int shardRows = (batch + settings.shards() - 1) / settings.shards();
    try (ClassifierGradients gradients = new ClassifierGradients(network, shardRows)) {
      for (int step = 0; step < steps; step++) {
        int[] rows = order.rows((long) step * batch, batch);
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
          labels[i] = data.label(rows[i]);
        }
        float[] pictures = scale.floats(data.select(rows));
        ClassifierGradients.Result result = gradients.at(state.parameters(), pictures, labels);
        double rate = settings.optimizer().rate(step, steps);
        double norm = optimizer.norm(result.gradient());
        if (!Double.isFinite(norm)) {
          throw new TrainingStopped(
              "diverged: the loss of the classifier stopped being finite in step %d; lower the learning rate, now %s"
                  .formatted(step, settings.learningRate()));
        }
        optimizer.step(state, result.gradient(), norm, rate, new double[0]);
        state.stepDone();
        if (!watch.test(mean(result.losses()))) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Classifier(network, state.parameters(), scale));
  }

  private static void require(boolean fits, String given, ImageClassifier network) {
    if (!fits) {
      throw new IllegalArgumentException(
          "the classifier is for %d classes of pictures of %s, got %s; make one of these sizes"
              .formatted(network.classes(), network.shape(), given));
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /// Its architecture.
  public ImageClassifier network() {
    return network;
  }

  /// One row of features for each picture, in the units of the data it was trained on.
  public Batch features(Batch pictures) {
    return function.features(scale.scaled(pictures));
  }

  /// The class of each picture with the largest logit.
  public int[] classes(Batch pictures) {
    Batch logits = function.logits(scale.scaled(pictures));
    int[] classes = new int[logits.count()];
    for (int i = 0; i < classes.length; i++) {
      for (int c = 1; c < network.classes(); c++) {
        classes[i] = logits.get(i, c) > logits.get(i, classes[i]) ? c : classes[i];
      }
    }
    return classes;
  }

  /// The share of a dataset that it puts in the right class, with the binomial standard error at
  /// the share `(right + 2)/(n + 4)` of Agresti and Coull (1998), which is not 0 where all are
  /// right.
  public Estimate accuracy(Labelled data) {
    int block = data.comfortableBlock();
    int right = 0;
    for (int from = 0; from < data.size(); from += block) {
      int[] found = classes(data.rows(from, Math.min(block, data.size() - from)));
      for (int i = 0; i < found.length; i++) {
        right += found[i] == data.label(from + i) ? 1 : 0;
      }
    }
    double n = data.size();
    double share = (right + 2) / (n + 4);
    return new Estimate(right / n, Math.sqrt(share * (1 - share) / n), data.size());
  }

  /// The tensors of its file, under the names of the parameters, and {@link #of what it needs
  /// beside them}.
  SafeTensors tensors(Map<String, String> about) {
    Map<String, Tensor> tensors = new HashMap<>();
    Layout layout = Layout.of(network);
    for (Parameter parameter : layout.parameters()) {
      tensors.put(
          parameter.name(),
          FloatTensors.of(parameter.axes(), parameters, layout.offset(parameter)));
    }
    Map<String, String> metadata = new HashMap<>(about);
    metadata.put(NETWORK, Settings.json(network));
    metadata.put(PIXELS, Settings.json(scale));
    return new SafeTensors(tensors, metadata);
  }

  /// What {@link #tensors} made. Runs nothing that is in it.
  ///
  /// @param where the file, for messages
  /// @throws DataException if anything is missing or does not fit
  static Classifier of(SafeTensors tensors, String where) {
    ImageClassifier network =
        Settings.parse(where, text(tensors, NETWORK, where), ImageClassifier.class);
    PixelScale scale = Settings.parse(where, text(tensors, PIXELS, where), PixelScale.class);
    Layout layout = Layout.of(network);
    float[] parameters = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      Tensor tensor = tensors.tensors().get(parameter.name());
      if (tensor == null || !tensor.shape().equals(parameter.axes())) {
        throw new DataException(
            where,
            "parameter '%s' of %s is missing or of another shape"
                .formatted(parameter.name(), parameter.axes()),
            "train the classifier again");
      }
      FloatTensors.copy(tensor, parameters, layout.offset(parameter));
    }
    return new Classifier(network, parameters, scale);
  }

  static String text(SafeTensors tensors, String key, String where) {
    String text = tensors.metadata().get(key);
    if (text == null) {
      throw new DataException(where, "'" + key + "' is missing", "train the classifier again");
    }
    return text;
  }

  /// Everything that decides its features.
  Vector numbers() {
    return Vector.generate(
        parameters.length + 2,
        i ->
            i < parameters.length
                ? parameters[i]
                : i == parameters.length ? scale.mean() : scale.deviation());
  }
}
