package org.scorefield.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.catalogue.Catalogue;

/// The catalogue of grid rules, and the reading of their names. A rule listed here is offered on
/// the command line, runs through the contract tests, and has its row in the documentation.
///
/// | written | means |
/// |---|---|
/// | `rho7`, `rho:5.3` | {@link RhoGrid} |
/// | `log-uniform`, `exponential` | {@link LogUniformGrid} |
/// | `polyexponential:2` | {@link PolyexponentialGrid} |
/// | `beta:0.6:0.6` | {@link BetaGrid} |
/// | `uniform:vp-linear`, `uniform:vp-linear:2` | {@link UniformTimeGrid}, of any {@link Schedules
/// schedule}, with its power |
/// | `vp-fitted`, `vp-fitted:2` | {@link FittedVpGrid}, with its power |
/// | `tangent:0.5` | {@link TangentGrid}, of the data's standard deviation (1 if not given) |
/// | `total-variance:0.5` | {@link TotalVarianceGrid}, of the same |
/// | `inverse-deviation:0.5` | {@link InverseDeviationGrid}, of the same |
/// | `posterior-precision:0.5` | {@link PosteriorPrecisionGrid}, of the same |
/// | `ays:sdxl` | {@link AlignYourStepsGrid}, of any of its networks |
/// | `80,10,1,0` | {@link ListedGrid} |
/// | `leading:ddpm-linear` | {@link Spacing}, over a {@link DiscreteSchedule}; only as a grid |
public final class Grids {

  public static final List<GridRule> ALL =
      List.of(
          new RhoGrid(7),
          new RhoGrid(5.3),
          new RhoGrid(1),
          new LogUniformGrid(),
          new PolyexponentialGrid(2),
          new BetaGrid(0.6, 0.6),
          new UniformTimeGrid(new VarianceExploding()),
          new UniformTimeGrid(new VpLinear()),
          new UniformTimeGrid(new VpLinear(), 2),
          new UniformTimeGrid(new VpCosine()),
          new UniformTimeGrid(new RectifiedFlow()),
          new UniformTimeGrid(DiscreteSchedules.linear(1000, 1e-4, 0.02)),
          new FittedVpGrid(1),
          new FittedVpGrid(2),
          new TangentGrid(0.5),
          new TotalVarianceGrid(0.5),
          new InverseDeviationGrid(0.5),
          new PosteriorPrecisionGrid(0.5),
          new AlignYourStepsGrid(AlignYourStepsGrid.Network.STABLE_DIFFUSION),
          new AlignYourStepsGrid(AlignYourStepsGrid.Network.STABLE_DIFFUSION_XL),
          new AlignYourStepsGrid(AlignYourStepsGrid.Network.DEEP_FLOYD),
          new AlignYourStepsGrid(AlignYourStepsGrid.Network.STABLE_VIDEO_DIFFUSION));

  /// What can be written, for messages.
  private static final List<String> FORMS =
      Stream.concat(
              Stream.of(
                  "rho7",
                  "rho:R",
                  "log-uniform",
                  "exponential",
                  "polyexponential:R",
                  "beta:A:B",
                  "uniform:SCHEDULE",
                  "uniform:SCHEDULE:P",
                  "vp-fitted",
                  "vp-fitted:P",
                  "tangent:SD",
                  "total-variance:SD",
                  "inverse-deviation:SD",
                  "posterior-precision:SD",
                  "ays:NETWORK"),
              Stream.concat(
                  Arrays.stream(Spacing.values()).map(s -> s.label() + ":TABLE"),
                  Stream.of("or levels such as 80,10,1,0")))
          .toList();

  private Grids() {}

  /// The grid written in `text`, of `steps` steps that end at sigma = 0. A list is taken as it
  /// stands, and a spacing takes its ends from its table: for these two, the other arguments that
  /// they do not need are ignored.
  public static TimeGrid grid(String text, int steps, double sigmaMax, double sigmaMin) {
    Optional<TimeGrid> spaced = spaced(text.strip(), steps);
    if (spaced.isPresent()) {
      return spaced.get();
    }
    return parse(text) instanceof ListedGrid listed
        ? listed.grid()
        : parse(text).toZero(steps, sigmaMax, sigmaMin);
  }

