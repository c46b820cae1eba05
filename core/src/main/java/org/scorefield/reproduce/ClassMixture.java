package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Labelled;
import org.scorefield.data.Subset;
import org.scorefield.linalg.Matrix;

/// Mixtures that follow from labelled data with no fit: one component a class, of the mean and
/// covariance of its rows, and a ridge that blurs each row a little. Any program finds the same.
///
/// @param own each class with its own covariance
/// @param pooled each class with the mean covariance within classes
record ClassMixture(GaussianMixture own, GaussianMixture pooled) {

  static ClassMixture of(Labelled data, double ridge) {
    Shape shape = data.shape();
    int d = shape.size();
    List<Double> weights = new ArrayList<>();
    List<Vector> means = new ArrayList<>();
    List<Matrix> covariances = new ArrayList<>();
    double[] within = new double[d * d];
    for (int c = 0; c < data.classes(); c++) {
      int wanted = c;
      int[] rows = IntStream.range(0, data.size()).filter(i -> data.label(i) == wanted).toArray();
      if (rows.length < 2) {
        continue;
      }
      Moments moments = Moments.of(Subset.of(data.name() + ", class " + c, data, rows));
      double[] covariance = moments.covariance().toArray();
      for (int i = 0; i < d; i++) {
        covariance[i * d + i] += ridge;
      }
      double weight = (double) rows.length / data.size();
      for (int i = 0; i < covariance.length; i++) {
        within[i] += weight * covariance[i];
      }
      weights.add(weight);
      means.add(moments.mean());
      covariances.add(Matrix.adopt(d, d, covariance));
    }
    Gaussian shared = Gaussian.of(shape, Vector.generate(d, _ -> 0), Matrix.adopt(d, d, within));
    List<Gaussian> own = new ArrayList<>();
    List<Gaussian> pooled = new ArrayList<>();
    for (int c = 0; c < means.size(); c++) {
      own.add(Gaussian.of(shape, means.get(c), covariances.get(c)));
      pooled.add(new Gaussian(shape, means.get(c), shared.basis(), shared.variances(), 0));
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    Vector shares = Vector.generate(weights.size(), c -> weights.get(c) / sum);
    return new ClassMixture(new GaussianMixture(shares, own), new GaussianMixture(shares, pooled));
  }
}
