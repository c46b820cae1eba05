package org.scorefield.convex.placement;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Where gates are put when there are too many patterns to list: rows `(w, b)` of d + 1, the gate
/// being open where `w . x + b > 0`. Convex programs over random gates come close to those over all
/// of them (Kim and Pilanci 2402.03625), provided that the gates cut through the data.
@FunctionalInterface
public interface GatePlacement {

  /// @param x data, n x d
  /// @param count how many gates
  /// @param key names the random numbers: the same key, the same gates
  /// @return count x (d + 1)
  Matrix place(Batch x, int count, NoiseKey key);

  /// Uniform directions through the origin, b = 0: the only one here for networks without hidden
  /// biases.
  static GatePlacement throughOrigin() {
    return (x, count, key) ->
        rows(
            Directions.uniform(count, x.dimension(), key.child("directions")),
            x.dimension(),
            (_, _) -> 0);
  }

  /// Uniform directions, each through the data: the threshold is midway between the projection of a
  /// row drawn at random and the next one below, so that every number of open rows from 1 to n is
  /// as likely and no row lies on a gate. Cost nd a gate.
  static GatePlacement throughData() {
    return (x, count, key) -> {
      double[] pick = uniforms(count, key);
      return rows(
          Directions.uniform(count, x.dimension(), key.child("directions")),
          x.dimension(),
          (gate, w) -> {
            double[] at = projections(x, w);
            double top = at[(int) (pick[gate] * at.length)];
            double below = Double.NEGATIVE_INFINITY;
            double above = Double.POSITIVE_INFINITY;
            for (double p : at) {
              below = p < top ? Math.max(below, p) : below;
              above = p > top ? Math.min(above, p) : above;
            }
            double step = Double.isInfinite(above) ? 1 : above - top;
            return -(Double.isInfinite(below) ? top - step : (below + top) / 2);
          });
    };
  }

  /// Uniform directions, thresholds uniform between the lowest and the highest projection of the
  /// data. Cost nd a gate.
  static GatePlacement uniformOffset() {
    return (x, count, key) -> {
      double[] pick = uniforms(count, key);
      return rows(
          Directions.uniform(count, x.dimension(), key.child("directions")),
          x.dimension(),
          (gate, w) -> {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double p : projections(x, w)) {
              low = Math.min(low, p);
              high = Math.max(high, p);
            }
            return -(low + pick[gate] * (high - low));
          });
    };
  }

  /// Equal shares of several placements; the first ones get what does not divide.
  static GatePlacement mixture(List<GatePlacement> parts) {
    return mixture(parts, Collections.nCopies(parts.size(), 1));
  }

  /// Three quarters by a density, one quarter {@link #uniformOffset}: a density found from pilot
  /// rows or another model is blind to what these do not see.
  static GatePlacement mixed(GatePlacement density) {
    return mixture(List.of(density, uniformOffset()), List.of(3, 1));
  }

  /// Several placements in the given shares, rounded down; the first ones get what is left.
  ///
  /// @param shares at least 1 each
  static GatePlacement mixture(List<GatePlacement> parts, List<Integer> shares) {
    List<GatePlacement> all = List.copyOf(parts);
    int[] share = shares.stream().mapToInt(Integer::intValue).toArray();
    if (all.isEmpty() || share.length != all.size() || Arrays.stream(share).anyMatch(s -> s < 1)) {
      throw new IllegalArgumentException(
          "a mixture of gate placements needs at least one, and a share of at least 1 for each; got"
              + " "
              + all.size()
              + " and the shares "
              + shares);
    }
    long total = Arrays.stream(share).asLongStream().sum();
    return (x, count, key) -> {
      int width = x.dimension() + 1;
      int left = count;
      int[] gates = new int[share.length];
      for (int k = 0; k < gates.length; k++) {
        gates[k] = (int) ((long) count * share[k] / total);
        left -= gates[k];
      }
      double[] out = new double[Math.multiplyExact(count, width)];
      int at = 0;
      for (int k = 0; k < gates.length; k++) {
        int own = gates[k] + (k < left ? 1 : 0);
        double[] part = all.get(k).place(x, own, key.child(k)).shared();
        System.arraycopy(part, 0, out, at * width, part.length);
        at += own;
      }
      return Matrix.adopt(count, width, out);
    };
  }

  /// @param offset b of a gate, from its number and its direction
  private static Matrix rows(
      double[] directions, int d, ToDoubleBiFunction<Integer, double[]> offset) {
    int count = directions.length / d;
    double[] out = new double[count * (d + 1)];
    Rows.parallel(
        count,
        16,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double[] w = new double[d];
            System.arraycopy(directions, i * d, w, 0, d);
            System.arraycopy(w, 0, out, i * (d + 1), d);
            out[i * (d + 1) + d] = offset.applyAsDouble(i, w);
          }
        });
    return Matrix.adopt(count, d + 1, out);
  }

  private static double[] uniforms(int count, NoiseKey key) {
    return new Noise(key.child("offsets"), 0, count).uniform(Shape.vector(1)).toArray();
  }

  private static double[] projections(Batch x, double[] w) {
    double[] rows = x.shared();
    int d = w.length;
    return IntStream.range(0, x.count())
        .mapToDouble(i -> {
          double sum = 0;
          for (int j = 0; j < d; j++) {
            sum += w[j] * rows[i * d + j];
          }
          return sum;
        })
        .toArray();
  }
}
