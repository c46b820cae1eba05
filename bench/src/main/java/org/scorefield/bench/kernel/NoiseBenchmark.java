package org.scorefield.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

/// Counter-based random numbers: Philox and the normal quantile. `4x192` is one step of a
/// stochastic solver on four small images, `1000x784` a batch of MNIST size.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NoiseBenchmark {
  /// Samples and components of one: n x d.
  @Param({"4x192", "1000x784"})
  public String size = "4x192";

  private Noise noise = Noise.of(1, 0);
  private Shape shape = Shape.vector(1);

  @Setup
  public void prepare() {
    String[] parts = size.split("x", -1);
    noise = Noise.of(1, Integer.parseInt(parts[0]));
    shape = Shape.vector(Integer.parseInt(parts[1]));
  }

  @Benchmark
  public Batch normal() {
    return noise.normal(shape);
  }

  @Benchmark
  public Batch uniform() {
    return noise.uniform(shape);
  }
}
