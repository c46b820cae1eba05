package org.scorefield.app.cli;

import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.scorefield.data.DataException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `scorefield` command.
///
/// Exit codes: 0 done, 1 a run that failed (diverged, cancelled), 2 bad usage or input. A user
/// never sees a stack trace for either; a fault of the program says so and shows it.
@Command(
    name = "scorefield",
    description = "Score-based diffusion models that know where their error comes from.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "DATA is digits, fashion-mnist, fashion-mnist-test, moons, swiss-roll, checkerboard, rings,",
      "eight-gaussians, or a path: IDX (also .gz), CSV, Parquet, NPY/NPZ, a folder or zip of PNG/JPEG.",
      "Exit codes: 0 done, 1 a run that failed, 2 bad usage or input."
    },
    subcommands = {
      QuickstartCommand.class,
      FitCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      DoctorCommand.class,
      BudgetCommand.class,
      RepairCommand.class,
      CertifyCommand.class,
      DesignCommand.class,
      AccelerateCommand.class,
      CompareCommand.class,
      CrossoverCommand.class,
      ExportCommand.class,
      ReproduceCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Without a command: what there is.
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return BAD_INPUT;
  }

  public static void main(String[] args) {
    CountDownLatch finished = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(main, finished)));
    int code;
    try {
      code = commandLine().execute(args);
    } finally {
      finished.countDown();
    }
    System.exit(code);
  }

  /// On Ctrl-C, lets the run end by itself, so that it can remove what it had begun to write.
  private static void interrupt(Thread main, CountDownLatch finished) {
    if (finished.getCount() > 0) {
      main.interrupt();
      try {
        boolean ended = finished.await(10, TimeUnit.SECONDS);
        if (!ended) {
          System.err.println("scorefield: did not stop within 10 s; some partial files may remain");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The command line with its error reporting; tests use it as `main` does.
  static CommandLine commandLine() {
    CommandLine main = new CommandLine(new Main());
    FitNetworkCommand.addTo(Objects.requireNonNull(main.getSubcommands().get("fit")));
    return main.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((e, line, parsed) -> report(e, line))
        .setParameterExceptionHandler((e, args) -> badUsage(e));
  }

  private static int report(Exception e, CommandLine line) {
    PrintWriter err = line.getErr();
    if (interrupted(e)) {
      err.println("scorefield: cancelled");
      return FAILED;
    }
    if (e instanceof DataException || e instanceof IllegalArgumentException) {
      err.println("scorefield: " + e.getMessage());
      return BAD_INPUT;
    }
    if (e instanceof RunFailed) {
      err.println("scorefield: " + e.getMessage());
      return FAILED;
    }
    err.println(
        "scorefield: a fault of the program, not of your input; please report it with this:");
    e.printStackTrace(err);
    return FAILED;
  }

  /// Whether an interrupt is behind it: a file that was being read or written then fails, which is
  /// not the file's fault.
  private static boolean interrupted(Throwable e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(ClosedByInterruptException.class::isInstance);
  }

  private static int badUsage(CommandLine.ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    Optional<String> why =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? FitCommand.explain(e.getCommandLine().getCommandSpec(), unmatched.getUnmatched())
            : Optional.empty();
    if (why.isPresent()) {
      err.println("scorefield: " + why.get());
      return BAD_INPUT;
    }
    err.println("scorefield: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    return BAD_INPUT;
  }

  /// Version of the jar, and the commit where known.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var provenance = org.scorefield.experiment.Provenance.now(0);
      return new String[] {
        "scorefield " + provenance.scorefield() + " (commit " + provenance.commit() + ")",
        provenance.jdk() + ", " + provenance.system()
      };
    }
  }
}
