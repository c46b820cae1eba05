package org.scorefield.engine.onnx;

import java.util.List;
import java.util.Optional;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.Wiring;

/// How a network that gives features of pictures is called: what its file does not say of itself.
///
/// @param about what it is, for people: this stands beside every number measured in its features
/// @param input name of its input; without a value its only one
/// @param output name of the output that holds the features; without a value its only one
/// @param layout the order of its axes, one of pictures
/// @param channels the order of the three colours; without a value red first
/// @param size height and width of the pictures it takes; without a value those of its input
/// @param valueRange what black and white are in the network; values beyond are cut off
/// @param mean taken from each channel then
/// @param deviation what each channel is divided by at last
public record FeatureSettings(
    String about,
    Optional<String> input,
    Optional<String> output,
    Layout layout,
    Optional<Wiring.Channels> channels,
    Optional<List<Integer>> size,
    List<Double> valueRange,
    Optional<List<Double>> mean,
    Optional<List<Double>> deviation) {

  public FeatureSettings {
    size = size.map(List::copyOf);
    valueRange = List.copyOf(valueRange);
    mean = mean.map(List::copyOf);
    deviation = deviation.map(List::copyOf);
    if (about.isBlank()) {
      throw new IllegalArgumentException("about says what the network is, got nothing");
    }
    if (layout == Layout.BATCH_FIRST) {
      throw new IllegalArgumentException("layout must be one of pictures, such as nchw or nhwc");
    }
    if (valueRange.size() != 2 || !(valueRange.get(0) < valueRange.get(1))) {
      throw new IllegalArgumentException(
          "value_range must be two numbers, the smaller first, got " + valueRange);
    }
    size.ifPresent(s -> {
      if (s.size() != 2 || s.stream().anyMatch(n -> n < 1)) {
        throw new IllegalArgumentException("size must be height and width, got " + s);
      }
    });
    deviation.ifPresent(d -> {
      if (d.stream().anyMatch(v -> !(v > 0))) {
        throw new IllegalArgumentException("every deviation must be positive, got " + d);
      }
    });
  }
}
