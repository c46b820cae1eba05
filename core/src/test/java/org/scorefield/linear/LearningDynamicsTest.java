package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.linear.LearningDynamics.Checkpoint;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class LearningDynamicsTest {
  private static final NoiseKey KEY = NoiseKey.of(5);
  private static final double SIGMA = 0.3;
  private static final double[] VARIANCES = {4, 1, 0.25};

  /// Componentwise `D_k(x) = f_k(x_k)`.
  private record Separable(Shape shape, List<DoubleUnaryOperator> parts) implements Denoiser {
    @Override
    public Batch denoise(Batch x, double sigma) {
      double[] out = x.toArray();
      for (int i = 0; i < out.length; i++) {
        out[i] = parts.get(i % parts.size()).applyAsDouble(out[i]);
      }
      return Batch.adopt(x.shape(), out);
    }
  }

  /// Weights of `D(x) = diag(w) x` under gradient descent on its denoising loss, gradient `w
  /// (lambda + sigma^2) - lambda`.
  private static double[] descended(long steps, double rate) {
    double[] w = new double[VARIANCES.length];
    for (long n = 0; n < steps; n++) {
      for (int k = 0; k < w.length; k++) {
        w[k] -= rate * (w[k] * (VARIANCES[k] + SIGMA * SIGMA) - VARIANCES[k]);
      }
    }
    return w;
  }

  /// `Delta = sum (lambda + sigma^2) (w* (1 - rate (lambda + sigma^2))^n)^2`: mode k is learned at
  /// a rate proportional to `lambda_k + sigma^2`.
  @Test
  void aLinearDenoiserLearnsEachDirectionAtTheRateOfItsVariance() {
    Shape shape = Shape.vector(3);
    Gaussian law =
        new Gaussian(shape, Vector.of(0, 0, 0), Matrix.identity(3), Vector.of(VARIANCES), 0);
    double rate = 0.05;
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (long step : new long[] {0, 5, 20, 80, 320}) {
      double[] w = descended(step, rate);
      checkpoints.add(
          new Checkpoint(
              step, new Separable(shape, List.of(x -> w[0] * x, x -> w[1] * x, x -> w[2] * x))));
    }
    Dataset data = Dataset.of("rows", "none", law.sample(Noise.of(1, 5000)));
    LearningDynamics dynamics =
        LearningDynamics.measure(
            new LinearityProbe(5000, 1),
            checkpoints,
            data,
            List.of(Surrogates.gaussian(law)),
            Vector.of(SIGMA),
            KEY);
    for (LearningDynamics.Snapshot snapshot : dynamics.snapshots()) {
      double exact = 0;
      for (double lambda : VARIANCES) {
        double total = lambda + SIGMA * SIGMA;
        double missing = lambda / total * Math.pow(1 - rate * total, snapshot.step());
        exact += total * missing * missing;
      }
      Estimate delta = snapshot.linearity().of(Surrogates.GAUSSIAN).getFirst().delta();
      assertThat(delta.value()).isCloseTo(exact, within(4 * delta.standardError()));
    }
    LearningDynamics.Turn turn = dynamics.turn(Surrogates.GAUSSIAN, 0);
    assertThat(turn.step()).isEqualTo(320);
    assertThat(turn.falls()).isTrue();
    assertThat(turn.isU()).isFalse();
  }

  /// Data -1 and +1 at sigma = 1, where D* = tanh x. The model is `w1 x + w2 tanh(x) / 5`, trained
  /// by gradient descent: the large linear feature is learned first, so the model passes near the
  /// Gaussian's x / 2 on its way to the truth.
  @Test
  void aNetworkPassesTheGaussianOnItsWayToTheData() {
    Shape line = Shape.vector(1);
    Dataset two = Dataset.of("two points", "none", Batch.ofRows(line, new double[][] {{-1}, {1}}));
    Batch many = Batch.concat(java.util.Collections.nCopies(2000, two.all()));
    Gaussian matching = Gaussian.isotropic(line, Vector.of(0), 1);
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (long step : new long[] {0, 1, 3, 10, 30, 300, 3000, 30000}) {
      double[] w = twoFeatures(many, step);
      checkpoints.add(
          new Checkpoint(
              step, new Separable(line, List.of(x -> w[0] * x + w[1] * Math.tanh(x) / 5))));
    }
    LearningDynamics dynamics =
        LearningDynamics.measure(
            new LinearityProbe(4000, 1),
            checkpoints,
            Dataset.of("many", "none", many),
            List.of(
                Surrogates.gaussian(matching),
                new NamedDenoiser(Surrogates.ROWS, Empirical.of(two))),
            Vector.of(1),
            KEY);
    LearningDynamics.Turn turn = dynamics.turn(Surrogates.GAUSSIAN, 0);
    assertThat(turn.isU()).isTrue();
    assertThat(turn.step()).isBetween(3L, 300L);
    List<Estimate> rows = dynamics.course(Surrogates.ROWS, 0, Linearity.Residual::delta);
    for (int i = 1; i < rows.size(); i++) {
      assertThat(rows.get(i).value()).isLessThan(rows.get(i - 1).value());
    }
    assertThat(rows.getLast().value()).isLessThan(1e-3);
  }

  private static double[] twoFeatures(Batch clean, long steps) {
    double[] noise = Noise.of(77, clean.count()).normal(clean.shape()).shared();
    double g11 = 0;
    double g12 = 0;
    double g22 = 0;
    double b1 = 0;
    double b2 = 0;
    int n = clean.count();
    for (int i = 0; i < n; i++) {
      double x0 = clean.shared()[i];
      double x = x0 + noise[i];
      double f = Math.tanh(x) / 5;
      g11 += x * x / n;
      g12 += x * f / n;
      g22 += f * f / n;
      b1 += x * x0 / n;
      b2 += f * x0 / n;
    }
    double u = 0;
    double v = 0;
    for (long k = 0; k < steps; k++) {
      double du = g11 * u + g12 * v - b1;
      double dv = g12 * u + g22 * v - b2;
      u -= 0.3 * du;
      v -= 0.3 * dv;
    }
    return new double[] {u, v};
  }

  @Test
  void checkpointsMustBeInOrder() {
    Linearity none = new Linearity("m", List.of(), List.of());
    assertThatThrownBy(() ->
            new LearningDynamics(
                List.of(
                    new LearningDynamics.Snapshot(2, none),
                    new LearningDynamics.Snapshot(1, none))))
        .hasMessageContaining("increasing step");
  }
}
