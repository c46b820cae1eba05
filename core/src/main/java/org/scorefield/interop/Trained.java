package org.scorefield.interop;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.wiring.BetweenLevels;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.ScheduleSettings.Kind;

/// Reads what the options of a scheduler say of its network.
final class Trained {
  static final List<String> PREDICTIONS =
      List.of("epsilon", "sample", "v_prediction", "flow_prediction", "original_sample");

  private Trained() {}

  /// In discrete time, told fractional timesteps.
  static Optional<NetworkSettings> fractional(Options options) {
    boolean continuous =
        options.oneOf("timestep_type", List.of("discrete", "continuous")).equals("continuous")
            && prediction(options) == Predicted.V;
    return continuous
        ? table(options, NoiseInput.LOG_SIGMA_QUARTER, Optional.empty(), 1e-4, 0.02)
        : table(options, NoiseInput.TIMESTEP, Optional.of(BetweenLevels.INTERPOLATE), 1e-4, 0.02);
  }

  /// The same with the rates of latent diffusion.
  static Optional<NetworkSettings> latent(Options options) {
    return table(
        options, NoiseInput.TIMESTEP, Optional.of(BetweenLevels.INTERPOLATE), 0.00085, 0.012);
  }

  /// Told whole timesteps; or a flow, where the options say so.
  static Optional<NetworkSettings> whole(Options options) {
    return options.flag("use_flow_sigmas")
        ? flow(options)
        : table(options, NoiseInput.TIMESTEP, Optional.of(BetweenLevels.SNAP), 1e-4, 0.02);
  }

  static Optional<NetworkSettings> flow(Options options) {
    return Optional.of(
        new NetworkSettings(
            Predicted.VELOCITY,
            ScheduleSettings.of(Kind.FLOW),
            NoiseInput.TIME,
            OptionalDouble.of(options.whole("num_train_timesteps", 1000)),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty()));
  }

  static Optional<NetworkSettings> edm(Options options) {
    boolean v =
        options.oneOf("prediction_type", List.of("epsilon", "v_prediction")).equals("v_prediction");
    return Optional.of(
        new NetworkSettings(
            Predicted.EDM,
            ScheduleSettings.of(Kind.EDM),
            NoiseInput.LOG_SIGMA_QUARTER,
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.of(options.number("sigma_data", 0.5)),
            v ? OptionalDouble.of(-1) : OptionalDouble.empty()));
  }

  static Predicted prediction(Options options) {
    return switch (options.oneOf("prediction_type", PREDICTIONS)) {
      case "v_prediction" -> Predicted.V;
      case "flow_prediction" -> Predicted.VELOCITY;
      case "sample", "original_sample" -> Predicted.X0;
      default -> Predicted.EPSILON;
    };
  }

  private static Optional<NetworkSettings> table(
      Options options,
      NoiseInput input,
      Optional<BetweenLevels> between,
      double usualStart,
      double usualEnd) {
    return Optional.of(
        new NetworkSettings(
            prediction(options),
            alphas(SingleTable.of(options, usualStart, usualEnd)),
            input,
            OptionalDouble.empty(),
            between,
            OptionalDouble.empty(),
            OptionalDouble.empty()));
  }

  /// The table in full, as it is computed there.
  private static ScheduleSettings alphas(DiscreteSchedule table) {
    return ScheduleSettings.table(table.sigmas());
  }
}
