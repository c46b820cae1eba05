package org.scorefield.convex.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.VectorFunction;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.TimeGrid;

class MomentMatchingTest {
  private static final Vector LEVELS = NoiseLadder.geometric(20, 0.05, 24);
  private static final Shape PLANE = Shape.vector(2);

  /// Correlated rows off the origin, with two modes.
  private static final Batch ROWS = rows();

  private static final Moments DATA = Moments.of(Dataset.of("rows", "1", ROWS));

  private static Batch rows() {
    int n = 500;
    Batch z = Noise.of(3, n).normal(PLANE);
    double[] x = z.toArray();
    for (int i = 0; i < n; i++) {
      double mode = i % 2 == 0 ? 2 : -2;
      double along = mode + 0.3 * x[2 * i];
      x[2 * i + 1] = -1 + 0.5 * along + 0.6 * x[2 * i + 1];
      x[2 * i] = 0.5 + along;
    }
    return Batch.adopt(PLANE, x);
  }

  private static LevelDenoiser model(VectorFunction function) {
    Spread spread = Spread.of(ROWS);
    return new LevelDenoiser(
        spread.mean(),
        spread.preconditioning(),
        LEVELS,
        Collections.nCopies(LEVELS.size(), function));
  }

  private static LevelDenoiser matched(LevelDenoiser model) {
    return MomentMatching.of(model, ROWS, Noise.of(7, 600));
  }

  private static Moments samples(Denoiser model) {
    double[] grid = Arrays.copyOf(LEVELS.toArray(), LEVELS.size() + 1);
    Batch drawn =
        new Sampler(TimeGrid.of(grid), new Heun(), new Start.Prior())
            .sample(model, Noise.of(9, 4000))
            .orElseThrow();
    return Moments.of(Dataset.of("samples", "1", drawn));
  }

  private static double trace(Matrix a) {
    return a.get(0, 0) + a.get(1, 1);
  }

  /// Bounded, as functions of few gates are in effect far from the data.
  private record Saturating(UnaryOperator<Double> each) implements VectorFunction {
    @Override
    public int inputs() {
      return 2;
    }

    @Override
    public int outputs() {
      return 2;
    }

    @Override
    public Batch value(Batch x) {
      return x.map(each::apply);
    }
  }

  /// With an affine function, whatever its slope and offset, q stays a Gaussian and the conditions
  /// have one affine answer: `D(x) = m + C (C + sigma^2)^-1 (x - m)`.
  @Test
  void anyAffineModelBecomesTheGaussianOfTheRows() {
    LevelDenoiser wrong =
        model(
            TwoLayerScore.affine(
                Matrix.adopt(2, 2, new double[] {0.3, -0.2, 0, -0.1}), Vector.of(0.4, -0.3)));
    LevelDenoiser matched = matched(wrong);
    Gaussian gaussian = Gaussian.of(PLANE, DATA.mean(), covarianceOverN());
    for (double sigma :
        new double[] {LEVELS.first(), LEVELS.get(9), LEVELS.get(16), LEVELS.last()}) {
      Batch x = gaussian.sample(Noise.of(4, 200)).plus(Noise.of(5, 200).normal(PLANE), sigma);
      Batch exact = gaussian.denoise(x, sigma);
      Batch error = matched.denoise(x, sigma).minus(exact);
      assertThat(rms(error)).isLessThan(0.005 * rms(LevelDenoiser.shifted(x, DATA.mean(), -1)));
      assertThat(rms(wrong.denoise(x, sigma).minus(exact))).isGreaterThan(3 * rms(error));
    }
  }

  private static Matrix covarianceOverN() {
    double[] c = DATA.covariance().toArray();
    for (int k = 0; k < c.length; k++) {
      c[k] *= (ROWS.count() - 1.0) / ROWS.count();
    }
    return Matrix.adopt(2, 2, c);
  }

  private static double rms(Batch x) {
    double sum = 0;
    for (double v : x.shared()) {
      sum += v * v;
    }
    return Math.sqrt(sum / x.count());
  }

  @Test
  void samplesOfASaturatingModelGetTheMomentsOfTheRows() {
    LevelDenoiser saturating = model(new Saturating(u -> 0.3 * Math.tanh(2 * u) - 0.5 * u));
    double before = trace(samples(saturating).covariance()) / trace(DATA.covariance());
    assertThat(Math.abs(before - 1)).isGreaterThan(0.1);
    Moments after = samples(matched(saturating));
    // 4000 samples have a variance with 2 % standard error, and Heun's method one of its own.
    for (int i = 0; i < 2; i++) {
      assertThat(after.mean().get(i)).isCloseTo(DATA.mean().get(i), within(0.12));
      for (int j = 0; j < 2; j++) {
        assertThat(after.covariance().get(i, j))
            .isCloseTo(DATA.covariance().get(i, j), within(0.05 * trace(DATA.covariance())));
      }
    }
  }

  @Test
  void theSameNoiseGivesTheSameModel() {
    LevelDenoiser saturating = model(new Saturating(Math::tanh));
    Batch x = Noise.of(1, 5).normal(PLANE);
    assertThat(matched(saturating).denoise(x, 0.7)).isEqualTo(matched(saturating).denoise(x, 0.7));
  }

  @Test
  void whatHasNoMomentsIsRefused() {
    LevelDenoiser model = model(new Saturating(Math::tanh));
    assertThatThrownBy(() -> MomentMatching.of(model, ROWS, Noise.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2 particles");
    assertThatThrownBy(
            () -> MomentMatching.of(model, Noise.of(1, 9).normal(Shape.vector(3)), Noise.of(1, 50)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 9 of 3");
    LevelDenoiser runaway = model(new Saturating(u -> 1e3 * Math.exp(u * u)));
    assertThatThrownBy(() -> matched(runaway))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not stay finite");
  }
}
