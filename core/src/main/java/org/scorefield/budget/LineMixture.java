package org.scorefield.budget;

import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;

/// A mixture of Gaussians on the line, with everything that the error of a sampler on it depends
/// on, by quadrature to about 1e-10. With `v = sigma^2` and `p_v` the law of the data with noise:
///
/// - Fisher information `I(v) = E (d ln p_v/dx)^2`;
/// - differential entropy `h(v) = -E ln p_v`, of which `dh/dv = I/2` (de Bruijn);
/// - least denoising error `m(v) = E Var[x0 | x] = v (1 - v I)`, and in units of the noise `ell* =
///   m/v`, which this law is as an {@link EpsilonLoss}: the loss of the exact score.
///
/// Panels of half a standard deviation of every component, each with eight Gauss-Legendre nodes,
/// about 300 nodes a component. A component of variance 0 is a point; noise gives it a density.
public final class LineMixture implements EpsilonLoss {
  private static final double PANEL = 0.5;

  /// A model may vary on the scale of the data where the noise is wider.
  private static final double MODEL_PANEL = 0.125;

  private final GaussianMixture law;

  private LineMixture(GaussianMixture law) {
    this.law = law;
  }

  /// @param law a mixture of samples of one component
  public static LineMixture of(GaussianMixture law) {
    requireLine(law);
    return new LineMixture(law);
  }

  static void requireLine(GaussianMixture law) {
    if (law.shape().size() != 1) {
      throw new IllegalArgumentException(
          "quadrature needs a mixture on the line, got samples of shape "
              + law.shape()
              + "; use DrawnMixture for more dimensions");
    }
  }

  public GaussianMixture law() {
    return law;
  }

  @Override
  public int dimension() {
    return 1;
  }

  /// Variance of the data.
  public double variance() {
    return law.totalVariance();
  }

  /// The loss of the exact score, `ell*(sigma)`.
  @Override
  public double at(double sigma) {
    return posteriorVariance(sigma) / (sigma * sigma);
  }

  /// `E Var[x0 | x]`, the least mean squared error of any denoiser.
  ///
  /// @param sigma noise level, > 0
  public double posteriorVariance(double sigma) {
    Nodes nodes = nodes(sigma);
    return nodes.mean(law.posteriorTrace(nodes.batch(), requirePositive(sigma)));
  }

  /// The least loss with EDM's weight, `m (v + c)/(v c)` with c the variance of the data: 1 at
  /// every level for a Gaussian, lower where the law is not.
  public double normalised(double sigma) {
    double v = sigma * sigma;
    return posteriorVariance(sigma) * (1 / v + 1 / variance());
  }

  /// `E (d ln p/dx)^2` of the data with noise of level sigma > 0.
  public double fisherInformation(double sigma) {
    Nodes nodes = nodes(sigma);
    double[] score = law.score(nodes.batch(), requirePositive(sigma)).shared();
    return nodes.mean(Vector.generate(score.length, i -> score[i] * score[i]));
  }

  /// Differential entropy of the data with noise of level sigma, in nats.
  public double entropy(double sigma) {
    Nodes nodes = nodes(sigma);
    Vector log = law.logDensity(nodes.batch(), sigma);
    return -nodes.mean(log);
  }

  /// `KL(p_v | N(0, v))`, what a start from white noise of level sigma costs, in nats.
  public double startDivergence(double sigma) {
    Nodes nodes = nodes(sigma);
    double[] x = nodes.points();
    Vector log = law.logDensity(nodes.batch(), requirePositive(sigma));
    double constant = Math.log(2 * Math.PI * sigma * sigma) / 2;
    return nodes.mean(
        Vector.generate(x.length, i -> log.get(i) + constant + x[i] * x[i] / (2 * sigma * sigma)));
  }

  /// By how much the loss of a model exceeds the least, `exc(sigma) = E (D - D*)^2 / v = v E (s -
  /// s*)^2`, over the data with noise of level sigma.
  public double excess(Denoiser model, double sigma) {
    Nodes nodes = nodes(requirePositive(sigma), MODEL_PANEL);
    double[] difference =
        model.denoise(nodes.batch(), sigma).minus(law.denoise(nodes.batch(), sigma)).shared();
    double scale = 1 / (sigma * sigma);
    return nodes.mean(
        Vector.generate(difference.length, i -> scale * difference[i] * difference[i]));
  }

  /// The loss of a model on this law, `ell* + exc`.
  public EpsilonLoss loss(Denoiser model) {
    if (model.shape().size() != 1) {
      throw new IllegalArgumentException(
          "a model of samples of shape " + model.shape() + " does not denoise a law on the line");
    }
    LineMixture exact = this;
    return new EpsilonLoss() {
      @Override
      public int dimension() {
        return 1;
      }

      @Override
      public double at(double sigma) {
        return exact.at(sigma) + exact.excess(model, sigma);
      }
    };
  }

  /// Points and the share of the law that each stands for.
  private record Nodes(GaussianMixture law, double[] points, double[] shares) {
    Batch batch() {
      return Batch.adopt(law.shape(), points);
    }

    double mean(Vector values) {
      double sum = 0;
      for (int i = 0; i < shares.length; i++) {
        sum += shares[i] > 0 ? shares[i] * values.get(i) : 0;
      }
      return sum;
    }
  }

  private Nodes nodes(double sigma) {
    return nodes(sigma, PANEL);
  }

  private Nodes nodes(double sigma, double panel) {
    NormalSum noisy = NormalSum.of(law, sigma);
    LinePanels panels = noisy.panels(panel);
    double[] points = panels.points();
    double[] shares = noisy.density(points);
    double[] weights = panels.weights();
    for (int i = 0; i < shares.length; i++) {
      shares[i] *= weights[i];
    }
    return new Nodes(law, points, shares);
  }

  private static double requirePositive(double sigma) {
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive, got " + sigma);
    }
    return sigma;
  }
}
