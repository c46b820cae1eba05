package org.scorefield.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class PrincipalStepTest {
  private static final int D = 60;
  private static final int N = 300;
  private static final int R = 4;
  private static final Dataset DATA = data();
  private static final Memberships MEMBERS = members();
  private static final CovarianceKind KIND = new CovarianceKind.LowRank(R);

  /// 300 rows of variances 16 / (k+1)^2 and a little noise, far from the origin.
  private static Dataset data() {
    Gaussian g = Laws.gaussian(1, D, 30, 0.01);
    Vector variances = Vector.generate(30, k -> 16.0 / ((k + 1) * (k + 1)));
    Vector mean = Vector.generate(D, j -> 50 + g.mean().get(j));
    Batch rows = new Gaussian(g.shape(), mean, g.basis(), variances, 0.01).sample(Noise.of(2, N));
    return Dataset.of("test", "none", rows);
  }

  /// Every row shared at random by two components.
  private static Memberships members() {
    double[] u = Noise.of(3, N).uniform(Shape.vector(1)).shared();
    Memberships.Builder members = new Memberships.Builder(2);
    for (int i = 0; i < N; i++) {
      members.add(i, 0, u[i]);
      members.add(i, 1, 1 - u[i]);
    }
    return members.build();
  }

  private static final Frames START = Frames.at(Matrix.copyOf(2, D, DATA.rows(0, 2).shared()));

  /// Expected log likelihood given the memberships, but for the entropy.
  private static double expected(GaussianMixture mixture) {
    double sum = 0;
    double[] u = Noise.of(3, N).uniform(Shape.vector(1)).shared();
    for (int c = 0; c < 2; c++) {
      Vector density = mixture.components().get(c).logDensity(DATA.all(), 0);
      for (int i = 0; i < N; i++) {
        double weight = c == 0 ? u[i] : 1 - u[i];
        sum += weight * (Math.log(mixture.weights().get(c)) + density.get(i));
      }
    }
    return sum / N;
  }

  private static Matrix directions(long seed) {
    double[] normal = Laws.normal(seed, D, R + 2).toArray();
    return Factorizations.orthonormalBasis(Matrix.adopt(D, R + 2, normal));
  }

  @Test
  void aStepIsRayleighRitzOnTheImageOfTheDirectionsWhateverTheAnchors() {
    List<Matrix> u = List.of(directions(5), directions(6));
    GaussianMixture full =
        new DenseStep(DATA, new CovarianceKind.Full(), 1e-12).maximize(MEMBERS, START).mixture();
    GaussianMixture step =
        new PrincipalStep(DATA, R, 1e-9, NoiseKey.of(4))
            .maximize(MEMBERS, new Frames(START.centres(), u))
            .mixture();
    for (int c = 0; c < 2; c++) {
      Gaussian exact = full.components().get(c);
      Matrix s = exact.covariance();
      Matrix q = Factorizations.orthonormalBasis(s.times(u.get(c)));
      SymmetricEigen within = SymmetricEigen.of(q.transpose().times(s.times(q)));
      Gaussian expected =
          MaximizationStep.principal(
              DATA.shape(),
              exact.mean().toArray(),
              new SymmetricEigen(within.values(), q.times(within.vectors())),
              exact.totalVariance(),
              R,
              1e-9);
      close(step.components().get(c), expected, 1e-10);
    }
  }

  private static void close(Gaussian a, Gaussian b, double tolerance) {
    Shape row = Shape.vector(D);
    Laws.close(
        Batch.copyOf(row, a.covariance().shared()),
        Batch.copyOf(row, b.covariance().shared()),
        tolerance);
    Laws.close(Batch.copyOf(row, a.mean().shared()), Batch.copyOf(row, b.mean().shared()), 1e-13);
  }

  @Test
  void stepsRiseToTheExactOne() {
    GaussianMixture exact = new DenseStep(DATA, KIND, 1e-9).maximize(MEMBERS, START).mixture();
    PrincipalStep step = new PrincipalStep(DATA, R, 1e-9, NoiseKey.of(4));
    // a poor start: any directions at all
    Frames frames = new Frames(START.centres(), List.of(directions(5), directions(6)));
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 60; i++) {
      MaximizationStep.Maximized next = step.maximize(MEMBERS, frames);
      double value = expected(next.mixture());
      assertThat(value).as("step %d", i).isGreaterThanOrEqualTo(last - 1e-11);
      last = value;
      frames = next.frames();
      if (i == 0) {
        assertThat(value).isLessThan(expected(exact) - 0.1);
      }
    }
    GaussianMixture reached = step.maximize(MEMBERS, frames).mixture();
    assertThat(last).isCloseTo(expected(exact), within(1e-9));
    for (int c = 0; c < 2; c++) {
      close(reached.components().get(c), exact.components().get(c), 1e-6);
    }
  }

  @Test
  void aFirstStepFromRandomDirectionsIsNearTheExactOne() {
    GaussianMixture exact = new DenseStep(DATA, KIND, 1e-9).maximize(MEMBERS, START).mixture();
    PrincipalStep step = new PrincipalStep(DATA, R, 1e-9, NoiseKey.of(4));
    GaussianMixture first = step.maximize(MEMBERS, START).mixture();
    assertThat(expected(exact) - expected(first)).isBetween(0.0, 1e-2);
  }

  @Test
  void aKeptVarianceBelowTheResidualOneIsPooledWithIt() {
    // Trace 10 in 5 dimensions; of the two given directions the second has less than the rest.
    SymmetricEigen ritz =
        new SymmetricEigen(Vector.of(4, 0.6, 0.1), Matrix.identity(5).leadingColumns(3));
    Gaussian g = MaximizationStep.principal(Shape.vector(5), new double[5], ritz, 10, 2, 1e-6);
    assertThat(g.residual()).isCloseTo(6.0 / 4, within(1e-15));
    assertThat(g.variances()).isEqualTo(Vector.of(4, g.residual()));
    assertThat(g.totalVariance()).isCloseTo(10, within(1e-14));
    Gaussian ordered =
        MaximizationStep.principal(Shape.vector(5), new double[5], ritz, 5.1, 2, 1e-6);
    assertThat(ordered.variances()).isEqualTo(Vector.of(4, 0.6));
    assertThat(ordered.residual()).isCloseTo(0.5 / 3, within(1e-15));
    Gaussian floored =
        MaximizationStep.principal(Shape.vector(5), new double[5], ritz, 5.1, 2, 0.8);
    assertThat(floored.variances()).isEqualTo(Vector.of(4, 0.8));
    assertThat(floored.residual()).isEqualTo(0.8);
  }
}