  /// The rule written in `text`; the name of every rule in the catalogue reads as that rule.
  ///
  /// @throws IllegalArgumentException saying what can be written if `text` is none of it
  public static GridRule parse(String text) {
    String[] parts = text.strip().split(":", -1);
    String head = parts[0];
    if (head.startsWith("rho") && head.length() > 3 && parts.length == 1) {
      return new RhoGrid(number(text, head.substring(3)));
    }
    if (parts.length == 1 && head.contains(",")) {
      return listed(text);
    }
    return switch (head) {
      case "rho" -> new RhoGrid(argument(text, parts, 1, 7));
      case "log-uniform", "exponential" -> bare(text, parts, new LogUniformGrid());
      case "polyexponential" -> new PolyexponentialGrid(argument(text, parts, 1, 1));
      case "beta" -> {
        double alpha = parts.length > 1 ? number(text, parts[1]) : 0.6;
        yield new BetaGrid(alpha, argument(text, parts, 2, 0.6));
      }
      case "vp-fitted" -> new FittedVpGrid(argument(text, parts, 1, 1));
      case "tangent" -> new TangentGrid(argument(text, parts, 1, 1));
      case "total-variance" -> new TotalVarianceGrid(argument(text, parts, 1, 1));
      case "inverse-deviation" -> new InverseDeviationGrid(argument(text, parts, 1, 1));
      case "posterior-precision" -> new PosteriorPrecisionGrid(argument(text, parts, 1, 1));
      case "ays" -> alignYourSteps(text, parts);
      case "uniform" -> {
        if (parts.length < 2) {
          throw unknown(text);
        }
        yield new UniformTimeGrid(Schedules.parse(parts[1]), argument(text, parts, 2, 1));
      }
      default -> throw unknown(text);
    };
  }

  private static Optional<TimeGrid> spaced(String text, int steps) {
    String[] parts = text.split(":", -1);
    Optional<Spacing> spacing =
        Arrays.stream(Spacing.values()).filter(s -> s.label().equals(parts[0])).findFirst();
    if (spacing.isEmpty()) {
      return Optional.empty();
    }
    if (parts.length == 2
        && Schedules.named(parts[1]).orElse(null) instanceof DiscreteSchedule table) {
      return Optional.of(spacing.get().toZero(table, steps));
    }
    String tables =
        Schedules.ALL.stream()
            .filter(DiscreteSchedule.class::isInstance)
            .map(s -> parts[0] + ":" + s.name())
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "'" + text + "' names no table of discrete timesteps; known are " + tables);
  }

  private static GridRule listed(String text) {
    double[] sigmas =
        Arrays.stream(text.split(",", -1)).mapToDouble(part -> number(text, part)).toArray();
    return new ListedGrid(new TimeGrid(Vector.adopt(sigmas)));
  }

  private static GridRule alignYourSteps(String text, String[] parts) {
    if (parts.length != 2) {
      throw unknown(text);
    }
    return AlignYourStepsGrid.parse(parts[1]);
  }

  private static GridRule bare(String text, String[] parts, GridRule rule) {
    if (parts.length > 1) {
      throw unknown(text);
    }
    return rule;
  }

  /// Argument `at`, the last one a name may have.
  private static double argument(String text, String[] parts, int at, double usual) {
    if (parts.length > at + 1) {
      throw unknown(text);
    }
    return parts.length == at + 1 ? number(text, parts[at]) : usual;
  }

  private static double number(String text, String part) {
    try {
      return Double.parseDouble(part.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'"
              + part.strip()
              + "' in the grid '"
              + text
              + "' is not a number; write one of "
              + String.join(", ", FORMS),
          e);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return Catalogue.unknown("grid", text, FORMS);
  }
}
