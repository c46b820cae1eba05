package org.scorefield.engine.onnx;

import java.util.Optional;
import org.scorefield.engine.onnx.Slot.Label;
import org.scorefield.wiring.Wiring;

/// How a model is told classes.
///
/// @param width how many numbers stand for a class, where they are not its index
/// @param unlabelled what it is told where no class is chosen; empty if it knows no classes, or has
///   no word for none
/// @param probe what it is told where any class will do
record Labels(int width, Optional<Label> unlabelled, Optional<Label> probe) {
  static final Labels NONE = new Labels(1, Optional.empty(), Optional.empty());

  /// @throws IllegalArgumentException if the wiring does not fit the model
  static Labels of(Ports ports, Wiring wiring) {
    if (ports.labels().isEmpty()) {
      return NONE;
    }
    Port port = ports.labels().get();
    int width = port.element().whole() ? 1 : width(port, wiring);
    Optional<Label> unlabelled = unlabelled(port, wiring, width);
    Label first = new Label(Optional.of(0), width);
    return new Labels(width, unlabelled, Optional.of(unlabelled.orElse(first)));
  }

  private static int width(Port port, Wiring wiring) {
    Ports.require(
        port.axes().size() == 2,
        "the input %s must be an index, of whole numbers, or have two axes: batch and classes",
        port);
    int classes = wiring.classes().orElse(0);
    long declared = port.axes().getLast();
    int width = declared == Port.OPEN ? classes : Math.toIntExact(declared);
    Ports.require(
        classes <= width && wiring.nullClass().orElse(0) < width,
        "the input %s has %d numbers for a class, classes says %d",
        port,
        width,
        classes);
    return width;
  }

  private static Optional<Label> unlabelled(Port port, Wiring wiring, int width) {
    if (wiring.nullClass().isPresent()) {
      return Optional.of(new Label(Optional.of(wiring.nullClass().getAsInt()), width));
    }
    return port.element().whole()
        ? Optional.empty()
        : Optional.of(new Label(Optional.empty(), width));
  }
}
