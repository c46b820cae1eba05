package org.scorefield.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;

class NoiseTest {

  @Test
  void philoxGivesThePublishedKnownAnswers() {
    assertThat(philox(0, 0, 0)).containsExactly(0xe169c58d_6627e8d5L, 0x9b00dbd8_bc57ac4cL);
    assertThat(philox(-1, -1, -1)).containsExactly(0x41c83b0e_408f276dL, 0x6d5451fd_a20bc7c6L);
    assertThat(philox(0x85a308d3_243f6a88L, 0x03707344_13198a2eL, 0x299f31d0_a4093822L))
        .containsExactly(0x94fdcceb_d16cfe09L, 0x24126ea1_5001e420L);
  }

  private static long[] philox(long counterLow, long counterHigh, long key) {
    Philox philox = new Philox(3);
    philox.count(1, counterLow, counterHigh);
    philox.run(key, 2);
    return new long[] {philox.first(1), philox.second(1)};
  }

  @Test
  void manyQuantilesHaveTheBitsOfEach() {
    double[] u = Noise.of(6, 4000).uniform(Shape.vector(2)).toArray();
    u[0] = 0.5;
    u[1] = 0.075;
    u[2] = 0.925;
    for (int k = 0; k < 40; k++) {
      u[10 + k] = Math.pow(2, -k - 1);
      u[100 + k] = 1 - Math.pow(2, -k - 2);
    }
    double[] expected = java.util.Arrays.stream(u).map(NormalQuantile::of).toArray();
    new NormalQuantile(u.length).replace(u, u.length);
    assertThat(u).isEqualTo(expected);
  }

  @Test
  void normalQuantileMatchesTabulatedPoints() {
    assertThat(NormalQuantile.of(0.5)).isZero();
    assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959963984540054, within(1e-14));
    assertThat(NormalQuantile.of(0.841344746068543)).isCloseTo(1, within(1e-14));
    assertThat(NormalQuantile.of(1e-10)).isCloseTo(-6.361340902404056, within(1e-12));
    assertThat(NormalQuantile.of(1e-16)).isCloseTo(-8.222082216130435, within(1e-12));
  }

  /// Roots of `Phi(z) = u` to 18 digits, in each of the three pieces of the approximation.
  @ParameterizedTest
  @CsvSource({
    "0.1, -1.28155156554460044",
    "0.02, -2.05374891063182304",
    "1e-3, -3.09023230616781354",
    "1e-5, -4.26489079392282461",
    "1e-7, -5.19933758219281694",
    "1e-9, -5.99780701500768686",
    "1e-11, -6.7060231554951363",
    "1e-13, -7.34879610280067751",
    "1e-15, -7.94134532617099677"
  })
  void normalQuantileIsTheRootOfTheDistribution(double u, double z) {
    assertThat(NormalQuantile.of(u)).isCloseTo(z, within(1e-15 * -z * 4));
    if (u > 1e-4) {
      assertThat(NormalQuantile.of(1 - u)).isCloseTo(-z, within(1e-11));
    }
  }

  /// From an independent implementation of the key tree and of Philox: what a seed stands for does
  /// not change from one version to the next.
  @Test
  void aSeedStandsForTheseBits() {
    NoiseKey key = NoiseKey.of(42).child("step").child(3);
    assertThat(key.bits()).isEqualTo(0xb7b201bffa5b9343L);
    assertThat(new Noise(key, 5, 1).uniform(Shape.vector(3)).toArray())
        .containsExactly(0x1.09a45e020ec1ep-2, 0x1.736092da02c82p-2, 0x1.069bed429c564p-3);
  }

  @Test
  void aSampleHasTheSameNumbersInAnyBatch() {
    Shape shape = Shape.vector(5);
    Batch whole = Noise.of(3, 100).normal(shape);
    for (int size : new int[] {1, 7, 64}) {
      for (int from = 0; from < 100; from += size) {
        int count = Math.min(size, 100 - from);
        Batch part = Noise.of(3, 100).slice(from, count).normal(shape);
        assertThat(part).isEqualTo(whole.slice(from, count));
      }
    }
  }

  @Test
  void momentsAreThoseOfTheStandardNormal() {
    double[] z = Noise.of(1, 200_000).normal(Shape.vector(3)).toArray();
    double n = z.length;
    double[] moment = new double[5];
    for (double v : z) {
      for (int k = 1; k <= 4; k++) {
        moment[k] += Math.pow(v, k) / n;
      }
    }
    // Five standard errors: Var z = 1, Var z^2 = 2, Var z^3 = 15, Var z^4 = 96.
    assertThat(moment[1]).isCloseTo(0, within(5 * Math.sqrt(1 / n)));
    assertThat(moment[2]).isCloseTo(1, within(5 * Math.sqrt(2 / n)));
    assertThat(moment[3]).isCloseTo(0, within(5 * Math.sqrt(15 / n)));
    assertThat(moment[4]).isCloseTo(3, within(5 * Math.sqrt(96 / n)));
  }

  @Test
  void childrenAndNeighboursAreUncorrelated() {
    Noise noise = Noise.of(1, 100_000);
    Shape shape = Shape.vector(2);
    double[] a = noise.child("start").normal(shape).toArray();
    double[] b = noise.child("step").normal(shape).toArray();
    double[] c = noise.child("step").child(1).normal(shape).toArray();
    double limit = 5 / Math.sqrt(a.length);
    assertThat(correlation(a, b)).isCloseTo(0, within(limit));
    assertThat(correlation(b, c)).isCloseTo(0, within(limit));
    double[] shifted = java.util.Arrays.copyOfRange(a, 1, a.length);
    assertThat(correlation(java.util.Arrays.copyOf(a, a.length - 1), shifted))
        .isCloseTo(0, within(limit));
  }

  @Test
  void uniformsStayStrictlyInsideTheUnitInterval() {
    double[] u = Noise.of(5, 100_000).uniform(Shape.vector(4)).toArray();
    assertThat(IntStream.range(0, u.length).allMatch(i -> u[i] > 0 && u[i] < 1)).isTrue();
  }

  private static double correlation(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum / a.length;
  }

  /// Golden hashes, of the first version: whoever reproduces a run by its seed depends on them.
  @Test
  void bitsAreThoseOfTheFirstVersion() {
    int[] dimensions = {1, 2, 3, 5, 192, 257};
    int[] normal = {982275566, -2064098363, -241264423, 1450067116, 761620227, 1649714653};
    int[] uniform = {1384509105, -1597093649, 1357075099, 1402831211, 756002294, 907630340};
    Noise noise = Noise.of(7, 600).child("golden").slice(41, 500);
    for (int k = 0; k < dimensions.length; k++) {
      Shape shape = Shape.vector(dimensions[k]);
      assertThat(java.util.Arrays.hashCode(noise.normal(shape).shared())).isEqualTo(normal[k]);
      assertThat(java.util.Arrays.hashCode(noise.uniform(shape).shared())).isEqualTo(uniform[k]);
    }
  }
}
