package org.scorefield.app.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.experiment.FitExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `scorefield fit gaussian`.
@Command(
    name = "gaussian",
    mixinStandardHelpOptions = true,
    description = "Mean and covariance, or those of each class.")
final class FitGaussianCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();

  @Option(
      names = "--rank",
      paramLabel = "R",
      description = "Principal directions to keep. Default all.")
  private Optional<Integer> rank = Optional.empty();

  @Option(
      names = "--classes",
      description = "One Gaussian a class of labelled data, for `sample --class`.")
  private boolean classes;

  @Override
  public Integer call() {
    FitExperiment.Kind kind =
        classes ? new FitExperiment.ClassGaussiansKind(rank) : new FitExperiment.GaussianKind(rank);
    return fit.fit(kind, fit.rows(0, output.seed()), output);
  }
}
