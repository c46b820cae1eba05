package org.scorefield.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Subspace;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.gated.GatePatterns;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.convex.gated.GatedPenalty;
import org.scorefield.convex.gated.GatedProgram;
import org.scorefield.convex.gated.GatedSolution;
import org.scorefield.convex.gated.GatedSolver;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Solves denoising score matching over given gates on a data set in its principal directions, or
/// on a mixture of Gaussians, and prints seconds, sweeps and the certified gap as a Markdown table.
/// The noise is one standard deviation of the data, one draw a row; gates go through the data, with
/// hidden biases, a skip connection and an output bias. Processor seconds beside those of the clock
/// tell what a busy machine adds.
@Command(
    name = "bench/convex",
    mixinStandardHelpOptions = true,
    description = "Gated score programs at scale: seconds, sweeps and certified gaps.")
public final class ConvexScale implements Callable<Integer> {
  private static final NoiseKey KEY = NoiseKey.of(2402);

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "a data set, or mixture; default: ${DEFAULT-VALUE}")
  private String data = "fashion-mnist";

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "at most so many; default: ${DEFAULT-VALUE}")
  private int rows = 60_000;

  @Option(names = "--dimension", paramLabel = "D", description = "default: ${DEFAULT-VALUE}")
  private int dimension = 32;

  @Option(names = "--gates", paramLabel = "P", description = "default: ${DEFAULT-VALUE}")
  private int gates = 1000;

  @Option(
      names = "--fractions",
      split = ",",
      paramLabel = "F",
      description = "of the largest beta, falling, each from the one before")
  private List<Double> fractions = List.of(0.1, 0.03);

  @Option(names = "--tolerance", description = "relative gap; default: ${DEFAULT-VALUE}")
  private double tolerance = 1e-4;

  @Option(
      names = "--seconds",
      description = "on the clock at most, for each beta; default: ${DEFAULT-VALUE}")
  private double seconds = 600;

  @Option(names = "--penalty", description = "${COMPLETION-CANDIDATES}")
  private GatedPenalty penalty = GatedPenalty.NUCLEAR;

  private ConvexScale() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new ConvexScale()).execute(args));
  }

  /// Seconds of all threads, and of the clock.
  private record Spent(double processor, double clock) {
    static Spent now() {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Spent(system.getProcessCpuTime() * 1e-9, System.nanoTime() * 1e-9);
    }

    Spent since(Spent start) {
      return new Spent(processor - start.processor, clock - start.clock);
    }
  }

  @Override
  public Integer call() {
    PrintStream out = System.out;
    Batch clean = clean();
    double squares = 0;
    for (double v : clean.shared()) {
      squares += v * v;
    }
    double sigma = Math.sqrt(squares / clean.shared().length);
    Spent start = Spent.now();
    DenoisingPairs pairs = DenoisingPairs.draw(clean, sigma, 1, KEY.child("noise"));
    GatedProgram program =
        GatedProgram.denoising(
            GatePatterns.sampled(
                pairs.noisy(),
                GatePlacement.throughData(),
                gates,
                Activation.RELU,
                true,
                KEY.child("gates")),
            pairs,
            penalty,
            AffinePart.SKIP_AND_BIAS);
    double largest = program.largestBeta();
    Spent made = Spent.now().since(start);
    out.printf(
        Locale.ROOT,
        "%s: n = %,d, d = %d, %,d gates, %s, sigma %.3g, largest beta %.4g; patterns and it in %.1f s (%.1f s of processors)%n%n",
        data,
        clean.count(),
        clean.dimension(),
        program.gates().count(),
        penalty,
        sigma,
        largest,
        made.clock,
        made.processor);
    out.println("| beta / largest | relative gap | sweeps | gates in use | s | processor s |");
    out.println("| --- | --- | --- | --- | --- | --- |");
    Vector from = Vector.adopt(new double[program.weights()]);
    for (double fraction : fractions) {
      from = row(out, program, fraction, fraction * largest, from);
    }
    return 0;
  }

  /// One line of the table.
  ///
  /// @return the weights, to start the next from
  private Vector row(
      PrintStream out, GatedProgram program, double fraction, double beta, Vector from) {
    Spent start = Spent.now();
    ProgramWatch watch =
        new ProgramWatch() {
          @Override
          public void certified(int sweep, Certificate soFar) {
            Spent spent = Spent.now().since(start);
            System.err.printf(
                Locale.ROOT,
                "sweep %d: gap %.3g, %.1f s, %.1f s of processors%n",
                sweep,
                soFar.relativeGap(),
                spent.clock,
                spent.processor);
          }

          @Override
          public boolean cancelled() {
            return Spent.now().since(start).clock > seconds;
          }
        };
    GatedSolution solution = new GatedSolver(tolerance, 100_000).solve(program, beta, from, watch);
    Spent spent = Spent.now().since(start);
    out.printf(
        Locale.ROOT,
        "| %.3g | %.2g | %d | %d | %.1f | %.1f |%n",
        fraction,
        solution.certificate().relativeGap(),
        solution.steps(),
        solution.activeGates(),
        spent.clock,
        spent.processor);
    return solution.weights();
  }

  /// Rows in principal directions, centred.
  private Batch clean() {
    if (data.equals("mixture")) {
      return mixture();
    }
    Dataset all = DataSources.standard().open(data);
    Batch some = all.rows(0, Math.min(rows, all.size()));
    Dataset used = Dataset.of(data, all.units(), some);
    return Subspace.of(LowRank.fit(used, dimension, KEY.child("directions"))).project(some);
  }

  /// Eight Gaussians of standard deviation 1/2 with means of standard deviation 3/2.
  private Batch mixture() {
    Batch means = new Noise(KEY.child("means"), 0, 8).normal(Shape.vector(dimension));
    double[] x = new Noise(KEY.child("rows"), 0, rows).normal(Shape.vector(dimension)).toArray();
    for (int k = 0; k < x.length; k++) {
      x[k] = x[k] / 2 + 1.5 * means.get(k / dimension % 8, k % dimension);
    }
    return Batch.adopt(Shape.vector(dimension), x);
  }
}
