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
import org.scorefield.budget.GaussianBudget;
import org.scorefield.budget.GaussianModel;
import org.scorefield.budget.LinearScoreError;
import org.scorefield.budget.Scheme;
import org.scorefield.linear.Spectrum;
import org.scorefield.schedule.RhoGrid;

/// A whole error budget on Gaussian data, path, marginal and attribution: 100 steps on as many
/// variances as a small colour image has components, no two alike.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BudgetBenchmark {
  @Param({"constant", "varying"})
  public String error = "constant";

  private final Scheme scheme = Scheme.plain("rho 7", new RhoGrid(7).toMin(100, 80, 0.002));
  private GaussianModel model = GaussianModel.exact(Spectrum.powerLaw(3072, 1.5, 768));

  @Setup
  public void prepare() {
    LinearScoreError of =
        error.equals("constant")
            ? new LinearScoreError.Constant(0.1, 0.05)
            : new LinearScoreError.Varying(s -> 0.1 * Math.sin(Math.log(s)), s -> 0.05 / (1 + s));
    model = new GaussianModel(model.data(), of);
  }

  @Benchmark
  public GaussianBudget budget() {
    return GaussianBudget.of(scheme, model);
  }
}
