package org.scorefield.sampling.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.ExactModels.Scalar;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.TimeGrid;

/// Golden numbers: what diffusers (commit 58eb52c) returns in float32 on the dummy problem of its
/// own tests. The model predicts the noise `x t/(t+1)` from the variance-preserving state x at
/// index t of 1000 with betas linear from 1e-4 to 0.02, so a run of ten steps multiplies its start
/// by a number; the figures are 383.5 times that.
class DiffusersGoldenNumbersTest {
  private static final DiscreteVp CLOCK = DiscreteVp.linear(1000, 1e-4, 0.02);
  private static final int[] LINSPACE = {999, 899, 799, 699, 599, 500, 400, 300, 200, 100, 0};
  private static final int[] LEADING = {900, 800, 700, 600, 500, 400, 300, 200, 100, 0};

  private static final Scalar DUMMY =
      (x, sigma) -> {
        double t = CLOCK.time(sigma);
        return x - sigma * (x / Math.hypot(1, sigma)) * t / (t + 1);
      };

  private static void expect(Solver solver, int[] indices, double sum) {
    TimeGrid grid = TimeGrid.of(IntStream.of(indices).mapToDouble(t -> CLOCK.sigma(t)).toArray());
    double start = Math.hypot(1, grid.first());
    double end = ExactModels.run(solver, grid, DUMMY, start) / Math.hypot(1, grid.last());
    assertThat(383.5 * end).as(solver.name()).isCloseTo(sum, Percentage.withPercentage(2e-3));
  }

  @Test
  void goldenDpmppMultistepFullOrderToSigmaMin() {
    expect(new Euler(), LINSPACE, 172.2641754);
    expect(new Dpmpp2M(DataSlope.MIDPOINT, Finish.FULL), LINSPACE, 253.5514221);
    expect(new Dpmpp2M(DataSlope.HEUN, Finish.FULL), LINSPACE, 292.1282654);
    expect(
        new Dpmpp3M(Dpmpp3M.Curvature.PUBLISHED, DataSlope.MIDPOINT, Warmup.RAMP, Finish.FULL),
        LINSPACE,
        176.9650574);
  }

  @Test
  void goldenDpmppMultistepWithLowerOrderFinal() {
    expect(new Dpmpp2M(DataSlope.MIDPOINT, Finish.RAMP_DOWN), LINSPACE, 187.553299);
  }

  @Test
  void goldenUniPc() {
    expect(new UniPc(1, UniPc.Variant.BH2, Finish.RAMP_DOWN), LINSPACE, 178.4625244);
    expect(new UniPc(2, UniPc.Variant.BH2, Finish.RAMP_DOWN), LINSPACE, 189.231842);
    expect(new UniPc(3, UniPc.Variant.BH2, Finish.RAMP_DOWN), LINSPACE, 189.9729614);
    expect(new UniPc(1, UniPc.Variant.BH1, Finish.RAMP_DOWN), LINSPACE, 180.3348999);
    expect(new UniPc(2, UniPc.Variant.BH1, Finish.RAMP_DOWN), LINSPACE, 193.5755615);
    expect(new UniPc(3, UniPc.Variant.BH1, Finish.RAMP_DOWN), LINSPACE, 193.6001282);
  }

  /// diffusers extrapolates in `ln sigma` and integrates by closed forms.
  @Test
  void goldenDeis() {
    expect(new Deis(1, new LogSigma(), Warmup.RAMP, Finish.RAMP_DOWN), LINSPACE, 172.2641754);
    expect(new Deis(2, new LogSigma(), Warmup.RAMP, Finish.RAMP_DOWN), LINSPACE, 183.6765747);
    expect(new Deis(3, new LogSigma(), Warmup.RAMP, Finish.RAMP_DOWN), LINSPACE, 185.5793915);
  }

  /// Inner stages half-way between the indices, as the paper has them.
  @Test
  void goldenPndm() {
    expect(new Pndm(CLOCK), LEADING, 198.1318359);
  }

  /// The variance-exploding process with t = ln sigma.
  private record LogSigma() implements Schedule {
    @Override
    public String name() {
      return "log-sigma";
    }

    @Override
    public double sigma(double t) {
      return Math.exp(t);
    }

    @Override
    public double time(double sigma) {
      return Math.log(sigma);
    }

    @Override
    public double scale(double t) {
      return 1;
    }

    @Override
    public double sigmaDerivative(double t) {
      return Math.exp(t);
    }

    @Override
    public double scaleDerivative(double t) {
      return 0;
    }

    @Override
    public double minTime() {
      return -Double.MAX_VALUE;
    }

    @Override
    public double maxTime() {
      return Double.MAX_VALUE;
    }
  }

  /// A variance-preserving process known at whole times only.
  private record DiscreteVp(Vector sigmas) implements Schedule {
    static DiscreteVp linear(int count, double first, double last) {
      double[] sigmas = new double[count];
      double signal = 1;
      for (int t = 0; t < count; t++) {
        signal *= 1 - (first + t * (last - first) / (count - 1));
        sigmas[t] = Math.sqrt((1 - signal) / signal);
      }
      return new DiscreteVp(Vector.adopt(sigmas));
    }

    @Override
    public String name() {
      return "discrete-vp";
    }

    @Override
    public double sigma(double t) {
      return sigmas.get((int) Math.rint(t));
    }

    @Override
    public double time(double sigma) {
      int t = 0;
      while (sigmas.get(t) < sigma) {
        t++;
      }
      return t;
    }

    @Override
    public double scale(double t) {
      return 1 / Math.hypot(1, sigma(t));
    }

    @Override
    public double sigmaDerivative(double t) {
      throw new UnsupportedOperationException("known at whole times only");
    }

    @Override
    public double scaleDerivative(double t) {
      throw new UnsupportedOperationException("known at whole times only");
    }

    @Override
    public double minTime() {
      return 0;
    }

    @Override
    public double maxTime() {
      return sigmas.size() - 1;
    }
  }
}
