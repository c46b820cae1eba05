package org.scorefield.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.scorefield.bench.peer.Case;
import org.scorefield.bench.peer.Cases;
import org.scorefield.bench.peer.Report;
import org.scorefield.bench.peer.Restarts;
import org.scorefield.bench.peer.Size;
import org.scorefield.bench.peer.SolverSteps;
import org.scorefield.bench.peer.Turns;
import org.scorefield.bench.peer.Worker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the cases side by side with Python peers and prints a Markdown report; progress goes to
/// standard error. Exit code 1 if a rival's answer differs from ours or beats what is proved to be
/// the least, 0 otherwise: a missed goal is a finding, not a failure.
@Command(
    name = "bench/peers/run",
    mixinStandardHelpOptions = true,
    description =
        "Our kernels beside PyTorch, SciPy and scikit-learn: the same work, turn by turn.")
public final class Peers implements Callable<Integer> {
  @Option(
      names = "--case",
      paramLabel = "NAME",
      description = "only this one; may be repeated. See --list")
  private List<String> wanted = List.of();

  @Option(names = "--list", description = "name the cases and stop")
  private boolean list;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads for each side; all processors if not given")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--rounds", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int rounds = 7;

  @Option(names = "--smoke", description = "tiny sizes, to try that everything runs")
  private boolean smoke;

  @Option(names = "--python", hidden = true)
  private Path python = Path.of("python3");

  @Option(names = "--worker", hidden = true)
  private Path worker = Path.of("bench/peers/worker.py");

  private Peers() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Peers()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream out = System.out;
    if (list) {
      names().forEach(out::println);
      return 0;
    }
    requireKnown();
    requireThreads();
    Size size = smoke ? Size.SMOKE : Size.FULL;
    Turns turns = smoke ? Turns.brief(rounds) : Turns.of(rounds);
    boolean agreed = true;
    try (Worker peers = Worker.start(python, worker, threads)) {
      out.print(Report.machine(threads, peers.versions()));
      if (smoke) {
        out.println("- **tiny sizes**: times and ratios below mean nothing");
      }
      List<Case> cases = Cases.ALL.stream().filter(c -> isWanted(c.name())).toList();
      if (!cases.isEmpty()) {
        out.print(Report.casesHead(rounds));
      }
      for (Case c : cases) {
        System.err.println(c.name() + " ...");
        Turns.Result result = turns.play(c, c.task().apply(size), peers);
        out.print(Report.rows(result));
        out.flush();
        agreed &= result.entries().stream().noneMatch(e -> e instanceof Turns.Refused);
      }
      if (isWanted(Restarts.NAME)) {
        System.err.println(Restarts.NAME + " ...");
        List<Restarts.Row> rows = Restarts.measure(peers, size);
        out.print(Report.restarts(rows));
        agreed &= rows.stream().noneMatch(Restarts.Row::beatsTheBound);
      }
    }
    if (isWanted(SolverSteps.NAME)) {
      System.err.println(SolverSteps.NAME + " ...");
      out.print(Report.steps(SolverSteps.measure(turns)));
    }
    return agreed ? 0 : 1;
  }

  private boolean isWanted(String name) {
    return wanted.isEmpty() || wanted.contains(name);
  }

  private static List<String> names() {
    return java.util.stream.Stream.concat(
            Cases.ALL.stream().map(Case::name),
            java.util.stream.Stream.of(Restarts.NAME, SolverSteps.NAME))
        .toList();
  }

  private void requireKnown() {
    for (String name : wanted) {
      if (!names().contains(name)) {
        throw new IllegalArgumentException(
            "no case is called " + name + "; there are " + String.join(", ", names()));
      }
    }
  }

  private void requireThreads() {
    int ours = Runtime.getRuntime().availableProcessors();
    if (threads != ours) {
      throw new IllegalArgumentException(
          "this JVM uses "
              + ours
              + " threads, not "
              + threads
              + "; start it through bench/peers/run, which holds it to them");
    }
  }
}
