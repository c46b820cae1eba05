package org.scorefield.schedule;

import java.util.List;

/// The catalogue of distributions of the noise level to train on, and the reading of their names.
/// One that is listed here is offered on the command line, runs through the contract tests, and has
/// its row in the documentation.
///
/// | written | means |
/// |---|---|
/// | `lognormal`, `lognormal:-0.4:1` | {@link LognormalLevels}: mean and deviation of ln sigma |
/// | `logit-normal`, `logit-normal:0:1` | {@link LogitNormalLevels}: of the logit of a flow's time |
/// | `log-uniform`, `log-uniform:0.01:50` | {@link LogUniformLevels}: lowest and highest sigma |
/// | `log-logistic`, `log-logistic:0:0.5:0.001:1000` | {@link LogLogisticLevels}: location, scale,
/// ends |
/// | `time:vp-linear`, `time:flow:0.01:100` | {@link UniformTimeLevels}: of any {@link Schedules
/// schedule}, with its ends |
/// | any of these and `@2` | the same, for data of standard deviation 2 |
public final class TrainingLevels {

  public static final List<NoiseLevels> ALL =
      List.of(
          new LognormalLevels(),
          new LogitNormalLevels(),
          new LogUniformLevels(),
          new LogLogisticLevels(),
          new UniformTimeLevels(new VpLinear()),
          new UniformTimeLevels(new VpCosine()),
          new UniformTimeLevels(new RectifiedFlow()),
          new UniformTimeLevels(new GeometricVarianceExploding()),
          new UniformTimeLevels(DiscreteSchedules.linear(1000, 1e-4, 0.02)));

  private static final List<String> FORMS =
      List.of(
          "lognormal",
          "lognormal:MEAN:DEVIATION",
          "logit-normal",
          "logit-normal:MEAN:DEVIATION",
          "log-uniform",
          "log-uniform:MIN:MAX",
          "log-logistic",
          "log-logistic:LOCATION:SCALE",
          "log-logistic:LOCATION:SCALE:MIN:MAX",
          "time:SCHEDULE",
          "time:SCHEDULE:MIN:MAX",
          "or one of these and @SD for data of that standard deviation");

  private TrainingLevels() {}

  /// The levels written in `text`; the name of any in the catalogue, also scaled, reads as those.
  ///
  /// @throws IllegalArgumentException saying what can be written if `text` is none of it
  public static NoiseLevels parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return published(Written.of("distribution of noise levels", text, FORMS));
    }
    Written scale = new Written("distribution of noise levels", text, split(text, at), FORMS);
    return parse(text.substring(0, at)).scaledTo(scale.number(0));
  }

  private static List<String> split(String text, int at) {
    return List.of(text.substring(0, at), text.substring(at + 1));
  }

  private static NoiseLevels published(Written name) {
    boolean bare = name.arguments() == 0;
    return switch (name.head()) {
      case "lognormal" ->
          bare
              ? new LognormalLevels()
              : new LognormalLevels(name.with(2).number(0), name.number(1));
      case "logit-normal" ->
          bare
              ? new LogitNormalLevels()
              : new LogitNormalLevels(name.with(2).number(0), name.number(1));
      case "log-uniform" ->
          bare
              ? new LogUniformLevels()
              : new LogUniformLevels(name.with(2).number(0), name.number(1));
      case "log-logistic" -> bare ? new LogLogisticLevels() : logLogistic(name.with(2, 4));
      case "time" -> uniformTime(name.with(1, 3));
      default -> throw name.unknown();
    };
  }

  private static NoiseLevels logLogistic(Written name) {
    return name.arguments() == 2
        ? new LogLogisticLevels(name.number(0), name.number(1))
        : new LogLogisticLevels(name.number(0), name.number(1), name.number(2), name.number(3));
  }

  private static NoiseLevels uniformTime(Written name) {
    Schedule clock = Schedules.parse(name.word(0));
    return name.arguments() == 1
        ? new UniformTimeLevels(clock)
        : new UniformTimeLevels(clock, name.number(1), name.number(2));
  }
}
