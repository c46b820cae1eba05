package org.scorefield.convex.gated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;

/// All cells of the arrangement of the hyperplanes `{g : g . x_i = 0}`: a gate inside each.
///
/// In the plane the cells are the arcs between the 2n critical angles, and the gate is the middle
/// of one. In higher rank r every cell has an edge, a ray g0 orthogonal to r - 1 independent rows;
/// the cells around that ray are those of the arrangement, of rank r - 1, of the rows orthogonal to
/// it, and `g0 + epsilon h` lies in the one of h. So the list is exact for rows in any position,
/// repeated and collinear ones included. It holds cells more than once, from each of their edges.
final class PatternEnumeration {
  /// Gates listed at most, repetitions included.
  private static final long MOST = 4_000_000;

  /// Relative size of an inner product that is taken as 0.
  private static final double FLAT = 1e-10;

  private PatternEnumeration() {}

  /// @param rows n rows of width
  /// @return gates, a row each
  static Matrix gates(double[] rows, int n, int width) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] row = Arrays.copyOfRange(rows, i * width, (i + 1) * width);
      double norm = norm(row);
      if (norm > 0) {
        points.add(scaled(row, 1 / norm));
      }
    }
    List<double[]> gates = cells(points, width);
    double[] out = new double[Math.multiplyExact(gates.size(), width)];
    for (int i = 0; i < gates.size(); i++) {
      System.arraycopy(gates.get(i), 0, out, i * width, width);
    }
    return Matrix.adopt(gates.size(), width, out);
  }

  /// A gate in each cell, in the span of the points, of norm 1.
  private static List<double[]> cells(List<double[]> points, int width) {
    if (points.isEmpty()) {
      return List.of();
    }
    Matrix basis = span(points, width);
    int rank = basis.rows();
    List<double[]> inside =
        points.stream()
            .map(p -> IntStream.range(0, rank).mapToDouble(a -> dot(basis.row(a), p)).toArray())
            .toList();
    List<double[]> gates =
        switch (rank) {
          case 1 -> List.of(new double[] {1}, new double[] {-1});
          case 2 -> arcs(inside);
          default -> aroundRays(inside, rank);
        };
    return gates.stream().map(g -> outward(g, basis)).toList();
  }

  /// An orthonormal basis of the span, a row each.
  private static Matrix span(List<double[]> points, int width) {
    double[] all = points.stream().flatMapToDouble(DoubleStream::of).toArray();
    Matrix gram = Products.transposeTimes(all, all, points.size(), width, width);
    SymmetricEigen eigen = SymmetricEigen.reproducible(gram);
    double floor = 1e-13 * points.size() * eigen.values().first();
    int rank = (int) eigen.values().stream().filter(v -> v > floor).count();
    return eigen.vectors().leadingColumns(rank).transpose();
  }

  private static double[] outward(double[] g, Matrix basis) {
    double[] out = new double[basis.columns()];
    for (int a = 0; a < g.length; a++) {
      for (int j = 0; j < out.length; j++) {
        out[j] += g[a] * basis.get(a, j);
      }
    }
    return scaled(out, 1 / norm(out));
  }

  /// Rank 2: mid-angles of the arcs between critical angles.
  private static List<double[]> arcs(List<double[]> points) {
    double[] angles =
        points.stream()
            .mapToDouble(p -> Math.atan2(p[1], p[0]) + Math.PI / 2)
            .flatMap(a -> DoubleStream.of(a, a + Math.PI))
            .map(a -> a - 2 * Math.PI * Math.floor(a / (2 * Math.PI)))
            .sorted()
            .toArray();
    List<double[]> gates = new ArrayList<>();
    for (int k = 0; k < angles.length; k++) {
      double next = k + 1 < angles.length ? angles[k + 1] : angles[0] + 2 * Math.PI;
      if (next - angles[k] > FLAT) {
        double middle = (angles[k] + next) / 2;
        gates.add(new double[] {Math.cos(middle), Math.sin(middle)});
      }
    }
    return gates;
  }

  /// Rank 3 and more.
  private static List<double[]> aroundRays(List<double[]> points, int rank) {
    requireFew(points.size(), rank);
    List<double[]> gates = new ArrayList<>();
    int[] chosen = IntStream.range(0, rank - 1).toArray();
    do {
      double[] ray = orthogonal(points, chosen, rank);
      if (ray.length > 0) {
        List<double[]> on = points.stream().filter(p -> Math.abs(dot(p, ray)) <= FLAT).toList();
        double margin =
            points.stream()
                .mapToDouble(p -> Math.abs(dot(p, ray)))
                .filter(z -> z > FLAT)
                .min()
                .orElse(1);
        for (double[] h : cells(on, rank)) {
          gates.add(sum(ray, 1, h, margin / 2));
          gates.add(sum(ray, -1, h, margin / 2));
        }
      }
    } while (next(chosen, points.size()));
    return gates;
  }

  private static void requireFew(int n, int rank) {
    double gates = Math.pow(2, rank);
    for (int k = 0; k < rank - 1; k++) {
      gates *= (n - k) / (k + 1.0);
    }
    if (gates > MOST) {
      throw new IllegalArgumentException(
          "listing the patterns of %d rows of rank %d takes %.2g gates, at most %d are allowed; draw them at random (GatePatterns.sampled)"
              .formatted(n, rank, gates, MOST));
    }
  }

  /// The direction orthogonal to the chosen points; empty if they are dependent.
  private static double[] orthogonal(List<double[]> points, int[] chosen, int rank) {
    double[] rows =
        Arrays.stream(chosen).mapToObj(points::get).flatMapToDouble(DoubleStream::of).toArray();
    Matrix gram = Products.transposeTimes(rows, rows, chosen.length, rank, rank);
    SymmetricEigen eigen = SymmetricEigen.reproducible(gram);
    if (eigen.values().get(rank - 2) < 1e-12) {
      return new double[0];
    }
    return eigen.vectors().transpose().row(rank - 1);
  }

  /// The next subset of 0..n-1 in lexicographic order.
  private static boolean next(int[] chosen, int n) {
    int k = chosen.length - 1;
    while (k >= 0 && chosen[k] == n - chosen.length + k) {
      k--;
    }
    if (k < 0) {
      return false;
    }
    chosen[k]++;
    for (int j = k + 1; j < chosen.length; j++) {
      chosen[j] = chosen[j - 1] + 1;
    }
    return true;
  }

  private static double[] sum(double[] a, double sign, double[] b, double scale) {
    double[] out = new double[a.length];
    Arrays.setAll(out, i -> sign * a[i] + scale * b[i]);
    return out;
  }

  private static double[] scaled(double[] a, double c) {
    return Arrays.stream(a).map(v -> c * v).toArray();
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
