package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.random.Noise;

/// What every metric of the catalogue keeps to.
class MetricContractTest {
  private static final Noise NOISE = Noise.of(3, 1);
  private static final Dataset X = Sets.normal(1, 300, 6, 0.5, 1.1);
  private static final Dataset Y = Sets.normal(2, 250, 6, 0, 1);

  static List<Metric> all() {
    return Metrics.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void theNameReadsBack(Metric metric) {
    assertThat(Metrics.named(metric.name())).isEqualTo(metric);
    assertThat(metric.meaning()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("all")
  void sameNoiseSameBitsWhateverTheNumberOfThreads(Metric metric)
      throws ExecutionException, InterruptedException {
    Estimate one = in(1, metric);
    assertThat(in(7, metric)).isEqualTo(one);
    assertThat(metric.measure(X, Y, NOISE)).isEqualTo(one);
    assertThat(metric.measure(X, Y, NOISE.slice(0, 0))).isEqualTo(one);
  }

  private static Estimate in(int threads, Metric metric)
      throws ExecutionException, InterruptedException {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(() -> metric.measure(X, Y, NOISE)).get();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aWorseGeneratorIsNotPreferred(Metric metric) {
    // Far away in the mean: fresh enough for memorisation, but as bad as can be for all others.
    double good = metric.measure(Sets.normal(4, 300, 6, 0, 1), Y, NOISE).value();
    double bad = metric.measure(Sets.normal(5, 300, 6, 8, 1), Y, NOISE).value();
    assertThat(metric.better().prefers(good, bad, metric.target()))
        .as(metric.name() + " " + good + " against " + bad)
        .isTrue();
    assertThat(metric.better().prefers(bad, good, metric.target())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("all")
  void constantColumnsAreHarmless(Metric metric) {
    Dataset x = withConstantColumn(X, 7);
    Dataset y = withConstantColumn(Y, 7);
    Estimate e = metric.measure(x, y, NOISE);
    assertThat(e.value()).isFinite();
    assertThat(e.standardError()).isFinite().isNotNegative();
  }

  private static Dataset withConstantColumn(Dataset data, double value) {
    double[] x = data.all().toArray();
    for (int i = 3; i < x.length; i += 6) {
      x[i] = value;
    }
    return Sets.of("constant", 6, x);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aHandfulOfRowsIsMeasuredOrRefused(Metric metric) {
    for (int n = 2; n <= 12; n++) {
      Dataset x = Sets.normal(1, n, 3, 0, 1);
      Dataset y = Sets.normal(2, n + 1, 3, 0, 1);
      try {
        Estimate e = metric.measure(x, y, NOISE);
        // Four rows can be two pairs of mutual neighbours: then nearness says nothing.
        boolean defined = n > (metric instanceof Memorisation ? 5 : 2);
        assertThat(defined && Double.isNaN(e.value())).isFalse();
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("rows in each set");
        assertThat(n).isLessThanOrEqualTo(5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void allRowsEqualIsAnswered(Metric metric) {
    Dataset x = Sets.of("one", 2, new double[40]);
    Estimate e = metric.measure(x, x, NOISE);
    // Nearness says nothing where every training row has a twin.
    boolean undefined = metric instanceof Memorisation;
    assertThat(Double.isNaN(e.value())).isEqualTo(undefined);
  }

  @ParameterizedTest
  @MethodSource("all")
  void badInputIsNamed(Metric metric) {
    Dataset other = Sets.normal(1, 300, 5, 0, 1);
    assertThatThrownBy(() -> metric.measure(other, Y, NOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shape 5")
        .hasMessageContaining("shape 6");
    Dataset single = Sets.normal(1, 1, 6, 0, 1);
    assertThatThrownBy(() -> metric.measure(single, Y, NOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 rows")
        .hasMessageContaining("has 1");
    double[] values = Y.all().toArray();
    values[6 * 123 + 2] = Double.NaN;
    assertThatThrownBy(() -> metric.measure(X, Sets.of("holed", 6, values), NOISE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 123 of holed");
  }

  static final List<Metric> SYMMETRIC =
      List.of(
          Frechet.raw(),
          Frechet.raw().toInfinity(),
          new SlicedWasserstein(32, 5),
          new EnergyDistance(999),
          new Kid(999),
          new Mmd(java.util.OptionalDouble.of(2), 999));

  @ParameterizedTest
  @FieldSource("SYMMETRIC")
  void distancesAreSymmetric(Metric metric) {
    Estimate there = metric.measure(X, Y, NOISE);
    Estimate back = metric.measure(Y, X, NOISE);
    assertThat(back.value()).isCloseTo(there.value(), within(1e-10));
    assertThat(back.standardError()).isCloseTo(there.standardError(), within(1e-10));
  }

  /// Refuses to give more rows at once than it says it likes to.
  private record Frugal(Dataset base) implements Dataset {
    @Override
    public String name() {
      return base.name();
    }

    @Override
    public Shape shape() {
      return base.shape();
    }

    @Override
    public int size() {
      return base.size();
    }

    @Override
    public String units() {
      return base.units();
    }

    @Override
    public int comfortableBlock() {
      return 17;
    }

    @Override
    public Batch rows(int from, int count) {
      assertThat(count).isBetween(1, comfortableBlock());
      return base.rows(from, count);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void rowsAreReadInComfortableBlocksOnly(Metric metric) {
    Estimate whole = metric.measure(X, Y, NOISE);
    Estimate blocked = metric.measure(new Frugal(X), new Frugal(Y), NOISE);
    assertThat(blocked.value()).isCloseTo(whole.value(), within(1e-9));
    assertThat(blocked.standardError()).isCloseTo(whole.standardError(), within(1e-9));
    assertThat(RealVsReal.measure(metric, new Frugal(X), 150, NOISE).value()).isFinite();
  }

  @Test
  void recallIsPrecisionExchanged() {
    assertThat(new Recall(3, 999).measure(X, Y, NOISE).value())
        .isEqualTo(new Precision(3, 999).measure(Y, X, NOISE).value());
  }

  @Test
  void aSetAgainstItselfHasItsKnownValue() {
    int n = X.size();
    assertThat(Frechet.raw().measure(X, X, NOISE).value()).isCloseTo(0, within(1e-12));
    assertThat(Frechet.pca(3).measure(X, X, NOISE).value()).isCloseTo(0, within(1e-12));
    assertThat(new SlicedWasserstein(16, 5).measure(X, X, NOISE).value()).isZero();
    for (Metric m : List.of(new Precision(3, 999), new Recall(3, 999), new Coverage(5, 999))) {
      assertThat(m.measure(X, X, NOISE).value()).isEqualTo(1);
    }
    // Each ball holds its centre and its k neighbours.
    assertThat(new Density(5, 999).measure(X, X, NOISE).value()).isEqualTo(6 / 5.0);
    // U = -2/n (mean k(x,x) - mean k(x,x')); for energy k(x,x) = 0.
    double energy = new EnergyDistance(999).measure(X, X, NOISE).value();
    double[] x = X.all().toArray();
    double distance = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double square = 0;
        for (int k = 0; k < 6; k++) {
          square += Math.pow(x[i * 6 + k] - x[j * 6 + k], 2);
        }
        distance += 2 * Math.sqrt(square) / n / (n - 1);
      }
    }
    assertThat(energy).isCloseTo(-2 * distance / n, within(1e-12));
  }

  @Test
  void theCapDrawsThatManyRowsAndSaysSo() {
    Estimate e = new EnergyDistance(100).measure(X, Y, NOISE);
    assertThat(e.n()).isEqualTo(100);
    assertThat(new EnergyDistance(100).measure(X, Y, Noise.of(4, 1)).value())
        .isNotEqualTo(e.value());
    Estimate whole = new EnergyDistance(999).measure(X, Y, NOISE);
    assertThat(whole.n()).isEqualTo(250);
    assertThat(e.value()).isCloseTo(whole.value(), within(4 * e.standardError()));
  }

  @Test
  void rowsFarFromTheOriginLoseNoDigits() {
    Dataset farX = Sets.of("far", 6, X.all().map(v -> v + 1e6).toArray());
    Dataset farY = Sets.of("far", 6, Y.all().map(v -> v + 1e6).toArray());
    for (Metric m : List.of(new EnergyDistance(999), Frechet.raw(), new Precision(3, 999))) {
      assertThat(m.measure(farX, farY, NOISE).value())
          .isCloseTo(m.measure(X, Y, NOISE).value(), within(1e-7));
    }
  }

  @Test
  void realDataScoreAsEqualLaws() {
    Dataset reference = Sets.normal(6, 600, 6, 0, 1);
    for (Metric m : List.of(new EnergyDistance(999), Frechet.raw().toInfinity(), new C2st(999))) {
      Estimate e = RealVsReal.measure(m, reference, 300, NOISE);
      assertThat(e.value()).isCloseTo(m.target(), within(3 * e.standardError()));
    }
    assertThat(RealVsReal.measure(Frechet.raw(), reference, 300, NOISE).value()).isPositive();
    assertThatThrownBy(() -> RealVsReal.measure(Frechet.raw(), reference, 599, NOISE))
        .hasMessageContaining("2 .. 598")
        .hasMessageContaining("599");
  }
}
