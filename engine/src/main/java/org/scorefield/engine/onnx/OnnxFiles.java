package org.scorefield.engine.onnx;

import com.google.protobuf.CodedOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.scorefield.array.Shape;
import org.scorefield.data.AtomicFile;
import org.scorefield.data.DataException;
import org.scorefield.engine.nn.Declaration;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;

/// Writes trained networks as ONNX.
///
/// A file holds the graph and the parameters, float32, with the length of the batch left open; a
/// result agrees with ours to float32 rounding. It is written whole or not at all, and replaces one
/// of the same name. ONNX keeps a model in one file up to 2 GiB, about 500 million parameters.
public final class OnnxFiles {
  /// Ends the name of every file.
  public static final String SUFFIX = ".onnx";

  /// Black and white of pictures.
  private static final List<Double> PICTURES = List.of(-1.0, 1.0);

  private static final String X = "x";
  private static final String SIGMA = "sigma";
  private static final String NOISE = "noise";
  private static final String CLASS_LABELS = "class_labels";
  private static final String CONDITION = "condition";
  private static final String DENOISED = "denoised";
  private static final String OUTPUT = "output";

  private OnnxFiles() {}

  /// Writes the whole denoiser `D(x; sigma) = E[x0 | x0 + sigma n = x]`, and its {@link Wiring} as
  /// YAML beside it.
  ///
  /// | | name | axes | what |
  /// |---|---|---|---|
  /// | input | `x` | batch, sample | noisy samples, in the units of the data |
  /// | input | `sigma` | batch | the noise level of each, > 0, in the units of the data |
  /// | input | `class_labels` | batch, classes | only with classes: a one for the class, or zeros |
  /// | output | `denoised` | batch, sample | |
  ///
  /// @param file ends in `.onnx`
  /// @throws IllegalArgumentException if a parameter is not finite or the file would be too large
  /// @throws DataException if a file cannot be written
  public static void writeDenoiser(Path file, TrainedNetwork trained, OnnxCard card) {
    Path beside = settingsOf(file);
    DenoiserGraph denoiser = DenoiserGraph.of(trained);
    Wiring wiring = wiring(trained, card);
    Names names = new Names(SIGMA, CLASS_LABELS, DENOISED);
    Map<String, String> properties = properties(trained, card);
    properties.put("scorefield.settings", Settings.json(wiring));
    write(
        file,
        graph(denoiser, denoiser.values(trained.parameters()), names),
        card,
        "The mean of clean data given x = clean + sigma n, n standard normal.",
        properties);
    Settings.write(beside, wiring);
  }

  /// Writes the network alone, F of {@link org.scorefield.engine.train.Parametrisation}: inputs `x`
  /// in the network's coordinates, `noise` (batch) and, if it has any, `condition` (batch, inputs);
  /// output `output`.
  ///
  /// @param file ends in `.onnx`
  /// @throws IllegalArgumentException if a parameter is not finite or the file would be too large
  /// @throws DataException if the file cannot be written
  public static void writeNetwork(Path file, TrainedNetwork trained, OnnxCard card) {
    settingsOf(file);
    Names names = new Names(NOISE, CONDITION, OUTPUT);
    write(
        file,
        graph(trained.network(), trained.parameters(), names),
        card,
        "The output of a network, in its own coordinates.",
        properties(trained, card));
  }

  /// The settings beside a model.
  public static Path settingsOf(Path file) {
    Path name = file.getFileName();
    if (name == null || !name.toString().endsWith(SUFFIX)) {
      throw new DataException(
          file.toString(), "is not the name of an ONNX file", "let it end in " + SUFFIX);
    }
    String stem = name.toString().substring(0, name.toString().length() - SUFFIX.length());
    return file.resolveSibling(stem + ".yaml");
  }

  /// @param noise name of the input that tells the noise level
  /// @param condition name of the conditioning input
  private record Names(String noise, String condition, String output) {}

  private static Graph graph(Network network, float[] parameters, Names names) {
    Layout layout = Layout.of(network);
    requireFinite(layout, parameters);
    Graph graph = new Graph(names.output());
    OnnxOps ops =
        new OnnxOps(graph, (g, p) -> g.array(p.name(), p.axes(), parameters, layout.offset(p)));
    Value x = graph.input(X, batchOf(network.shape()), "noisy samples");
    Value noise =
        graph.input(names.noise(), List.of(Declaration.BATCH), "noise level, one a sample");
    Optional<Value> condition =
        network.condition() == 0
            ? Optional.empty()
            : Optional.of(
                graph.input(
                    names.condition(),
                    List.of(Declaration.BATCH, network.condition()),
                    "a one for the class of each sample, zeros where none is known"));
    Value result = network.forward(ops, new Inputs<>(x, ops.reshape(noise, 1), condition));
    graph.output(result, "one of the shape of x for each sample");
    return graph;
  }

  private static void requireFinite(Layout layout, float[] parameters) {
    for (Parameter parameter : layout.parameters()) {
      int from = layout.offset(parameter);
      for (int i = from; i < from + parameter.size(); i++) {
        if (!Float.isFinite(parameters[i])) {
          throw new IllegalArgumentException(
              "value %d of parameter '%s' is %s; export an earlier checkpoint"
                  .formatted(i - from + 1, parameter.name(), parameters[i]));
        }
      }
    }
  }

  private static List<Integer> batchOf(Shape shape) {
    List<Integer> axes = new ArrayList<>(List.of(Declaration.BATCH));
    axes.addAll(shape.dimensions());
    return axes;
  }

  private static void write(
      Path file, Graph graph, OnnxCard card, String meaning, Map<String, String> properties) {
    String doc = card.about().isEmpty() ? meaning : card.about() + "\n\n" + meaning;
    Message model = Onnx.model(graph.message(card.name(), meaning), doc, properties);
    requireSize(model.size());
    AtomicFile.write(
        file,
        out -> {
          CodedOutputStream coded = CodedOutputStream.newInstance(out);
          model.writeTo(coded);
          coded.flush();
        });
  }

  /// @throws IllegalArgumentException beyond what a message of protocol buffers can hold
  static void requireSize(long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the ONNX file would have %d bytes, at most %d can be read; keep the model as safetensors"
              .formatted(bytes, Integer.MAX_VALUE));
    }
  }

  private static Map<String, String> properties(TrainedNetwork trained, OnnxCard card) {
    Map<String, String> properties = new TreeMap<>(card.properties());
    properties.put("scorefield.network", trained.network().kind());
    properties.put("scorefield.parametrisation", trained.parametrisation().name());
    return properties;
  }

  /// How the whole denoiser is called. The range of values stands there only if it is that of
  /// pictures here: another would make whoever reads the file again change the units of the data.
  private static Wiring wiring(TrainedNetwork trained, OnnxCard card) {
    int classes = trained.classes();
    return new Wiring(
        Predicted.X0,
        ScheduleSettings.of(ScheduleSettings.Kind.EDM),
        NoiseInput.SIGMA,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        trained.shape().rank() == 3
            ? org.scorefield.wiring.Layout.NCHW
            : org.scorefield.wiring.Layout.BATCH_FIRST,
        Optional.empty(),
        Optional.empty(),
        card.valueRange().filter(PICTURES::equals),
        trained.normaliser().scale(),
        Optional.empty(),
        new Wiring.Inputs(
            X, Optional.of(SIGMA), classes == 0 ? Optional.empty() : Optional.of(CLASS_LABELS)),
        Optional.of(DENOISED),
        classes == 0 ? OptionalInt.empty() : OptionalInt.of(classes),
        OptionalInt.empty());
  }
}
