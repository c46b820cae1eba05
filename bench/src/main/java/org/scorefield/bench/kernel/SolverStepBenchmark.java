package org.scorefield.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.scorefield.array.Batch;
import org.scorefield.bench.input.SolverRun;

/// One step of a solver on four images of 3 x 8 x 8, with a denoiser that costs nothing: what is
/// left is the solver's own work. A run of 18 steps is timed, so that multistep methods are seen at
/// their full order too. `bench/jmh` asks for every solver of the catalogue.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SolverStepBenchmark {
  @Param("heun")
  public String solver = "heun";

  private SolverRun run = SolverRun.of("heun");

  @Setup
  public void prepare() {
    run = SolverRun.of(solver);
  }

  @Benchmark
  @OperationsPerInvocation(SolverRun.STEPS)
  public Batch step() {
    return run.once();
  }
}
