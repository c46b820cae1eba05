package org.scorefield.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scorefield.array.Shape;
import org.scorefield.catalogue.NearestName;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.Wiring;

/// What of a model's inputs and outputs is which, and whether they fit together.
///
/// @param x noisy samples
/// @param noise what the network is told of the noise level
/// @param labels the classes
/// @param output what it returns
/// @param shape of one sample, in the order of the network's axes
/// @param channels which of the axes of a sample has the channels; empty if it is no picture
record Ports(
    Port x,
    Optional<Port> noise,
    Optional<Port> labels,
    Port output,
    Shape shape,
    Optional<Integer> channels) {

  /// @throws IllegalArgumentException if the wiring does not fit the model
  static Ports of(OrtSession session, Wiring wiring) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    Wiring.Inputs names = wiring.inputs();
    Port x = Port.of(named(inputs, names.x(), "inputs.x"));
    Optional<Port> noise = names.noise().map(name -> Port.of(named(inputs, name, "inputs.noise")));
    Optional<Port> labels =
        names.classLabels().map(name -> Port.of(named(inputs, name, "inputs.class_labels")));
    requireAll(inputs, names);
    Optional<Integer> channels =
        switch (wiring.layout()) {
          case NCHW, NCWH -> Optional.of(0);
          case NHWC, NWHC -> Optional.of(2);
          case BATCH_FIRST -> Optional.empty();
        };
    Port output = output(session.getOutputInfo(), wiring.output());
    Shape shape = shape(x, wiring.layout(), wiring.shape());
    require(!output.element().whole(), "the output %s holds whole numbers", output);
    require(!x.element().whole(), "the input %s holds whole numbers, samples have none", x);
    return new Ports(x, noise, labels, output, shape, channels);
  }

  /// Those of a network that gives features.
  ///
  /// @throws IllegalArgumentException if the settings do not fit the model
  static Ports of(OrtSession session, FeatureSettings settings) throws OrtException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    List<String> known = List.copyOf(inputs.keySet());
    require(
        known.size() == 1,
        "the model has the inputs %s; one that gives features has one, for pictures",
        known);
    String name = settings.input().orElse(known.getFirst());
    Port x = Port.of(named(inputs, name, "input"));
    require(x.axes().size() == 4, "the input is %s; that of pictures has 4 axes", x);
    require(!x.element().whole(), "the input %s holds whole numbers, pictures have none", x);
    Port output = output(session.getOutputInfo(), settings.output());
    require(!output.element().whole(), "the output %s holds whole numbers", output);
    Shape shape = pictures(x, settings);
    return new Ports(x, Optional.empty(), Optional.empty(), output, shape, Optional.empty());
  }

  /// The shape of a picture that the model takes: lengths that are left open come of the settings.
  private static Shape pictures(Port x, FeatureSettings settings) {
    List<Integer> stated = settings.size().orElse(List.of());
    int[] declared = new int[3];
    for (int i = 0; i < 3; i++) {
      declared[i] = Math.max(1, Math.toIntExact(x.axes().get(i + 1)));
    }
    List<Integer> ours = settings.layout().ours(Shape.of(declared)).dimensions();
    boolean open = x.axes().subList(1, 4).contains(Port.OPEN);
    require(
        !open || !stated.isEmpty(),
        "the input %s leaves the size of pictures open; say it in size: [height, width]",
        x);
    Shape picture =
        stated.isEmpty()
            ? new Shape(ours)
            : Shape.image(ours.getFirst(), stated.get(0), stated.get(1));
    Shape shape = settings.layout().network(picture);
    for (int i = 0; i < 3; i++) {
      long length = x.axes().get(i + 1);
      require(
          length == Port.OPEN || length == shape.dimensions().get(i),
          "the input is %s, size says %s",
          x,
          stated);
    }
    return shape;
  }

  /// The length of the batch if the model leaves it no choice.
  Optional<Integer> fixedBatch() {
    long first = x.axes().getFirst();
    return first == Port.OPEN ? Optional.empty() : Optional.of(Math.toIntExact(first));
  }

  private static NodeInfo named(Map<String, NodeInfo> ports, String name, String key) {
    NodeInfo found = ports.get(name);
    if (found == null) {
      List<String> known = List.copyOf(ports.keySet());
      throw new IllegalArgumentException(
          "%s says '%s', but the model has no such input, only %s%s"
              .formatted(key, name, known, nearest(name, known)));
    }
    return found;
  }

  private static String nearest(String name, List<String> known) {
    return NearestName.of(name, known).map(n -> "; '" + n + "' was probably meant").orElse("");
  }

  private static void requireAll(Map<String, NodeInfo> inputs, Wiring.Inputs names) {
    List<String> said =
        Stream.of(Stream.of(names.x()), names.noise().stream(), names.classLabels().stream())
            .flatMap(part -> part)
            .toList();
    List<String> unsaid = inputs.keySet().stream().filter(name -> !said.contains(name)).toList();
    require(
        unsaid.isEmpty(),
        "the model also asks for %s, which inputs does not say; an input is x, noise or class_labels, and a model that needs others must be exported with them fixed",
        unsaid);
  }

  private static Port output(Map<String, NodeInfo> outputs, Optional<String> wanted) {
    List<String> known = List.copyOf(outputs.keySet());
    require(
        wanted.isPresent() || known.size() == 1,
        "the model has the outputs %s; say in output which of them it is",
        known);
    String name = wanted.orElseGet(known::getFirst);
    NodeInfo found = outputs.get(name);
    require(
        found != null,
        "output says '%s', but the model has no such output, only %s%s",
        name,
        known,
        nearest(name, known));
    return Port.of(java.util.Objects.requireNonNull(found));
  }

  private static Shape shape(Port x, Layout layout, Optional<List<Integer>> stated) {
    int rank = layout == Layout.BATCH_FIRST ? 2 : 4;
    require(
        layout == Layout.BATCH_FIRST ? x.axes().size() >= rank : x.axes().size() == rank,
        "the input is %s; the layout %s has %d axes%s",
        x,
        layout,
        rank,
        layout == Layout.BATCH_FIRST ? " or more" : ": the batch and those of a picture");
    List<Long> declared = x.axes().subList(1, x.axes().size());
    List<Integer> sample = stated.orElseGet(() -> declared.stream().map(Math::toIntExact).toList());
    require(
        stated.isPresent() || !declared.contains(Port.OPEN),
        "the input %s leaves the size of a sample open; say it in shape, in the order of these axes: shape: [4, 64, 64]",
        x);
    boolean fits = sample.size() == declared.size();
    for (int i = 0; fits && i < sample.size(); i++) {
      fits = declared.get(i) == Port.OPEN || declared.get(i) == sample.get(i).longValue();
    }
    require(fits, "the input is %s, shape says %s for one sample", x, sample);
    return new Shape(sample);
  }

  static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }

  /// @throws IllegalArgumentException if samples of the output have neither the shape of those of
  ///   the input nor twice their channels, as where a network returns variances too
  void requireReturned(Shape returned) {
    require(
        returned.equals(shape) || doubled(returned),
        "for one sample of shape %s the output %s has shape %s; it must have the same (or, where variances are learned, twice the channels): name another output, or look at layout",
        shape,
        output.name(),
        returned);
  }

  private boolean doubled(Shape whole) {
    if (channels.isEmpty() || whole.rank() != shape.rank()) {
      return false;
    }
    int axis = channels.get();
    List<Integer> twice =
        java.util.stream.IntStream.range(0, shape.rank())
            .mapToObj(i -> shape.dimensions().get(i) * (i == axis ? 2 : 1))
            .collect(Collectors.toList());
    return whole.dimensions().equals(twice);
  }
}
