package org.scorefield.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scorefield.array.Shape;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;

/// The catalogue of wirings that one mistake makes into the stated one. What a wiring refuses to be
/// is left out.
public final class Alternatives {
  private static final List<List<Double>> RANGES =
      List.of(List.of(-1.0, 1.0), List.of(0.0, 1.0), List.of(-0.5, 0.5), List.of(0.0, 255.0));

  /// First and last rate of the tables in use.
  private static final double[][] RATES = {
    {1e-4, 0.02}, {0.00085, 0.012}, {0.0015, 0.0195}, {1e-4, 0.012}, {0.00085, 0.02}
  };

  private static final int[] LENGTHS = {1000, 100, 200, 300, 400, 500, 2000, 4000};

  private final Wiring stated;
  private final Shape shape;
  private final List<Alternative> found = new ArrayList<>();

  private Alternatives(Wiring stated, Shape shape) {
    this.stated = stated;
    this.shape = shape;
  }

  /// @param shape of our samples
  /// @param deviation standard deviation of the data, in our units
  public static List<Alternative> of(Wiring stated, Shape shape, double deviation) {
    Alternatives all = new Alternatives(stated, shape);
    all.output();
    all.noiseInputs();
    all.direction();
    all.offsets();
    all.schedules();
    all.pictures();
    all.preconditioning(deviation);
    return List.copyOf(all.found);
  }

  private void output() {
    for (Predicted prediction : Predicted.values()) {
      if (prediction != stated.prediction()) {
        add(Fault.PREDICTION, "prediction: " + text(prediction), "prediction", prediction);
      }
    }
    add(Fault.SIGN, "output_factor: " + plain(-output0()), sign(stated));
  }

  private Optional<Wiring> sign(Wiring wiring) {
    return with(wiring, "outputFactor", OptionalDouble.of(-output0()));
  }

  private double output0() {
    return stated.outputFactor().orElse(1);
  }

  private double factor() {
    return stated.noiseFactor().orElse(1);
  }

  private double offset() {
    return stated.noiseOffset().orElse(0);
  }

  private void noiseInputs() {
    for (NoiseInput input : NoiseInput.values()) {
      if (input != stated.noiseInput()) {
        add(Fault.NOISE_INPUT, "noise_input: " + text(input), "noiseInput", input);
      }
    }
    List<Double> ratios = new ArrayList<>(List.of(1000.0, 1e-3, 2.0, 0.5, 4.0, 0.25, 250.0, 0.004));
    stated
        .table()
        .map(DiscreteSchedule::timesteps)
        .filter(t -> t != 1000)
        .ifPresent(t -> {
          ratios.add((double) t);
          ratios.add(1.0 / t);
        });
    for (double ratio : ratios) {
      scaled(factor() * ratio);
    }
    if (stated.noiseInput() == NoiseInput.TIMESTEP_FRACTION) {
      double t = stated.table().orElseThrow().timesteps();
      scaled(factor() * t / (t - 1));
      scaled(factor() * (t - 1) / t);
    }
  }

  private void scaled(double factor) {
    add(
        Fault.NOISE_SCALE,
        "noise_factor: " + plain(factor),
        with(stated, "noiseFactor", OptionalDouble.of(factor)));
  }

  /// What the noise input is at both ends, if it is a time.
  private void direction() {
    double last =
        switch (stated.noiseInput()) {
          case TIMESTEP -> steps() - 1;
          case TIMESTEP_FRACTION -> (steps() - 1) / steps();
          case TIME -> stated.table().isPresent() ? steps() - 1 : 1;
          case SIGMA, LOG_SIGMA, LOG_SIGMA_QUARTER -> 0;
        };
    Optional<Wiring> reversed = told(-factor(), offset() + factor() * last);
    String change =
        "noise_factor: %s, noise_offset: %s"
            .formatted(plain(-factor()), plain(offset() + factor() * last));
    add(Fault.DIRECTION, change, reversed);
    if (stated.prediction() == Predicted.VELOCITY) {
      add(
          Fault.DIRECTION,
          change + ", output_factor: " + plain(-output0()),
          reversed.flatMap(this::sign));
    }
  }

  private double steps() {
    return stated.table().map(DiscreteSchedule::timesteps).orElse(1);
  }

  private void offsets() {
    double step =
        switch (stated.noiseInput()) {
          case TIMESTEP -> 1;
          case TIMESTEP_FRACTION -> 1 / steps();
          case TIME -> stated.table().isPresent() ? 1 : 0;
          case SIGMA, LOG_SIGMA, LOG_SIGMA_QUARTER -> 0;
        };
    if (step > 0) {
      for (int by : new int[] {1, -1}) {
        double offset = offset() + by * step * factor();
        add(Fault.OFFSET, "noise_offset: " + plain(offset), told(factor(), offset));
      }
    }
  }

