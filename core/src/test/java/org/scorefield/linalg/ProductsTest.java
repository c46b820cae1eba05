package org.scorefield.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

class ProductsTest {

  private static double[] random(int rows, int columns, long seed) {
    return Noise.of(seed, rows).normal(Shape.vector(columns)).toArray();
  }

  @Test
  void bitsOfARowDoNotDependOnTheRowsAroundIt() {
    for (int[] size :
        List.of(
            new int[] {784, 784},
            new int[] {3, 5},
            new int[] {1797, 64},
            new int[] {64, 37},
            new int[] {785, 123},
            new int[] {2, 2},
            new int[] {784, 20},
            new int[] {784, 10},
            new int[] {500, 64},
            new int[] {400, 100},
            new int[] {100, 100},
            new int[] {1000, 3},
            new int[] {1, 1})) {
      int k = size[0];
      int m = size[1];
      Matrix b = Matrix.adopt(k, m, random(k, m, 1));
      double[] x = random(300, k, 2);
      double[] whole = Products.times(x, 300, b);
      double[] wholeTransposed = Products.timesTransposed(random(300, m, 3), 300, b);
      for (int n : new int[] {1, 2, 3, 7, 16, 17, 64, 100, 255}) {
        for (int from = 0; from + n <= 300; from += Math.max(n, 31)) {
          double[] part = Products.times(Arrays.copyOfRange(x, from * k, (from + n) * k), n, b);
          assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from * m, (from + n) * m));
          double[] y = Arrays.copyOfRange(random(300, m, 3), from * m, (from + n) * m);
          assertThat(Products.timesTransposed(y, n, b))
              .isEqualTo(Arrays.copyOfRange(wholeTransposed, from * k, (from + n) * k));
        }
      }
    }
  }

  @Test
  void productsEqualThePlainTripleLoop() {
    for (int n : new int[] {1, 4, 6, 13, 64, 130}) {
      int k = 13;
      int m = 6;
      double[] x = random(n, k, 4);
      Matrix b = Matrix.adopt(k, m, random(k, m, 5));
      double[] out = Products.times(x, n, b);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < m; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            sum += x[i * k + l] * b.get(l, j);
          }
          assertThat(out[i * m + j]).isCloseTo(sum, within(1e-12));
        }
      }
    }
  }

  @Test
  void gramIsTheSumOfOuterProducts() {
    // 300 columns make several tiles
    for (int d : new int[] {11, 128, 300}) {
      int n = 37;
      double[] x = random(n, d, 6);
      double[] gram = new double[d * d];
      Products.addGram(x, 20, d, gram);
      Products.addGram(Arrays.copyOfRange(x, 20 * d, n * d), n - 20, d, gram);
      Products.mirror(gram, d);
      double[] product = Products.transposeTimes(x, x, n, d, d).shared();
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          double sum = 0;
          for (int row = 0; row < n; row++) {
            sum += x[row * d + i] * x[row * d + j];
          }
          assertThat(gram[i * d + j]).isCloseTo(sum, within(1e-12));
          assertThat(product[i * d + j]).isCloseTo(sum, within(1e-12));
        }
      }
    }
  }

  @Test
  void noRowsMakeAnEmptyProduct() {
    assertThat(Products.times(new double[0], 0, Matrix.identity(3))).isEmpty();
    assertThat(Products.transposeTimes(new double[0], new double[0], 0, 2, 3).shared())
        .containsOnly(0);
  }

  @Test
  void panelsGiveTheBitsOfProducts() {
    int k = 50;
    int m = 33;
    int n = 70;
    double[] x = random(n, k, 9);
    double[] table = random(40, k, 10);
    Matrix b = Matrix.adopt(k, m, random(k, m, 11));
    int padded = Panels.padded(n);
    assertThat(padded).isBetween(n, n + Blas.KERNELS.tile() - 1);
    double[] rows = Panels.pad(x, n, k);
    double[] expected = Products.times(x, n, b);
    assertThat(Arrays.copyOf(Panels.times(rows, padded, b), n * m)).isEqualTo(expected);
    double[] inner = new double[padded * 30];
    Panels.inner(rows, padded, table, 7, 30, k, inner);
    double[] sums = new double[padded * k];
    Panels.addCombinations(inner, padded, table, 7, 30, k, sums);
    Matrix part = Matrix.adopt(30, k, Arrays.copyOfRange(table, 7 * k, 37 * k));
    double[] products = Products.timesTransposed(x, n, part);
    assertThat(Arrays.copyOf(inner, n * 30)).isEqualTo(products);
    double[] combined = Products.times(products, n, part);
    for (int i = 0; i < combined.length; i++) {
      assertThat(sums[i]).isCloseTo(combined[i], within(1e-10));
    }
  }

  @Test
  void eigenvectorsDiagonaliseTheMatrix() {
    int n = 40;
    double[] x = random(60, n, 7);
    Matrix a = Products.transposeTimes(x, x, 60, n, n);
    SymmetricEigen eigen = SymmetricEigen.of(a);
    Matrix av = a.times(eigen.vectors());
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        assertThat(av.get(i, j))
            .isCloseTo(eigen.values().get(j) * eigen.vectors().get(i, j), within(1e-10));
      }
      if (j > 0) {
        assertThat(eigen.values().get(j)).isLessThanOrEqualTo(eigen.values().get(j - 1));
      }
    }
  }

  @Test
  void eigenvaluesAloneAreThoseOfTheDecomposition() {
    int n = 70;
    double[] x = random(90, n, 9);
    Matrix a = Products.transposeTimes(x, x, 90, n, n);
    SymmetricEigen eigen = SymmetricEigen.of(a);
    for (int j = 0; j < n; j++) {
      assertThat(SymmetricEigen.valuesOf(a).get(j)).isCloseTo(eigen.values().get(j), within(1e-10));
    }
  }

  @Test
  void productsKeepTheirBitsWhileALargeDecompositionUsesAllCores() throws Exception {
    // Long sums over an odd number of columns: several threads add them in another order.
    int d = 1201;
    double[] x = random(512, d, 12);
    Matrix b = Matrix.adopt(d, 211, random(d, 211, 13));
    double[] alone = Products.times(x, 512, b);
    double[] gramAlone = new double[d * d];
    Products.addGram(x, 512, d, gramAlone);
    int large = 1100;
    double[] rows = random(1200, large, 14);
    Matrix covariance = Products.transposeTimes(rows, rows, 1200, large, large);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<SymmetricEigen> decomposed = other.submit(() -> SymmetricEigen.of(covariance));
      int products = 0;
      while (products == 0 || !decomposed.isDone()) {
        assertThat(Products.times(x, 512, b)).isEqualTo(alone);
        double[] gram = new double[d * d];
        Products.addGram(x, 512, d, gram);
        assertThat(gram).isEqualTo(gramAlone);
        products++;
      }
      assertThat(decomposed.get().values().size()).isEqualTo(large);
    }
  }

  @Test
  void choleskyAndOrthonormalBasisReproduceTheirMatrix() {
    int n = 9;
    double[] x = random(20, n, 8);
    Matrix a = Products.transposeTimes(x, x, 20, n, n);
    Matrix l = Factorizations.cholesky(a);
    Matrix product = l.timesTransposed(l);
    for (int i = 0; i < n * n; i++) {
      assertThat(product.shared()[i]).isCloseTo(a.shared()[i], within(1e-11));
    }
    Matrix q = Factorizations.orthonormalBasis(Matrix.copyOf(20, n, x));
    Matrix identity = Products.transposeTimes(q.shared(), q.shared(), 20, n, n);
    for (int i = 0; i < n * n; i++) {
      assertThat(identity.shared()[i]).isCloseTo(i % (n + 1) == 0 ? 1 : 0, within(1e-14));
    }
  }
}
