package org.scorefield.bench.kernel;

import java.io.IOException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Solvers;

/// JMH with its own command line, and every solver of the catalogue for {@link SolverStepBenchmark}
/// unless `-p solver=` asks for some.
public final class Kernels {
  private static final String SOLVER = "solver";

  private Kernels() {}

  public static void main(String[] args)
      throws CommandLineOptionException, RunnerException, IOException {
    CommandLineOptions given = new CommandLineOptions(args);
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    if (!given.getParameter(SOLVER).hasValue()) {
      options.param(SOLVER, Solvers.ALL.stream().map(Solver::name).toArray(String[]::new));
    }
    Runner runner = new Runner(options.build());
    if (given.shouldList()) {
      runner.list();
    } else {
      var unused = runner.run();
    }
  }
}