  private Optional<Wiring> told(double factor, double offset) {
    return with(stated, "noiseFactor", OptionalDouble.of(factor))
        .flatMap(w -> with(w, "noiseOffset", OptionalDouble.of(offset)));
  }

  private void schedules() {
    ScheduleSettings own = stated.schedule();
    Stream<ScheduleSettings> others =
        stated.table().isPresent()
            ? Stream.concat(tables((int) steps()), continuous())
            : Stream.concat(continuous(), tables(1000));
    others.filter(other -> !sameLevels(other, own)).forEach(this::scheduled);
    if (stated.table().isPresent() && own.kind() != ScheduleSettings.Kind.TABLE) {
      for (int length : LENGTHS) {
        if (length != (int) steps()) {
          with(own, "timesteps", OptionalInt.of(length)).ifPresent(this::scheduled);
        }
      }
      boolean ended = own.zeroTerminalSnr().orElse(false);
      with(own, "zeroTerminalSnr", Optional.of(!ended)).ifPresent(this::scheduled);
    }
  }

  private static Stream<ScheduleSettings> tables(int length) {
    List<ScheduleSettings> all = new ArrayList<>();
    for (ScheduleSettings.Kind kind :
        List.of(ScheduleSettings.Kind.LINEAR, ScheduleSettings.Kind.SCALED_LINEAR)) {
      for (double[] rates : RATES) {
        with(ScheduleSettings.of(kind), "betaStart", OptionalDouble.of(rates[0]))
            .flatMap(s -> with(s, "betaEnd", OptionalDouble.of(rates[1])))
            .ifPresent(all::add);
      }
    }
    all.add(ScheduleSettings.of(ScheduleSettings.Kind.COSINE));
    all.add(ScheduleSettings.of(ScheduleSettings.Kind.SIGMOID));
    return all.stream().flatMap(s -> with(s, "timesteps", OptionalInt.of(length)).stream());
  }

  private static Stream<ScheduleSettings> continuous() {
    return Stream.of(
            ScheduleSettings.Kind.VP_LINEAR,
            ScheduleSettings.Kind.VP_COSINE,
            ScheduleSettings.Kind.FLOW,
            ScheduleSettings.Kind.EDM)
        .map(ScheduleSettings::of);
  }

  private static boolean sameLevels(ScheduleSettings a, ScheduleSettings b) {
    if (a.kind() != b.kind()) {
      return false;
    }
    return a.equals(b) || a.schedule().equals(b.schedule());
  }

  private void scheduled(ScheduleSettings schedule) {
    add(Fault.SCHEDULE, "schedule: " + said(schedule), "schedule", schedule);
  }

  private static String said(ScheduleSettings schedule) {
    return Settings.yaml(schedule)
        .lines()
        .filter(line -> !line.endsWith(": null"))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void pictures() {
    if (shape.rank() != 3) {
      return;
    }
    for (Layout layout : Layout.values()) {
      Shape network = stated.layout().network(shape);
      if (layout != stated.layout()
          && layout != Layout.BATCH_FIRST
          && network.rank() == 3
          && layout.ours(network).equals(shape)) {
        add(Fault.LAYOUT, "layout: " + text(layout), "layout", layout);
      }
    }
    if (shape.dimensions().getFirst() == 3 && stated.layout() != Layout.BATCH_FIRST) {
      Wiring.Channels other =
          stated.channels().orElse(Wiring.Channels.RGB) == Wiring.Channels.RGB
              ? Wiring.Channels.BGR
              : Wiring.Channels.RGB;
      add(Fault.CHANNELS, "channels: " + text(other), "channels", Optional.of(other));
    }
    for (List<Double> range : RANGES) {
      if (!range.equals(stated.valueRange().orElse(RANGES.getFirst()))) {
        add(Fault.VALUE_RANGE, "value_range: " + range, "valueRange", Optional.of(range));
      }
    }
  }

  private void preconditioning(double deviation) {
    if (stated.prediction() != Predicted.EDM) {
      return;
    }
    double own = stated.sigmaData();
    Stream.of(0.5, 1.0, own * 2, own / 2, own * 4, own / 4, rounded(deviation / stated.unit()))
        .distinct()
        .filter(s -> s > 0 && s != own)
        .forEach(s -> add(Fault.SIGMA_DATA, "sigma_data: " + plain(s), "sigmaData", s));
  }

  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
  }

  private void add(Fault fault, String change, String component, Object value) {
    add(fault, change, with(stated, component, value));
  }

  private void add(Fault fault, String change, Optional<Wiring> wiring) {
    wiring.ifPresent(w -> found.add(new Alternative(fault, change, w)));
  }

  /// Empty if it is refused.
  private static <R extends Record> Optional<R> with(R record, String component, Object value) {
    try {
      return Optional.of(Settings.with(record, component, value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
