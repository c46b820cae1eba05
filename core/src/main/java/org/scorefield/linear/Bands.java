package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A partition of space into orthogonal bands of principal directions: band b is spanned by the
/// next `sizes[b]` columns of a basis, and the last band by all that is orthogonal to the basis
/// (nothing, if the basis is full).
///
/// @param basis d x r, orthonormal columns
/// @param sizes number of columns of each band but the last, each at least 1, of sum r
public record Bands(Matrix basis, List<Integer> sizes) {
  /// Variances this far below the largest are one band with all that is smaller.
  private static final double FLOOR = 1e-3;

  public Bands {
    sizes = List.copyOf(sizes);
    if (sizes.stream().anyMatch(s -> s < 1)
        || sizes.stream().mapToInt(Integer::intValue).sum() != basis.columns()) {
      throw new IllegalArgumentException(
          "the sizes of bands must be positive and sum to the "
              + basis.columns()
              + " columns of the basis, got "
              + sizes);
    }
  }

  /// At most `count` bands of the directions of a Gaussian, cut at equal steps of the logarithm of
  /// their variance over three decades; a band that holds no direction is left out, and what lies
  /// below the last cut is the last band.
  ///
  /// @param count at least 2
  public static Bands of(Gaussian gaussian, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("need at least 2 bands, got " + count);
    }
    Gaussian ordered = gaussian.truncated(gaussian.rank());
    Vector variances = ordered.variances();
    List<Integer> sizes = new ArrayList<>();
    int at = 0;
    for (int b = 1; b < count; b++) {
      double cut =
          variances.size() == 0 ? 0 : variances.first() * Math.pow(FLOOR, b / (double) count);
      int from = at;
      while (at < variances.size() && variances.get(at) > cut) {
        at++;
      }
      if (at > from) {
        sizes.add(at - from);
      }
    }
    return new Bands(ordered.basis().leadingColumns(at), sizes);
  }

  /// Number of bands, the last one included.
  public int count() {
    return sizes.size() + 1;
  }

  /// `sum_b P_b sum_j w_bj x_j`, P_b the projection on band b. Cost `2 d r` operations a sample and
  /// term, and as much once more.
  ///
  /// @param weights one vector a band, one entry a term
  /// @param terms of one shape and count, at least one
  public Batch combine(List<Vector> weights, List<Batch> terms) {
    Vector outside = weights.getLast();
    Batch base = Batch.combine(outside.shared(), terms);
    int n = base.count();
    int r = basis.columns();
    double[] inside = new double[n * r];
    for (int j = 0; j < terms.size(); j++) {
      double[] c = coefficients(terms.get(j));
      int mode = 0;
      for (int b = 0; b < sizes.size(); b++) {
        double w = weights.get(b).get(j) - outside.get(j);
        for (int end = mode + sizes.get(b); mode < end; mode++) {
          for (int at = mode; at < c.length; at += r) {
            inside[at] += w * c[at];
          }
        }
      }
    }
    return base.plus(Batch.adopt(base.shape(), Products.timesTransposed(inside, n, basis)));
  }

  /// The coefficients of each sample along the basis, n x r.
  double[] coefficients(Batch x) {
    return Products.times(x.shared(), x.count(), basis);
  }
}
