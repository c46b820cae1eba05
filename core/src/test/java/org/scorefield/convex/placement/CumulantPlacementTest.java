package org.scorefield.convex.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class CumulantPlacementTest {
  private static final NoiseKey KEY = NoiseKey.of(3);

  private static Batch rows(int n, int d) {
    return Noise.of(11, n).normal(Shape.vector(d));
  }

  private static Batch twoPoints() {
    return Batch.copyOf(Shape.vector(1), new double[] {-1, 1});
  }

  /// Data of two points: D = tanh(x/s^2), so D' = (1 - D^2)/s^2 and D'' = -2 D (1 - D^2)/s^4.
  @Test
  void momentsOfPosteriorAreDerivativesOfDenoiser() {
    double s = 0.3;
    double x = 0.07;
    PosteriorWeights posterior = PosteriorWeights.of(twoPoints(), s);
    double[] w = posterior.at(new double[] {x}, 0);
    double mean = posterior.mean(w)[0];
    double third = posterior.thirdCumulant(w, new double[] {1}, 0)[0];
    double tanh = Math.tanh(x / (s * s));
    assertThat(mean).isCloseTo(tanh, within(1e-15));
    assertThat(mean).isCloseTo(0.6514294, within(5e-8));
    assertThat(third / Math.pow(s, 4))
        .isCloseTo(-2 * tanh * (1 - tanh * tanh) / Math.pow(s, 4), within(1e-10))
        .isCloseTo(-92.5898, within(5e-5));
  }

  /// The Hessian of q . D by central differences.
  @Test
  void thirdCumulantIsHessianOfDenoiser() {
    int d = 3;
    double sigma = 0.8;
    PosteriorWeights posterior = PosteriorWeights.of(rows(20, d), sigma);
    double[] x = {0.3, -0.2, 0.5};
    double[] q = {0.6, 0, -0.8};
    double[] third = posterior.thirdCumulant(posterior.at(x, 0), q, 0);
    double h = 1e-3;
    for (int j = 0; j < d; j++) {
      for (int k = 0; k < d; k++) {
        double sum = 0;
        for (int[] sign : new int[][] {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}}) {
          double[] at = x.clone();
          at[j] += sign[0] * h;
          at[k] += sign[1] * h;
          double[] mean = posterior.mean(posterior.at(at, 0));
          sum += sign[0] * sign[1] * (q[0] * mean[0] + q[1] * mean[1] + q[2] * mean[2]);
        }
        assertThat(third[j * d + k] / Math.pow(sigma, 4))
            .isCloseTo(sum / (4 * h * h), within(1e-5));
      }
    }
  }

  @Test
  void gatesAreUnitVectorsThroughRows() {
    Batch x = rows(300, 4);
    Matrix gates = new CumulantPlacement(rows(30, 4), 0.5).place(x, 60, KEY);
    assertThat(gates.rows()).isEqualTo(60);
    for (int i = 0; i < gates.rows(); i++) {
      double[] g = gates.row(i);
      assertThat(Directions.norm(g, 0, 4)).isCloseTo(1, within(1e-12));
      double nearest =
          IntStream.range(0, x.count())
              .mapToDouble(r -> Math.abs(dot(x.row(r), g) + g[4]))
              .min()
              .orElseThrow();
      assertThat(nearest).isLessThan(1e-12);
    }
  }

  private static double dot(double[] x, double[] g) {
    return IntStream.range(0, x.length).mapToDouble(j -> x[j] * g[j]).sum();
  }

  /// tanh(x/s^2) bends within a few s^2 of 0 only.
  @Test
  void gatesGatherWhereDenoiserBends() {
    double s = 0.5;
    Batch x = Noise.of(5, 2000).uniform(Shape.vector(1)).map(u -> 6 * u - 3);
    Matrix gates = new CumulantPlacement(twoPoints(), s).place(x, 50, KEY);
    double[] at =
        IntStream.range(0, 50)
            .mapToDouble(i -> Math.abs(gates.get(i, 1) / gates.get(i, 0)))
            .sorted()
            .toArray();
    double share = Arrays.stream(at).filter(v -> v < 3 * s * s).count() / 50.0;
    assertThat(share).isGreaterThan(0.9);
    assertThat(at[49]).isLessThan(1.5);
  }

  /// Data of one point have the denoiser D = that point: affine.
  @Test
  void withoutBendGatesAreUniform() {
    Batch x = rows(100, 3);
    for (Batch pilot : List.of(rows(1, 3), Batch.ofRows(Shape.vector(3), same(), same(), same()))) {
      Matrix gates = new CumulantPlacement(pilot, 0.7).place(x, 20, KEY);
      assertThat(gates).isEqualTo(GatePlacement.uniformOffset().place(x, 20, KEY.child("rest")));
    }
  }

  private static double[] same() {
    return new double[] {0.1, 0.7, -0.3};
  }

  @Test
  void noRowIsTakenTwiceAndWhatIsMissingIsUniform() {
    Batch x = rows(12, 2);
    Matrix gates = new CumulantPlacement(rows(5, 2), 1).place(x, 20, KEY);
    Matrix rest = GatePlacement.uniformOffset().place(x, 8, KEY.child("rest"));
    assertThat(gates.row(12)).containsExactly(rest.row(0));
    long distinct =
        IntStream.range(0, 12).mapToObj(i -> Arrays.toString(gates.row(i))).distinct().count();
    assertThat(distinct).isEqualTo(12);
  }

  /// Shifting and scaling data, rows and noise together changes no posterior weight.
  @Test
  void preconditionedCoordinatesGiveTheSameHyperplanes() {
    Batch clean = rows(40, 2);
    Vector mean = Vector.of(0.4, -1);
    Preconditioning c = new Preconditioning(0.7);
    double sigma = 0.9;
    Batch noisy = clean.plus(Noise.of(12, 40).normal(clean.shape()), sigma);
    Batch inputs =
        Batch.adopt(
            noisy.shape(),
            IntStream.range(0, 80)
                .mapToDouble(k -> c.in(sigma) * (noisy.shared()[k] - mean.get(k % 2)))
                .toArray());
    Matrix own = new CumulantPlacement(clean, sigma).place(noisy, 15, KEY);
    Matrix there =
        CumulantPlacement.preconditioned(clean, mean, c, sigma, 40, KEY).place(inputs, 15, KEY);
    for (int i = 0; i < 15; i++) {
      double offset = own.get(i, 2) + own.get(i, 0) * mean.get(0) + own.get(i, 1) * mean.get(1);
      assertThat(there.get(i, 0)).isCloseTo(own.get(i, 0), within(1e-9));
      assertThat(there.get(i, 1)).isCloseTo(own.get(i, 1), within(1e-9));
      assertThat(there.get(i, 2)).isCloseTo(c.in(sigma) * offset, within(1e-9));
    }
  }

  @Test
  void mixtureTakesSharesAndRefusesThoseThatAreNone() {
    Batch x = rows(100, 3);
    CumulantPlacement density = new CumulantPlacement(rows(10, 3), 0.7);
    Matrix gates = GatePlacement.mixed(density).place(x, 50, KEY);
    assertThat(gates.row(37)).containsExactly(density.place(x, 38, KEY.child(0)).row(37));
    assertThat(gates.row(38))
        .containsExactly(GatePlacement.uniformOffset().place(x, 12, KEY.child(1)).row(0));
    assertThatThrownBy(() -> GatePlacement.mixture(List.of(density), List.of(0)))
        .hasMessageContaining("share of at least 1");
  }

  @Test
  void refusesWhatCannotBePlaced() {
    assertThatThrownBy(() -> new CumulantPlacement(rows(3, 2), 0))
        .hasMessageContaining("noise level must be positive");
    assertThatThrownBy(() -> new CumulantPlacement(rows(0, 2), 1))
        .hasMessageContaining("at least one pilot row");
    assertThatThrownBy(() -> new CumulantPlacement(rows(3, 2), 1).place(rows(4, 3), 5, KEY))
        .hasMessageContaining("2 components");
  }
}
