package org.scorefield.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.random.Noise;

class SimplexQuadraticTest {

  /// `A^T A + ridge I` for a random A of few rows: nearly singular without the ridge.
  private static SimplexQuadratic random(long seed, int groups, int size, double ridge) {
    int n = groups * size;
    double[] a = Noise.of(seed, Math.max(1, n - 2)).normal(Shape.vector(n)).toArray();
    double[] gram = new double[n * n];
    Products.addGram(a, Math.max(1, n - 2), n, gram);
    Products.mirror(gram, n);
    for (int i = 0; i < n; i++) {
      gram[i * n + i] += ridge;
    }
    Vector linear = Vector.adopt(Noise.of(seed + 500, 1).normal(Shape.vector(n)).toArray());
    return new SimplexQuadratic(Matrix.adopt(n, n, gram), linear, size);
  }

  private static Vector corner(int groups, int size, int which) {
    return Vector.generate(groups * size, i -> i % size == which ? 1 : 0);
  }

  @Test
  void twoWeightsHaveTheClosedForm() {
    // 1/2 (a w^2 + b (1-w)^2) is least at w = b/(a+b).
    SimplexQuadratic program =
        new SimplexQuadratic(Matrix.copyOf(2, 2, new double[] {3, 0, 0, 1}), Vector.of(0, 0), 2);
    Vector w = program.minimise(Vector.of(1, 0));
    assertThat(w.get(0)).isCloseTo(0.25, within(1e-15));
    assertThat(w.get(1)).isCloseTo(0.75, within(1e-15));
    assertThat(program.value(w)).isCloseTo(0.5 * (3.0 / 16 + 9.0 / 16), within(1e-15));
  }

  @Test
  void withTheIdentityItProjectsOnTheSimplex() {
    // The projection takes one number off all that stay positive.
    Vector point = Vector.of(0.9, 0.6, -0.3, 0.1);
    Vector w = new SimplexQuadratic(Matrix.identity(4), point, 4).minimise(Vector.of(0, 0, 0, 1));
    assertThat(w.toArray()).containsExactly(new double[] {0.65, 0.35, 0, 0}, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-3, 1e-8})
  void theConditionsOfKarushKuhnAndTuckerHold(double ridge) {
    double tolerance = Math.max(1e-12, 1e-13 / ridge);
    for (long seed = 0; seed < 40; seed++) {
      int groups = 1 + (int) (seed % 5);
      int size = 2 + (int) (seed % 4);
      SimplexQuadratic program = random(seed, groups, size, ridge);
      Vector w = program.minimise(corner(groups, size, 0));
      Vector gradient = program.gradient(w);
      for (int from = 0; from < w.size(); from += size) {
        double sum = 0;
        double level = Double.NaN;
        for (int i = from; i < from + size; i++) {
          assertThat(w.get(i)).isGreaterThanOrEqualTo(0);
          sum += w.get(i);
          if (w.get(i) > 0) {
            level = Double.isNaN(level) ? gradient.get(i) : level;
            assertThat(gradient.get(i))
                .as("moving entries are level")
                .isCloseTo(level, within(tolerance));
          }
        }
        assertThat(sum).isCloseTo(1, within(1e-15 * size));
        for (int i = from; i < from + size; i++) {
          assertThat(gradient.get(i))
              .as("pinned ones promise nothing")
              .isGreaterThan(level - tolerance);
        }
      }
    }
  }

  @Test
  void noSupportGivesLess() {
    for (long seed = 0; seed < 30; seed++) {
      SimplexQuadratic program = random(seed, 2, 3, 0.1);
      Vector w = program.minimise(corner(2, 3, 1));
      List<Vector> candidates = new ArrayList<>();
      for (int support = 0; support < 64; support++) {
        if ((support & 7) != 0 && (support & 56) != 0) {
          Vector candidate = onSupport(program, support);
          if (candidate.stream().allMatch(v -> v >= 0)) {
            candidates.add(candidate);
          }
        }
      }
      double least = candidates.stream().mapToDouble(program::value).min().orElseThrow();
      assertThat(candidates).hasSizeGreaterThan(8);
      assertThat(program.value(w)).isCloseTo(least, within(1e-12));
    }
  }

  /// The stationary point with the entries outside the support at 0, by EJML.
  private static Vector onSupport(SimplexQuadratic program, int support) {
    DMatrixRMaj kkt = new DMatrixRMaj(8, 8);
    DMatrixRMaj right = new DMatrixRMaj(8, 1);
    for (int i = 0; i < 6; i++) {
      if ((support >> i & 1) == 0) {
        kkt.set(i, i, 1);
        continue;
      }
      for (int j = 0; j < 6; j++) {
        kkt.set(i, j, program.hessian().get(i, j));
      }
      kkt.set(i, 6 + i / 3, 1);
      kkt.set(6 + i / 3, i, 1);
      right.set(i, 0, program.linear().get(i));
    }
    right.set(6, 0, 1);
    right.set(7, 0, 1);
    DMatrixRMaj solved = new DMatrixRMaj(8, 1);
    assertThat(CommonOps_DDRM.solve(kkt, right, solved)).isTrue();
    return Vector.generate(6, i -> (support >> i & 1) == 0 ? 0 : solved.get(i, 0));
  }

  @Test
  void whereItStartsDoesNotMatter() {
    for (long seed = 0; seed < 20; seed++) {
      SimplexQuadratic program = random(seed, 3, 4, 0.01);
      Vector first = program.minimise(corner(3, 4, 0));
      Vector other = program.minimise(corner(3, 4, 3));
      Vector inside = program.minimise(Vector.generate(12, i -> 0.25));
      for (int i = 0; i < 12; i++) {
        assertThat(other.get(i)).isCloseTo(first.get(i), within(1e-10));
        assertThat(inside.get(i)).isCloseTo(first.get(i), within(1e-10));
      }
    }
  }

  @Test
  void refusesWhatIsNoSuchProgram() {
    SimplexQuadratic program = random(1, 2, 2, 1);
    assertThatThrownBy(() -> program.minimise(Vector.of(1, 0, 0.4, 0.4)))
        .hasMessageContaining("must sum to 1");
    assertThatThrownBy(() -> program.minimise(Vector.of(2, -1, 1, 0)))
        .hasMessageContaining("not be negative");
    assertThatThrownBy(() -> new SimplexQuadratic(Matrix.identity(4), Vector.of(0, 0, 0, 0), 3))
        .hasMessageContaining("groups of 3");
    assertThatThrownBy(() -> new SimplexQuadratic(Matrix.identity(3), Vector.of(0, 0), 2))
        .hasMessageContaining("square matrix");
    SimplexQuadratic flat =
        new SimplexQuadratic(Matrix.copyOf(2, 2, new double[4]), Vector.of(0, 0), 2);
    assertThatThrownBy(() -> flat.minimise(Vector.of(1, 0)))
        .isInstanceOf(ArithmeticException.class);
  }
}
