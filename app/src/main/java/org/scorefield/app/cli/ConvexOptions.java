package org.scorefield.app.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.diffusion.ConvexPlan;
import org.scorefield.experiment.ConvexExperiment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How the convex programs of a diffusion are made and solved, and at which noise levels.
final class ConvexOptions {
  private static final ConvexPlan DEFAULTS = ConvexPlan.DEFAULT;

  private static final Catalogue<ConvexPlan.Placement> PLACEMENTS =
      named("placement of gates", ConvexPlan.Placement.values());
  private static final Catalogue<GatedPenalty> PENALTIES = named("penalty", GatedPenalty.values());
  private static final Catalogue<Activation> ACTIVATIONS = named("activation", Activation.values());

  /// Without meaning for data of one component, whose programs have all gates there are.
  private static final List<String> OF_GATES =
      List.of("--gates", "--placement", "--penalty", "--no-skip");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--levels",
      paramLabel = "N",
      defaultValue = "14",
      description = "Noise levels, geometric, a convex program each. Default ${DEFAULT-VALUE}.")
  private int levels;

  @Option(
      names = "--sigma-max",
      paramLabel = "SIGMA",
      description = "The highest level. Default by the spread of the data.")
  private Optional<Double> sigmaMax = Optional.empty();

  @Option(
      names = "--sigma-min",
      paramLabel = "SIGMA",
      description = "The lowest level. Default by the spacing of the data.")
  private Optional<Double> sigmaMin = Optional.empty();

  @Option(
      names = "--gates",
      paramLabel = "P",
      description = "Gates drawn a level. Default ${DEFAULT-VALUE}.")
  private int gates = DEFAULTS.gates();

  @Option(
      names = "--noises",
      paramLabel = "R",
      description = "Noises drawn a row. Default ${DEFAULT-VALUE}.")
  private int noises = DEFAULTS.noises();

  @Option(
      names = "--placement",
      paramLabel = "WHERE",
      description =
          "Of the gates: through-data, uniform-offset, cumulant (where the posterior mean bends), or mixture. Default ${DEFAULT-VALUE}.")
  private String placement = name(DEFAULTS.placement());

  @Option(
      names = "--penalty",
      paramLabel = "PENALTY",
      description =
          "Of the weights of a gate: nuclear (one network), or group-lasso (one a component). Default ${DEFAULT-VALUE}.")
  private String penalty = name(DEFAULTS.penalty());

  @Option(
      names = "--activation",
      paramLabel = "F",
      description = "relu or absolute. Default ${DEFAULT-VALUE}.")
  private String activation = name(DEFAULTS.activation());

  @Option(
      names = "--no-skip",
      description = "No skip connection; a bias stays. At high noise this costs much.")
  private boolean noSkip;

  @Option(
      names = "--betas",
      paramLabel = "N",
      description =
          "Values of the weight decay at each level, from the largest of use down; held-out rows choose. 1 for the last alone. Default ${DEFAULT-VALUE}.")
  private int betas = DEFAULTS.betas();

  @Option(
      names = "--beta-fraction",
      paramLabel = "F",
      description = "The last of them as a fraction of the largest. Default ${DEFAULT-VALUE}.")
  private double fraction = DEFAULTS.fraction();

  @Option(
      names = "--tolerance",
      paramLabel = "GAP",
      description = "Relative gap at which a program counts as solved. Default ${DEFAULT-VALUE}.")
  private double tolerance = DEFAULTS.tolerance();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Gradient steps a beta, at most. Default ${DEFAULT-VALUE}.")
  private int steps = DEFAULTS.steps();

  @Option(
      names = "--moments",
      description =
          "Correct the linear part of each level so that samples get the mean and covariance of the data. For models whose samples vary too little; costs some of the held-out loss.")
  private boolean moments;

  /// @throws IllegalArgumentException if an option has no meaning for data of d components
  ConvexPlan plan(int d) {
    for (String option : OF_GATES) {
      if (d == 1 && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException(
            "%s has no meaning for one column: its programs have all gates there are, and are solved exactly; leave it out"
                .formatted(option));
      }
    }
    return new ConvexPlan(
        noises,
        gates,
        PLACEMENTS.parse(placement),
        ACTIVATIONS.parse(activation),
        PENALTIES.parse(penalty),
        noSkip ? AffinePart.BIAS : DEFAULTS.affine(),
        betas,
        fraction,
        tolerance,
        steps);
  }

  /// Whether samples are to get the moments of the rows.
  boolean moments() {
    return moments;
  }

  ConvexExperiment.Ladder ladder() {
    return new ConvexExperiment.Ladder(levels, level(sigmaMax), level(sigmaMin));
  }

  private static OptionalDouble level(Optional<Double> asked) {
    return asked.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static <E extends Enum<E>> Catalogue<E> named(String kind, E[] all) {
    return new Catalogue<>(kind, List.of(all), ConvexOptions::name);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
