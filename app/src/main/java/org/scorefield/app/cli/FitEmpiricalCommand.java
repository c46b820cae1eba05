package org.scorefield.app.cli;

import java.util.concurrent.Callable;
import org.scorefield.experiment.FitExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `scorefield fit empirical`.
@Command(
    name = "empirical",
    mixinStandardHelpOptions = true,
    description = "The rows themselves: the minimiser of the training loss, which copies them.")
final class FitEmpiricalCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();

  @Override
  public Integer call() {
    return fit.fit(new FitExperiment.EmpiricalKind(), fit.rows(0, output.seed()), output);
  }
}
