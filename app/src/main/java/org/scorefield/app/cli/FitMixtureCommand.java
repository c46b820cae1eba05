package org.scorefield.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `scorefield fit gmm`.
@Command(
    name = "gmm",
    mixinStandardHelpOptions = true,
    description = "A Gaussian mixture, by expectation maximisation.")
final class FitMixtureCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();
  @Mixin private MixtureOptions mixture = new MixtureOptions();

  @Override
  public Integer call() {
    FitOptions.Rows rows = fit.rows(0, output.seed());
    return fit.fit(mixture.kind(rows.train().shape().size()), rows, output);
  }
}
