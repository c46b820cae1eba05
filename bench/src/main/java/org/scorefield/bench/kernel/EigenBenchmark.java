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
import org.scorefield.bench.input.Inputs;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;

/// Eigendecomposition of a covariance matrix, vectors included: the cost of fitting a Gaussian.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EigenBenchmark {
  @Param({"64", "784"})
  public int dimension = 64;

  private Matrix covariance = Matrix.identity(0);

  @Setup
  public void prepare() {
    covariance = Inputs.covariance(dimension, 1);
  }

  @Benchmark
  public SymmetricEigen eigen() {
    return SymmetricEigen.of(covariance);
  }
}
