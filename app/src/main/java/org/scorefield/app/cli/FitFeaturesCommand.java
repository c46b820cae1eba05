package org.scorefield.app.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scorefield.convex.features.FeatureActivation;
import org.scorefield.convex.features.FeatureDensity;
import org.scorefield.convex.features.FeaturePlan;
import org.scorefield.experiment.ConvexExperiment;
import org.scorefield.experiment.FitExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `scorefield fit random-features`.
@Command(
    name = "random-features",
    mixinStandardHelpOptions = true,
    description =
        "Two-layer networks, one a noise level, whose hidden units are drawn where the data bend"
            + " the denoiser; the rest is one linear solve each.")
final class FitFeaturesCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.1;
  private static final FeaturePlan DEFAULTS = FeaturePlan.DEFAULT;

  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();

  @Option(
      names = "--features",
      paramLabel = "M",
      description = "Hidden units drawn a level. Default ${DEFAULT-VALUE}.")
  private int features = DEFAULTS.features();

  @Option(
      names = "--density",
      paramLabel = "WHERE",
      description =
          "Where they are drawn: by the second (cumulant) or first derivative of the denoiser"
              + " (covariance, gradient), by its differences (pairs), uniform, through-data, or"
              + " mixture (three quarters cumulant, one uniform). Default ${DEFAULT-VALUE}.")
  private String density = DEFAULTS.density().word();

  @Option(
      names = "--activation",
      paramLabel = "F",
      description = "relu, softplus, sigmoid or heaviside. Default ${DEFAULT-VALUE}.")
  private String activation = DEFAULTS.activation().word();

  @Option(
      names = "--sharpness",
      paramLabel = "C",
      description =
          "Slope of softplus and sigmoid over the length on which the denoiser bends. Default 3.")
  private Optional<Double> sharpness = Optional.empty();

  @Option(
      names = "--pilots",
      paramLabel = "N",
      description = "Rows that tell where the denoiser bends, at most. Default ${DEFAULT-VALUE}.")
  private int pilots = DEFAULTS.pilots();

  @Option(
      names = "--noises",
      paramLabel = "R",
      description = "Noises drawn a row. Default ${DEFAULT-VALUE}.")
  private int noises = DEFAULTS.noises();

  @Option(
      names = "--levels",
      paramLabel = "N",
      defaultValue = "14",
      description = "Noise levels, geometric. Default ${DEFAULT-VALUE}.")
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
      names = "--directions",
      paramLabel = "K",
      description =
          "Principal directions of the data to fit in. Default: 32 for samples of more than 64"
              + " components; all that vary for smaller pictures; else the components as they are.")
  private Optional<Integer> directions = Optional.empty();

  @Override
  public Integer call() {
    FitExperiment.FeaturesKind kind =
        new FitExperiment.FeaturesKind(
            plan(),
            new ConvexExperiment.Ladder(levels, level(sigmaMax), level(sigmaMin)),
            directions.map(OptionalInt::of).orElse(OptionalInt.empty()));
    try {
      return fit.fit(kind, fit.rows(HELD_OUT, output.seed()), output);
    } catch (CancellationException e) {
      throw new RunFailed(e.getMessage() + "; nothing was written");
    }
  }

  private FeaturePlan plan() {
    FeatureActivation act = FeatureActivation.ALL.parse(activation);
    if (sharpness.isPresent() && !act.smooth()) {
      throw new IllegalArgumentException(
          "--sharpness goes with softplus and sigmoid, not with " + act.word());
    }
    return new FeaturePlan(
        noises,
        features,
        FeatureDensity.ALL.parse(density),
        act,
        sharpness.orElse(DEFAULTS.sharpness()),
        pilots,
        DEFAULTS.ridges());
  }

  private static OptionalDouble level(Optional<Double> asked) {
    return asked.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
