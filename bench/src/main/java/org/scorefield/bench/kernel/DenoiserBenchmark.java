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
import org.scorefield.analytic.Empirical;
import org.scorefield.array.Batch;
import org.scorefield.bench.input.Inputs;
import org.scorefield.denoise.Denoiser;
import org.scorefield.random.Noise;

/// The exact denoisers on a batch of 64 images of 784 pixels, at a middle noise level.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DenoiserBenchmark {
  private static final int DIMENSION = 784;

  /// Which law; `empirical` holds 6,000 rows.
  @Param({"gaussian", "gaussian-rank-64", "mixture", "empirical"})
  public String law = "gaussian";

  @Param({"0.5", "5"})
  public double sigma = 0.5;

  private Denoiser denoiser = Inputs.gaussian(1, 1);
  private Batch x = Batch.zeros(denoiser.shape(), 0);

  @Setup
  public void prepare() {
    denoiser =
        switch (law) {
          case "gaussian" -> Inputs.gaussian(DIMENSION, 1);
          case "gaussian-rank-64" -> Inputs.gaussian(DIMENSION, 1).truncated(64);
          case "mixture" -> Inputs.mixture(20, DIMENSION, 1);
          case "empirical" -> Empirical.of(Inputs.images("rows", 6_000, DIMENSION, 1, 2));
          default -> throw new IllegalArgumentException("no law is called " + law);
        };
    Batch clean = Inputs.images("clean", 64, DIMENSION, 1, 3).all();
    x = clean.plus(Noise.of(4, 64).normal(clean.shape()), sigma);
  }

  @Benchmark
  public Batch denoise() {
    return denoiser.denoise(x, sigma);
  }
}
