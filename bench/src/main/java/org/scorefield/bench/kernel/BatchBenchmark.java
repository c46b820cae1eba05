package org.scorefield.bench.kernel;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

/// Linear combinations of batches: all the arithmetic that solvers do. One pass over 2, 3 or any
/// number of terms.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchBenchmark {
  private static final double[] WEIGHTS = {0.4, 0.3, 0.2, 0.1};

  /// Samples and components of one: n x d.
  @Param({"4x192", "64x784"})
  public String size = "4x192";

  private List<Batch> terms = List.of();

  @Setup
  public void prepare() {
    String[] parts = size.split("x", -1);
    int n = Integer.parseInt(parts[0]);
    Shape shape = Shape.vector(Integer.parseInt(parts[1]));
    terms = LongStream.range(0, 4).mapToObj(seed -> Noise.of(seed, n).normal(shape)).toList();
  }

  @Benchmark
  public Batch combineTwo() {
    return Batch.combine(0.5, terms.get(0), 0.5, terms.get(1));
  }

  @Benchmark
  public Batch combineThree() {
    return Batch.combine(0.5, terms.get(0), 0.3, terms.get(1), 0.2, terms.get(2));
  }

  @Benchmark
  public Batch combineFour() {
    return Batch.combine(WEIGHTS, terms);
  }
}
