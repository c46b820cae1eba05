package org.scorefield.linear;

import java.util.List;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;

/// Inner products of the errors of all members, `<P_b e_j, P_b e_k> / d` with `e_j = x0 - D_j(x0 +
/// sigma n; sigma)`, for every row, level and band. The loss of any convex combination on any set
/// of rows is a quadratic form of these, so the members are evaluated once and all that follows is
/// small. Memory `8 n L B J (J+1)/2` bytes.
final class StackErrors {
  private static final int BLOCK = 256;

  private final int rows;
  private final int levels;
  private final int bands;
  private final int members;
  private final double[] products;

  private StackErrors(int rows, int levels, int bands, int members) {
    this.rows = rows;
    this.levels = levels;
    this.bands = bands;
    this.members = members;
    int pairs = members * (members + 1) / 2;
    this.products = new double[Math.multiplyExact(Math.multiplyExact(rows, levels), bands * pairs)];
  }

  /// Evaluates every member once at every row and level, with the noise that {@link
  /// org.scorefield.metric.DenoisingLoss} uses, the same for all.
  static StackErrors of(
      List<NamedDenoiser> members,
      Dataset data,
      Vector sigmas,
      Optional<Bands> bands,
      Noise noise,
      Runnable levelDone) {
    StackErrors errors =
        new StackErrors(
            data.size(), sigmas.size(), bands.map(Bands::count).orElse(1), members.size());
    for (int level = 0; level < sigmas.size(); level++) {
      for (int from = 0; from < data.size(); from += BLOCK) {
        Batch clean = data.rows(from, Math.min(BLOCK, data.size() - from));
        Batch white =
            new Noise(noise.key().child("denoising"), from, clean.count()).normal(data.shape());
        double sigma = sigmas.get(level);
        Batch x = clean.plus(white, sigma);
        List<Batch> each = members.stream().map(m -> clean.minus(m.denoise(x, sigma))).toList();
        errors.add(each, level, from, bands);
      }
      levelDone.run();
    }
    return errors;
  }

  /// The same for some of the members, in the order given.
  StackErrors of(List<Integer> chosen) {
    StackErrors some = new StackErrors(rows, levels, bands, chosen.size());
    for (int level = 0; level < levels; level++) {
      for (int band = 0; band < bands; band++) {
        for (int row = 0; row < rows; row++) {
          for (int j = 0; j < chosen.size(); j++) {
            for (int k = 0; k <= j; k++) {
              int a = Math.max(chosen.get(j), chosen.get(k));
              int b = Math.min(chosen.get(j), chosen.get(k));
              some.products[some.index(level, band, row, j, k)] =
                  products[index(level, band, row, a, b)];
            }
          }
        }
      }
    }
    return some;
  }

  private void add(List<Batch> each, int level, int first, Optional<Bands> bands) {
    Shape shape = each.getFirst().shape();
    int n = each.getFirst().count();
    List<double[]> inside =
        bands.map(b -> each.stream().map(b::coefficients).toList()).orElse(List.of());
    for (int j = 0; j < members; j++) {
      for (int k = 0; k <= j; k++) {
        for (int i = 0; i < n; i++) {
          int row = first + i;
          double rest =
              dot(each.get(j).shared(), each.get(k).shared(), i * shape.size(), shape.size());
          if (bands.isPresent()) {
            int r = bands.get().basis().columns();
            int at = i * r;
            for (int b = 0; b < this.bands - 1; b++) {
              int size = bands.get().sizes().get(b);
              double part = dot(inside.get(j), inside.get(k), at, size);
              products[index(level, b, row, j, k)] = part / shape.size();
              rest -= part;
              at += size;
            }
          }
          products[index(level, this.bands - 1, row, j, k)] = rest / shape.size();
        }
      }
    }
  }

  private static double dot(double[] a, double[] b, int from, int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private int index(int level, int band, int row, int j, int k) {
    int pairs = members * (members + 1) / 2;
    return ((level * bands + band) * rows + row) * pairs + j * (j + 1) / 2 + k;
  }

  int rows() {
    return rows;
  }

  int levels() {
    return levels;
  }

  int bands() {
    return bands;
  }

  int members() {
    return members;
  }

  /// Mean over some rows of the products in one band at one level, J x J.
  Matrix gram(int level, int band, int[] some) {
    double[] gram = new double[members * members];
    for (int row : some) {
      for (int j = 0; j < members; j++) {
        for (int k = 0; k <= j; k++) {
          gram[j * members + k] += products[index(level, band, row, j, k)] / some.length;
        }
      }
    }
    for (int j = 0; j < members; j++) {
      for (int k = 0; k < j; k++) {
        gram[k * members + j] = gram[j * members + k];
      }
    }
    return Matrix.adopt(members, members, gram);
  }

  /// Loss of a combination at one row and level.
  ///
  /// @param weights one vector a band
  double loss(int level, int row, List<Vector> weights) {
    double loss = 0;
    for (int b = 0; b < bands; b++) {
      Vector w = weights.get(b);
      for (int j = 0; j < members; j++) {
        double inner = 0;
        for (int k = 0; k < j; k++) {
          inner += 2 * w.get(k) * products[index(level, b, row, j, k)];
        }
        inner += w.get(j) * products[index(level, b, row, j, j)];
        loss += w.get(j) * inner;
      }
    }
    return loss;
  }

  /// Loss of one member at one row and level.
  double memberLoss(int level, int row, int member) {
    double loss = 0;
    for (int b = 0; b < bands; b++) {
      loss += products[index(level, b, row, member, member)];
    }
    return loss;
  }

  /// Mean loss of one member over some rows at one level.
  double meanLoss(int level, int member, int[] some) {
    double sum = 0;
    for (int row : some) {
      sum += memberLoss(level, row, member);
    }
    return sum / some.length;
  }

  /// The member of least mean loss over some rows at one level.
  int best(int level, int[] some) {
    int best = 0;
    for (int j = 1; j < members; j++) {
      if (meanLoss(level, j, some) < meanLoss(level, best, some)) {
        best = j;
      }
    }
    return best;
  }
}
