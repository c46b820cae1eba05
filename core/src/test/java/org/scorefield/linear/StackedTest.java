package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

class StackedTest {
  private static final Shape SHAPE = Shape.vector(6);
  private static final Vector ORIGIN = Vector.generate(6, i -> 0);

  private static Batch normal(long seed, int n) {
    return Noise.of(seed, n).normal(SHAPE);
  }

  private static NamedDenoiser member(String name, Denoiser denoiser) {
    return new NamedDenoiser(name, denoiser);
  }

  private static NamedDenoiser round(String name, double variance) {
    return member(name, Gaussian.isotropic(SHAPE, ORIGIN, variance));
  }

  private static WeightCurve falling(double negligible) {
    return new WeightCurve(
        Vector.of(0.5, 1, 2),
        Matrix.copyOf(3, 2, new double[] {1, 0, 0.25, 0.75, 0, 1}),
        negligible);
  }

  private static Gaussian full(long seed) {
    double[] a = normal(seed, 6).toArray();
    return new Gaussian(
        SHAPE,
        Vector.adopt(normal(seed + 9, 1).toArray()),
        Factorizations.orthonormalBasis(Matrix.adopt(6, 6, a)),
        Vector.of(9, 4, 1, 0.3, 0.02, 0.001),
        0);
  }

  private static Stacked rich(Optional<Bands> bands) {
    Batch rows = normal(5, 40);
    List<NamedDenoiser> members =
        List.of(
            member("gaussian", full(1)),
            member("mixture", GaussianMixture.isotropic(rows.slice(0, 5), 0.3)),
            member("rows", Empirical.of(Dataset.of("rows", "none", rows))));
    WeightCurve one =
        new WeightCurve(
            Vector.of(0.3, 3), Matrix.copyOf(2, 3, new double[] {.2, .5, .3, .6, .3, .1}), 0.01);
    WeightCurve two =
        new WeightCurve(
            Vector.of(0.3, 3), Matrix.copyOf(2, 3, new double[] {.9, .1, 0, .1, 0, .9}), 0.01);
    return bands.isPresent()
        ? new Stacked(members, List.of(one, two, one), bands)
        : new Stacked(members, one);
  }

  @Test
  void itIsTheWeightedMeanOfItsMembers() {
    Batch x = normal(3, 7);
    Stacked stack = new Stacked(List.of(round("a", 1), round("b", 3)), falling(0));
    // Gains of N(0, a I) are a/(a + sigma^2).
    double gain = 0.25 * (1.0 / 2) + 0.75 * (3.0 / 4);
    assertThat(stack.denoise(x, 1).toArray())
        .containsExactly(x.times(gain).toArray(), within(1e-15));
    assertThat(stack.denoise(x, 0.5)).isEqualTo(round("a", 1).denoiser().denoise(x, 0.5));
    assertThat(stack.denoise(x, 7)).isEqualTo(round("b", 3).denoiser().denoise(x, 7));
  }

  @Test
  void aMemberIsNotEvaluatedWhereItsWeightIsNegligible() {
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    Stacked stack =
        new Stacked(
            List.of(
                member("a", new Counted(round("a", 1).denoiser(), first)),
                member("b", new Counted(round("b", 3).denoiser(), second))),
            falling(0.1));
    Batch x = normal(1, 3);
    double skipped = stack.skippedAbove(0).orElseThrow();
    assertThat(skipped).isBetween(1.0, 2.0);
    stack.denoise(x, skipped * 1.0001);
    stack.denoise(x, 100);
    assertThat(first).hasValue(0);
    assertThat(second).hasValue(2);
    stack.denoise(x, skipped * 0.999);
    assertThat(first).hasValue(1);
    assertThat(second).hasValue(3);
    stack.denoise(x, 0.5);
    assertThat(first).hasValue(2);
    assertThat(second).hasValue(3);
    assertThat(stack.skippedAbove(1)).isEmpty();
  }

