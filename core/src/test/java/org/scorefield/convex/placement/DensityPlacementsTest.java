package org.scorefield.convex.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class DensityPlacementsTest {
  private static final NoiseKey KEY = NoiseKey.of(4);
  private static final double SIGMA = 0.6;

  private static Batch rows(int n, int d) {
    return Noise.of(21, n).normal(Shape.vector(d));
  }

  private static Empirical law(Batch rows) {
    return Empirical.of(Dataset.of("rows", "1", rows));
  }

  private static Gaussian narrow() {
    return Gaussian.of(
        Shape.vector(3), Vector.of(0, 0, 0), Matrix.diagonal(3, i -> i == 1 ? 9 : 1e-8));
  }

  @Test
  void allGoThroughRowsWithUnitNormals() {
    Batch x = rows(200, 3);
    Empirical model = law(rows(20, 3));
    InputFrame frame = InputFrame.identity(3);
    for (GatePlacement placement :
        List.of(
            new CovariancePlacement(model, SIGMA, frame),
            new GradientPlacement(model, SIGMA, frame),
            new PairPlacement(model, SIGMA, frame))) {
      Matrix gates = placement.place(x, 40, KEY);
      for (int i = 0; i < 40; i++) {
        double[] g = gates.row(i);
        assertThat(Directions.norm(g, 0, 3)).isCloseTo(1, within(1e-12));
        assertThat(nearest(x, g)).isLessThan(1e-12);
      }
    }
  }

  private static double nearest(Batch x, double[] g) {
    return IntStream.range(0, x.count())
        .mapToDouble(r -> {
          double sum = g[3];
          for (int j = 0; j < 3; j++) {
            sum += g[j] * x.get(r, j);
          }
          return Math.abs(sum);
        })
        .min()
        .orElseThrow();
  }

  /// Var of data on {-1, 1} given x is `1 - tanh^2(x/s^2)`; over s^2 it is the slope of the
  /// denoiser.
  @Test
  void posteriorVarianceIsSlopeOfDenoiser() {
    double s = 0.3;
    Empirical two = law(Batch.copyOf(Shape.vector(1), new double[] {-1, 1}));
    Batch x = Batch.copyOf(Shape.vector(1), new double[] {0.07});
    double slope = two.posteriorCovariance(x, s).getFirst().get(0, 0) / (s * s);
    double tanh = Math.tanh(0.07 / (s * s));
    assertThat(slope)
        .isCloseTo((1 - tanh * tanh) / (s * s), within(1e-12))
        .isCloseTo(6.395998, within(5e-7));
  }

  /// One direction holds nearly all variance: it is chosen nearly always.
  @Test
  void directionsFollowVariance() {
    Batch x = rows(300, 3);
    InputFrame frame = InputFrame.identity(3);
    for (GatePlacement placement :
        List.of(
            new CovariancePlacement(narrow(), SIGMA, frame),
            new GradientPlacement(narrow(), SIGMA, frame))) {
      Matrix gates = placement.place(x, 50, KEY);
      for (int i = 0; i < 50; i++) {
        assertThat(Math.abs(gates.get(i, 1))).isCloseTo(1, within(1e-5));
      }
    }
  }

  /// Eigenvalues 3 and -1 are drawn three times to one, whatever their sign.
  @Test
  void eigenvectorsAreDrawnByMagnitude() {
    Matrix m = Matrix.diagonal(2, i -> i == 0 ? -1 : 3);
    double[] direction = new double[2];
    int second = 0;
    for (int k = 0; k < 100; k++) {
      assertThat(Candidates.eigenvector(m, (k + 0.5) / 100, direction, 0)).isEqualTo(4);
      second += Math.abs(direction[1]) == 1 ? 1 : 0;
    }
    assertThat(second).isEqualTo(75);
  }

  /// Of two groups of rows with weights 9 to 1, the first clocks to ring are 9 to 1.
  @Test
  void rowsAreDrawnByWeight() {
    int n = 20_000;
    Batch x = Batch.adopt(Shape.vector(1), IntStream.range(0, n).asDoubleStream().toArray());
    double[] weights = IntStream.range(0, n).mapToDouble(i -> i < n / 2 ? 9 : 1).toArray();
    double[] directions = IntStream.range(0, n).mapToDouble(_ -> 1).toArray();
    Matrix gates = Candidates.of(x, n, KEY).draw(weights, directions, 500, KEY);
    long heavy = IntStream.range(0, 500).filter(i -> Math.abs(gates.get(i, 1)) < n / 2.0).count();
    assertThat(heavy / 500.0).isCloseTo(0.9, within(3 * Math.sqrt(0.09 / 500)));
  }

  /// At low noise the denoiser of two points jumps at 0. Rows uniform on (-1, 1), of opposite
  /// sides, have a row at distance a from the jump drawn in proportion to `INT 2/(a + t) dt = 2
  /// ln((1 + a)/a)`, whose mean is `1/(4 ln 2) = 0.361`; uniform ones have 1/2.
  @Test
  void pairsLieAcrossJumps() {
    Empirical two = law(Batch.copyOf(Shape.vector(1), new double[] {-1, 1}));
    Batch x = Noise.of(5, 4000).uniform(Shape.vector(1)).map(u -> 2 * u - 1);
    Matrix pairs = new PairPlacement(two, 0.05, InputFrame.identity(1)).place(x, 300, KEY);
    double error = 0.28 / Math.sqrt(300);
    assertThat(spread(pairs)).isCloseTo(1 / (4 * Math.log(2)), within(3 * error));
  }

  private static double spread(Matrix gates) {
    return IntStream.range(0, gates.rows())
        .mapToDouble(i -> Math.abs(gates.get(i, 1)))
        .average()
        .orElseThrow();
  }

  /// In coordinates `c_in (x - m)` the same hyperplanes are found.
  @Test
  void framesMoveHyperplanesWithTheRows() {
    Batch x = rows(120, 2);
    Empirical model = law(rows(15, 2));
    InputFrame frame = InputFrame.of(Vector.of(1, -2), new Preconditioning(0.5), SIGMA);
    InputFrame none = InputFrame.identity(2);
    assertThat(frame.data(frame.of(x)).toArray()).containsExactly(x.shared(), within(1e-14));
    List<Matrix> own = all(model, none, x);
    List<Matrix> moved = all(model, frame, frame.of(x));
    for (int k = 0; k < own.size(); k++) {
      for (int i = 0; i < 20; i++) {
        double[] a = own.get(k).row(i);
        double[] b = moved.get(k).row(i);
        assertThat(b[0]).isCloseTo(a[0], within(1e-8));
        assertThat(b[1]).isCloseTo(a[1], within(1e-8));
        assertThat(b[2]).isCloseTo(frame.scale() * (a[2] + a[0] - 2 * a[1]), within(1e-8));
      }
    }
  }

  private static List<Matrix> all(Empirical model, InputFrame frame, Batch x) {
    return List.of(
        new CovariancePlacement(model, SIGMA, frame).place(x, 20, KEY),
        new GradientPlacement(model, SIGMA, frame).place(x, 20, KEY),
        new PairPlacement(model, SIGMA, frame).place(x, 20, KEY));
  }

  /// Data of one point: nothing changes, so all ask for uniform gates.
  @Test
  void withoutDerivativesGatesAreUniform() {
    Batch x = rows(50, 2);
    Empirical point = law(rows(1, 2));
    Matrix uniform = GatePlacement.uniformOffset().place(x, 20, KEY.child("rest"));
    assertThat(all(point, InputFrame.identity(2), x)).containsOnly(uniform);
  }

  @Test
  void fewerCandidatesThanRowsAreDrawnAtRandom() {
    Candidates some = Candidates.of(rows(100, 2), 10, KEY);
    assertThat(some.count()).isEqualTo(10);
    assertThat(some.rows()).doesNotHaveDuplicates();
    assertThat(some.block(3, 1).row(0)).containsExactly(rows(100, 2).row(some.rows()[3]));
  }

  @Test
  void refusesWhatCannotBePlaced() {
    Empirical model = law(rows(5, 2));
    InputFrame frame = InputFrame.identity(2);
    Batch wide = rows(9, 3);
    assertThatThrownBy(() -> new CovariancePlacement(model, SIGMA, frame).place(wide, 3, KEY))
        .hasMessageContaining("2 components");
    assertThatThrownBy(() -> new GradientPlacement(model, 0, frame).place(rows(9, 2), 3, KEY))
        .hasMessageContaining("noise level must be positive");
    assertThatThrownBy(() -> new PairPlacement(model, SIGMA, frame, 0))
        .hasMessageContaining("at least one candidate");
    assertThatThrownBy(() -> new InputFrame(Vector.of(0), 0)).hasMessageContaining("scale");
  }
}
