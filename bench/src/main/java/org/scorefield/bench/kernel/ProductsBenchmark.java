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
import org.scorefield.array.Shape;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;

/// Products of n rows of k with a k x m matrix. `1x64x64` and `16x784x783` show what the full tiles
/// cost that keep the bits of a row independent of the batch: up to 15 rows are padding.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProductsBenchmark {
  /// Rows, inner and outer dimension: n x k x m.
  @Param({"64x784x784", "1x64x64", "1000x64x64", "1000x100x100", "16x784x783"})
  public String size = "1x64x64";

  private int rows;
  private double[] x = {};
  private Matrix matrix = Matrix.identity(0);
  private Matrix transposed = Matrix.identity(0);

  @Setup
  public void prepare() {
    String[] parts = size.split("x", -1);
    rows = Integer.parseInt(parts[0]);
    int k = Integer.parseInt(parts[1]);
    int m = Integer.parseInt(parts[2]);
    x = Noise.of(1, rows).normal(Shape.vector(k)).toArray();
    matrix = Matrix.adopt(k, m, Noise.of(2, k).normal(Shape.vector(m)).toArray());
    transposed = matrix.transpose();
  }

  @Benchmark
  public double[] times() {
    return Products.times(x, rows, matrix);
  }

  @Benchmark
  public double[] timesTransposed() {
    return Products.timesTransposed(x, rows, transposed);
  }
}
