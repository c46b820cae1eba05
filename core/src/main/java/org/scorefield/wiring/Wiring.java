package org.scorefield.wiring;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.schedule.DiscreteSchedule;

/// What a network does not say of itself: how its inputs and its output are to be read. All numbers
/// are in the units of the network.
///
/// @param prediction what the output is
/// @param schedule the process it was trained on
/// @param noiseInput how it is told the noise level
/// @param noiseFactor what that is multiplied by: 1000 for a flow network told `1000 t`; without a
///   value 1
/// @param noiseOffset what is added then: 1 for timesteps counted from 1; without a value 0
/// @param betweenLevels what a network in discrete time is told between two levels; without a value
///   whichever its input can take
/// @param outputFactor what the output is multiplied by: -1 for a velocity that runs from noise to
///   data; without a value 1
/// @param layout the order of its axes
/// @param shape lengths of the axes of one sample, in the order of the network's, where its file
///   leaves them open: `[4, 64, 64]`; without a value those of the file
/// @param channels the order of the three colours; without a value red first
/// @param valueRange what black and white are in the network, `[-1, 1]`, `[0, 1]`, for pictures;
///   without a value its samples keep the units it has
/// @param sigmaData standard deviation of its data
/// @param levels lowest and highest noise level it should be asked at; without a value those of its
///   table, or any
/// @param inputs names of its inputs
/// @param output name of its output; without a value its only one
/// @param classes number of classes; without a value none
/// @param nullClass the label that stands for no class, where that is one of its labels
public record Wiring(
    Predicted prediction,
    ScheduleSettings schedule,
    NoiseInput noiseInput,
    OptionalDouble noiseFactor,
    OptionalDouble noiseOffset,
    Optional<BetweenLevels> betweenLevels,
    OptionalDouble outputFactor,
    Layout layout,
    Optional<List<Integer>> shape,
    Optional<Channels> channels,
    Optional<List<Double>> valueRange,
    double sigmaData,
    Optional<List<Double>> levels,
    Inputs inputs,
    Optional<String> output,
    OptionalInt classes,
    OptionalInt nullClass) {

  /// The order of three colours.
  public enum Channels {
    RGB,
    BGR
  }

  /// Names of the inputs.
  ///
  /// @param x noisy samples
  /// @param noise the noise level; absent only in a network that is not told
  /// @param classLabels the class of each sample
  public record Inputs(String x, Optional<String> noise, Optional<String> classLabels) {}

  public Wiring {
    shape = shape.map(List::copyOf);
    valueRange = valueRange.map(List::copyOf);
    shape.ifPresent(axes -> {
      if (axes.isEmpty() || axes.stream().anyMatch(length -> length < 1)) {
        throw new IllegalArgumentException(
            "shape must be the lengths of the axes of one sample, each at least 1, got " + axes);
      }
    });
    levels = levels.map(List::copyOf);
    valueRange.ifPresent(range -> requirePair("value_range", range));
    levels.ifPresent(ends -> {
      requirePair("levels", ends);
      if (!(ends.getFirst() > 0)) {
        throw new IllegalArgumentException("levels must be positive, got " + ends);
      }
    });
    if (!(sigmaData > 0) || !Double.isFinite(sigmaData)) {
      throw new IllegalArgumentException(
          "sigma_data is the standard deviation of the data and must be positive, got "
              + sigmaData);
    }
    requireFactor("noise_factor", noiseFactor);
    requireFactor("output_factor", outputFactor);
    requireTogether(prediction, schedule.kind(), noiseInput);
    requireClasses(classes, nullClass, inputs);
  }

  private static void requirePair(String key, List<Double> pair) {
    if (pair.size() != 2
        || !(pair.get(0) < pair.get(1))
        || !Double.isFinite(pair.get(0))
        || !Double.isFinite(pair.get(1))) {
      throw new IllegalArgumentException(
          key + " must be two finite numbers, the smaller first, got " + pair);
    }
  }

  private static void requireFactor(String key, OptionalDouble factor) {
    if (factor.isPresent()
        && (factor.getAsDouble() == 0 || !Double.isFinite(factor.getAsDouble()))) {
      throw new IllegalArgumentException(
          key + " must be finite and not 0, got " + factor.getAsDouble());
    }
  }

  /// The process in whose coordinates each prediction is made, and the clock each input needs.
  private static void requireTogether(
      Predicted prediction, ScheduleSettings.Kind kind, NoiseInput noiseInput) {
    boolean edm = kind == ScheduleSettings.Kind.EDM;
    boolean flow = kind == ScheduleSettings.Kind.FLOW;
    if (prediction == Predicted.VELOCITY && !flow) {
      throw new IllegalArgumentException(
          "prediction velocity is that of a schedule of kind flow, got %s; for a variance-preserving process take v"
              .formatted(kind));
    }
    if (prediction == Predicted.V && (flow || edm)) {
      throw new IllegalArgumentException(
          "prediction v is that of a variance-preserving schedule, got %s; for flow take velocity, for edm take edm"
              .formatted(kind));
    }
    if (prediction == Predicted.EDM && !edm) {
      throw new IllegalArgumentException(
          "prediction edm is that of a schedule of kind edm, got " + kind);
    }
    boolean discrete =
        switch (kind) {
          case LINEAR, SCALED_LINEAR, COSINE, SIGMOID, TABLE -> true;
          case VP_LINEAR, VP_COSINE, EDM, FLOW -> false;
        };
    boolean index = noiseInput == NoiseInput.TIMESTEP || noiseInput == NoiseInput.TIMESTEP_FRACTION;
    if (index && !discrete) {
      throw new IllegalArgumentException(
          "noise_input %s needs a schedule in discrete time, got %s; for continuous time take time, with noise_factor if the network counts otherwise"
              .formatted(noiseInput, kind));
    }
  }

  private static void requireClasses(OptionalInt classes, OptionalInt nullClass, Inputs inputs) {
    int count = classes.orElse(0);
    if (count < 0 || (count > 0) != inputs.classLabels().isPresent()) {
      throw new IllegalArgumentException(
          "a network with classes has both: classes > 0 and the name of the input, inputs.class_labels; got %s classes and %s"
              .formatted(count, inputs.classLabels().orElse("no such input")));
    }
    if (nullClass.isPresent() && (count == 0 || nullClass.getAsInt() < 0)) {
      throw new IllegalArgumentException(
          "null_class is the label that stands for none of the classes, got %d for %d classes"
              .formatted(nullClass.getAsInt(), count));
    }
  }

  /// The table of a network in discrete time.
  public Optional<DiscreteSchedule> table() {
    return schedule.schedule() instanceof DiscreteSchedule table
        ? Optional.of(table)
        : Optional.empty();
  }

  /// What a value of the network is multiplied by to become one of ours: pictures have values in
  /// [-1, 1] here.
  public double unit() {
    return valueRange.map(range -> 2 / (range.get(1) - range.get(0))).orElse(1.0);
  }

  /// The value of ours that the network's 0 becomes.
  double origin() {
    return valueRange.map(range -> -1 - range.get(0) * unit()).orElse(0.0);
  }

  /// Standard deviation of the data in our units.
  public double scale() {
    return sigmaData * unit();
  }

  /// The denoiser of a network that is called so.
  ///
  /// @param network as it is: its own axes, its own units
  /// @param wholeNoise whether its noise input takes whole numbers only
  /// @throws IllegalArgumentException if the network cannot be called so
  public Wired denoiser(RawNetwork network, boolean wholeNoise) {
    BetweenLevels between =
        betweenLevels.orElse(wholeNoise ? BetweenLevels.SNAP : BetweenLevels.INTERPOLATE);
    if (wholeNoise && (between == BetweenLevels.INTERPOLATE || noiseInput != NoiseInput.TIMESTEP)) {
      throw new IllegalArgumentException(
          "the input %s takes whole numbers, so it can be told a timestep and nothing between two: noise_input must be timestep and between_levels snap, got %s and %s"
              .formatted(inputs.noise().orElse("of the noise level"), noiseInput, between));
    }
    return new Wired(this, network, between, wholeNoise);
  }
}