  private record Counted(Denoiser inner, AtomicInteger calls) implements Denoiser {
    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      calls.incrementAndGet();
      return inner.denoise(x, sigma);
    }
  }

  @Test
  void bitsOfASampleDoNotDependOnItsBatch() {
    Batch x = normal(2, 37).times(2);
    Optional<Bands> bands =
        Optional.of(new Bands(full(1).basis().leadingColumns(4), List.of(1, 3)));
    for (Stacked stack : List.of(rich(Optional.empty()), rich(bands))) {
      for (double sigma : new double[] {0.1, 0.7, 2, 9}) {
        Batch all = stack.denoise(x, sigma);
        for (int i : new int[] {0, 17, 36}) {
          assertThat(stack.denoise(x.slice(i, 1), sigma)).isEqualTo(all.slice(i, 1));
        }
        assertThat(stack.denoise(x.slice(5, 20), sigma)).isEqualTo(all.slice(5, 20));
      }
    }
  }

  @Test
  void bandsOfOneWeightAreNoBands() {
    Stacked plain = rich(Optional.empty());
    WeightCurve curve = plain.curves().getFirst();
    Bands bands = new Bands(full(1).basis().leadingColumns(4), List.of(1, 3));
    Stacked banded = new Stacked(plain.members(), List.of(curve, curve, curve), Optional.of(bands));
    Batch x = normal(4, 20);
    assertThat(banded.denoise(x, 0.8).toArray())
        .containsExactly(plain.denoise(x, 0.8).toArray(), within(1e-14));
  }

  @Test
  void eachBandHasItsOwnWeights() {
    Gaussian axes = Gaussian.isotropic(SHAPE, ORIGIN, 1);
    Bands bands = new Bands(Matrix.identity(6).leadingColumns(3), List.of(2, 1));
    Stacked stack =
        new Stacked(
            List.of(member("a", axes), round("b", 3)),
            List.of(constant(1), constant(0.5), constant(0)),
            Optional.of(bands));
    Batch x = normal(8, 5);
    Batch out = stack.denoise(x, 1);
    double[] gains = {0.5, 0.5, 0.625, 0.75, 0.75, 0.75};
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 6; j++) {
        assertThat(out.get(i, j)).isCloseTo(gains[j] * x.get(i, j), within(1e-14));
      }
    }
  }

  private static WeightCurve constant(double first) {
    return new WeightCurve(
        Vector.of(1), Matrix.copyOf(1, 2, new double[] {first, 1 - first}), 0.01);
  }

  @Test
  void aGaussianIsCutIntoBandsByVariance() {
    Bands bands = Bands.of(full(1), 3);
    // 9 4 1 | .3 .02 | .001: cuts at a tenth and a hundredth of the largest.
    assertThat(bands.sizes()).containsExactly(3, 1);
    assertThat(bands.count()).isEqualTo(3);
    assertThat(bands.basis().columns()).isEqualTo(4);
    assertThat(Bands.of(Gaussian.isotropic(SHAPE, ORIGIN, 2), 3).count()).isEqualTo(1);
  }

  @Test
  void aShiftOfTheDataShiftsTheStack() {
    Stacked stack = rich(Optional.empty());
    Batch x = normal(6, 9);
    double by = 1e3;
    Stacked moved =
        new Stacked(
            stack.members().stream()
                .map(m -> member(m.name(), new Shifted(m.denoiser(), by)))
                .toList(),
            stack.curves(),
            stack.bands());
    assertThat(moved.denoise(x.map(v -> v + by), 0.9).map(v -> v - by).toArray())
        .containsExactly(stack.denoise(x, 0.9).toArray(), within(1e-10));
  }

  private record Shifted(Denoiser inner, double by) implements Denoiser {
    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return inner.denoise(x.map(v -> v - by), sigma).map(v -> v + by);
    }
  }

  @Test
  void refusesMembersThatDoNotGoTogether() {
    NamedDenoiser wide = member("wide", Gaussian.isotropic(Shape.vector(2), Vector.of(0, 0), 1));
    assertThatThrownBy(() -> new Stacked(List.of(round("a", 1), wide), falling(0)))
        .hasMessageContaining("a has 6")
        .hasMessageContaining("wide has 2");
    assertThatThrownBy(() -> new Stacked(List.of(round("a", 1), round("a", 2)), falling(0)))
        .hasMessageContaining("different names");
    assertThatThrownBy(() -> new Stacked(List.of(round("a", 1)), falling(0)))
        .hasMessageContaining("one weight a member");
    assertThatThrownBy(() -> new Stacked(List.of(), falling(0)))
        .hasMessageContaining("at least one member");
    Optional<Bands> bands =
        Optional.of(new Bands(Matrix.identity(6).leadingColumns(2), List.of(2)));
    assertThatThrownBy(
            () -> new Stacked(List.of(round("a", 1), round("b", 2)), List.of(falling(0)), bands))
        .hasMessageContaining("one curve of weights a band");
    assertThatThrownBy(() -> new Bands(Matrix.identity(3), List.of(1, 1)))
        .hasMessageContaining("sum to the 3 columns");
    assertThatThrownBy(() -> Bands.of(full(1), 1)).hasMessageContaining("at least 2 bands");
  }

  /// Knows a table of whole levels from 1 to 8.
  private record Table(Denoiser inner) implements Denoiser, KnownLevels {
    @Override
    public Shape shape() {
      return SHAPE;
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return inner.denoise(x, sigma);
    }

    @Override
    public double sigmaMin() {
      return 1;
    }

    @Override
    public double sigmaMax() {
      return 8;
    }

    @Override
    public double nearest(double sigma) {
      return Math.clamp(Math.rint(sigma), 1, 8);
    }
  }

  @Test
  void aStackKnowsTheLevelsOfTheMembersThatCountThere() {
    NamedDenoiser network = member("network", new Table(full(1)));
    Matrix weights = Matrix.copyOf(3, 2, new double[] {1, 0, 0.5, 0.5, 0, 1});
    Stacked skipping =
        new Stacked(
            List.of(network, round("round", 1)),
            new WeightCurve(Vector.of(0.5, 2, 4), weights, 0.01));
    assertThat(skipping.sigmaMin()).isEqualTo(1);
    assertThat(skipping.sigmaMax()).isInfinite();
    assertThat(skipping.nearest(1.2)).isEqualTo(1);
    assertThat(skipping.nearest(4.3)).isEqualTo(4.3);
    Stacked asking =
        new Stacked(
            List.of(round("round", 1), network),
            new WeightCurve(Vector.of(0.5, 2, 4), weights, 0.01));
    assertThat(asking.sigmaMin()).isEqualTo(1);
    assertThat(asking.sigmaMax()).isEqualTo(8);
    assertThat(asking.nearest(4.3)).isEqualTo(4);
    Stacked free = new Stacked(List.of(round("a", 1), round("b", 2)), falling(0.01));
    assertThat(free.sigmaMin()).isZero();
    assertThat(free.sigmaMax()).isInfinite();
  }
}
