package org.scorefield.analytic;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Factorizations;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.linalg.SymmetricEigen;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The maximisation step for low ranks in many dimensions, with no d x d matrix: one step of
/// subspace iteration for each component, from the directions before.
///
/// With S the weighted covariance of a component and U its r directions before and a few more, the
/// step takes Q, an orthonormal basis of S U, and the eigenvectors of S within the span of Q (the
/// Ritz vectors, of values theta_1 >= theta_2 >= ...). Two passes over the members, the first for
/// the mean and S U, the second for `Q^T S Q` and the trace; cost `4 N d k` and as much again for
/// each further component that shares a row. Memory `3 K d k`.
///
/// **It does not lower the likelihood**, so this is a generalised EM (Dempster, Laird and Rubin
/// 1977):
///
/// 1. No theta falls. For u in the span of U the moments `m_j = u^T S^j u` are those of a measure
///    on the spectrum, so `m_1 / m_0 <= m_3 / m_2` (Cauchy-Schwarz, twice): the Rayleigh quotient
///    of S u is not below that of u. Courant-Fischer over the leading k directions within U then
///    gives theta_k(S U) >= theta_k(U), and dropping all but r of the directions before can only
///    lower theirs (interlacing).
/// 2. The expected log likelihood of the variances before, `lambda_k >= s`, along directions v_k
///    depends on these by `sum_k (1/s - 1/lambda_k) v_k^T S v_k / 2`. Its weights are not negative
///    and descend with lambda_k, so by Ky Fan's inequality it is no smaller along the new
///    directions.
/// 3. {@link #principal} then takes the best variances with lambda_k >= s along these.
///
/// @param rank r
/// @param floor smallest variance, in squared units of the data
/// @param key randomness of the first directions
record PrincipalStep(Dataset data, int rank, double floor, NoiseKey key)
    implements MaximizationStep {
  /// Extra directions carried along, which make the last of the kept ones converge sooner.
  static final int OVERSAMPLING = 10;

  /// Steps from random directions.
  private static final int COLD = 4;

  @Override
  public Maximized maximize(Memberships members, Frames frames) {
    if (!frames.bases().isEmpty()) {
      return step(members, frames);
    }
    Maximized next = step(members, new Frames(frames.centres(), random(members.components())));
    for (int i = 1; i < COLD; i++) {
      next = step(members, next.frames());
    }
    return next;
  }

  private List<Matrix> random(int components) {
    int d = data.shape().size();
    Shape row = Shape.vector(rank + OVERSAMPLING);
    return IntStream.range(0, components)
        .mapToObj(c -> new Noise(key.child(c), 0, d).normal(row).shared())
        .map(normal -> Factorizations.orthonormalBasis(Matrix.adopt(d, row.size(), normal)))
        .toList();
  }

  private Maximized step(Memberships members, Frames frames) {
    Matrix anchors = frames.centres();
    List<Matrix> bases = frames.bases();
    int d = data.shape().size();
    List<Image> images = bases.stream().map(u -> new Image(u, new double[d], zeros(u))).toList();
    members.visit(data, anchors, (c, weights, rows) -> images.get(c).add(weights, rows));
    double[] means = anchors.toArray();
    for (int c = 0; c < bases.size(); c++) {
      images.get(c).centre(members.weight(c));
      for (int j = 0; j < d; j++) {
        means[c * d + j] += images.get(c).mean()[j];
      }
    }
    List<Matrix> directions =
        images.parallelStream()
            .map(image -> Matrix.adopt(d, image.basis().columns(), image.product()))
            .map(Factorizations::orthonormalBasis)
            .toList();
    Matrix centres = Matrix.adopt(bases.size(), d, means);
    List<Projection> projections = directions.stream().map(Projection::empty).toList();
    members.visit(data, centres, (c, weights, rows) -> projections.get(c).add(weights, rows));
    List<SymmetricEigen> ritz =
        IntStream.range(0, bases.size())
            .parallel()
            .mapToObj(c -> projections.get(c).eigen(members.weight(c)))
            .toList();
    List<Gaussian> components =
        IntStream.range(0, bases.size())
            .mapToObj(c ->
                MaximizationStep.principal(
                    data.shape(),
                    centres.row(c),
                    ritz.get(c),
                    projections.get(c).squares()[0] / members.weight(c),
                    rank,
                    floor))
            .toList();
    return new Maximized(
        new GaussianMixture(MaximizationStep.weights(members), components),
        new Frames(centres, ritz.stream().map(SymmetricEigen::vectors).toList()));
  }

  private static double[] zeros(Matrix like) {
    return new double[like.rows() * like.columns()];
  }

  /// Multiplies each of the first rows of a table by its weight.
  private static void scale(double[] rows, int width, double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < width; j++) {
        rows[i * width + j] *= weights[i];
      }
    }
  }

  /// What the first pass sums for one component, over rows v relative to the anchor: `w v` and `w v
  /// v^T U`.
  ///
  /// @param basis U, d x k
  /// @param mean d
  /// @param product d x k
  private record Image(Matrix basis, double[] mean, double[] product) {
    void add(double[] weights, double[] rows) {
      int d = basis.rows();
      int k = basis.columns();
      double[] y = Products.times(rows, rows.length / d, basis);
      scale(y, k, weights);
      Products.addTransposeTimes(rows, y, weights.length, d, k, product);
      for (int i = 0; i < weights.length; i++) {
        for (int j = 0; j < d; j++) {
          mean[j] += weights[i] * rows[i * d + j];
        }
      }
    }

    /// Divides by the weight and moves the origin from the anchor to the mean: `mean` is then their
    /// difference delta, `product` becomes `S U = sum/W - delta (delta^T U)`.
    void centre(double weight) {
      int d = basis.rows();
      int k = basis.columns();
      for (int j = 0; j < d; j++) {
        mean[j] /= weight;
      }
      double[] along = Products.times(mean, 1, basis);
      for (int j = 0; j < d; j++) {
        for (int l = 0; l < k; l++) {
          product[j * k + l] = product[j * k + l] / weight - mean[j] * along[l];
        }
      }
    }
  }

  /// What the second pass sums for one component, over rows v relative to the mean: `w |v|^2` and
  /// `w Q^T v v^T Q`.
  ///
  /// @param basis Q, d x k
  /// @param squares one number
  /// @param gram k x k
  private record Projection(Matrix basis, double[] squares, double[] gram) {
    static Projection empty(Matrix basis) {
      int k = basis.columns();
      return new Projection(basis, new double[1], new double[k * k]);
    }

    void add(double[] weights, double[] rows) {
      int d = basis.rows();
      int k = basis.columns();
      double[] y = Products.times(rows, rows.length / d, basis);
      double[] roots = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        squares[0] += weights[i] * Sums.squares(rows, i * d, d);
        roots[i] = Math.sqrt(weights[i]);
      }
      scale(y, k, roots);
      Products.addGram(y, weights.length, k, gram);
    }

    /// Eigenvalues and eigenvectors (d x k) of the covariance within the span of Q.
    SymmetricEigen eigen(double weight) {
      int k = basis.columns();
      double[] scaled = new double[k * k];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = gram[i] / weight;
      }
      Products.mirror(scaled, k);
      SymmetricEigen within = SymmetricEigen.reproducible(Matrix.adopt(k, k, scaled));
      return new SymmetricEigen(within.values(), basis.times(within.vectors()));
    }
  }
}
