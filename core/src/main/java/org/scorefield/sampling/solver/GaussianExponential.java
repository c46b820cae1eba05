package org.scorefield.sampling.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.GaussLegendre;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// An exponential integrator whose linear part is the score of a Gaussian: the flow of the Gaussian
/// is taken exactly, and only what the model says beyond it, `delta = D - D_G`, is discretised.
///
/// Along a principal direction of variance lambda, `y = u^T (x - mu)`, the probability-flow ODE is
/// `dy/d sigma = sigma/(lambda + sigma^2) y - delta/sigma`, so from a to b
///
/// `y(b) = psi(a, b) y(a) + integral of psi(sigma, b) delta d(-ln sigma)`, `psi(a, b) =
/// sqrt((lambda + b^2)/(lambda + a^2))`.
///
/// delta is the polynomial in `ln sigma` through its last q values; its products with psi are
/// integrated exactly where lambda = 0, elsewhere by Gauss-Legendre quadrature to rounding. With
/// delta = 0 a step is {@link Gaussian#flow}; with all lambda = 0 the method is that of {@link
/// Dpmpp3M} with exact weights, and with the corrector that of {@link UniPc}. A step to 0 returns
/// D: there the Gaussian says nothing that the model does not know better.
///
/// **Where it is right.** At high noise, where the score is that of the Gaussian. Below, where each
/// sample belongs to a cluster far narrower than the data, psi keeps noise along the wide
/// directions that a step in data prediction removes: images come out noisy, however near the fine
/// solution they are on the mean. {@link #linearAbove} draws that line: a step that starts at or
/// below it takes lambda = 0. Each step reads its whole history with its own lambda, so nothing
/// jumps at the line. Where to draw it follows from two denoising losses (`LinearPart` in package
/// `linear`). And at any level a step should be short enough to extrapolate over, about `ln sigma`
/// by 1: after a closed-form start, with the lowest level near the smallest deviation that matters,
/// not at EDM's .002.
///
/// Global order: q for q <= 2, and 2 for q = 3, whose first step is of order 1; with the corrector
/// 2, 3. One evaluation a step; besides, two products of a batch with the basis, `4 d r` operations
/// a sample, and about 50 r square roots a step.
///
/// @param gaussian with the mean and covariance of the data, of any rank
/// @param terms q, values of delta that a step extrapolates from, 1 to 3
/// @param corrected whether a step is done again with the output after it, as in {@link UniPc}; the
///   output is not renewed, the last step not corrected
/// @param linearAbove sigma >= 0 down to which the Gaussian is trusted; 0 to the end
public record GaussianExponential(
    Gaussian gaussian, int terms, boolean corrected, double linearAbove) implements Solver {

  private static final GaussLegendre RULE = GaussLegendre.of(24);

  /// Longest stretch of `ln sigma` that one quadrature covers to rounding: psi has its branch
  /// points `pi/2` off the real axis.
  private static final double PANEL = 2.5;

  public GaussianExponential {
    Multistep.requireTerms("the Gaussian-exponential solver", terms, 3);
    if (!(linearAbove >= 0)) {
      throw new IllegalArgumentException(
          "the level down to which the Gaussian is trusted must be >= 0, got " + linearAbove);
    }
  }

  /// The Gaussian part at every level.
  public GaussianExponential(Gaussian gaussian, int terms) {
    this(gaussian, terms, false, 0);
  }

  /// The same with the Gaussian trusted above that level only.
  public GaussianExponential above(double sigma) {
    return new GaussianExponential(gaussian, terms, corrected, sigma);
  }

  @Override
  public String name() {
    return "gaussian-exp-"
        + terms
        + (corrected ? "-pc" : "")
        + (linearAbove == 0 ? "" : "-above-" + linearAbove);
  }

  @Override
  public int order() {
    return corrected ? Math.min(terms + 1, 3) : Math.min(terms, 2);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return new Run(this, grid.steps());
  }

  /// The weights of a step: row 0 those of the state, then for every output its own and that of the
  /// state it was taken at; a column a direction.
  ///
  /// @param levels of the outputs, newest first
  /// @param ahead 1 if the last output, of level `next`, is the one at the end of the step
  static double[][] weights(
      double[] variances, double[] levels, double sigma, double next, int ahead) {
    int q = levels.length + ahead;
    double h = Math.log(sigma / next);
    double[] nodes = Interpolation.logPositions(levels, h, ahead);
    double[][] weights = new double[1 + 2 * q][variances.length];
    for (int k = 0; k < variances.length; k++) {
      double lambda = variances[k];
      double[] share = Interpolation.weights(nodes, moments(lambda, sigma, h, q));
      weights[0][k] = psi(lambda, sigma, next);
      for (int j = 0; j < q; j++) {
        double level = j < levels.length ? levels[j] : next;
        weights[1 + 2 * j][k] = share[j];
        weights[2 + 2 * j][k] = -share[j] * lambda / (lambda + level * level);
      }
    }
    return weights;
  }

  private static double psi(double lambda, double from, double to) {
    return Math.sqrt((lambda + to * to) / (lambda + from * from));
  }

  /// `h times the integral of psi(sigma e^(-h s), sigma e^-h) s^i ds` over 0..1.
  private static double[] moments(double lambda, double sigma, double h, int count) {
    if (lambda == 0) {
      return Interpolation.exponentialMoments(count, h);
    }
    double next = sigma * Math.exp(-h);
    int panels = (int) Math.ceil(h / PANEL);
    double[] moments = new double[count];
    for (int p = 0; p < panels; p++) {
      for (int i = 0; i < RULE.points(); i++) {
        double s = (p + (1 + RULE.node(i)) / 2) / panels;
        double term =
            h * RULE.weight(i) / (2 * panels) * psi(lambda, sigma * Math.exp(-h * s), next);
        for (int power = 0; power < count; power++) {
          moments[power] += term;
          term *= s;
        }
      }
    }
    return moments;
  }

  /// A model's output and the state it was taken at.
  private record Evaluation(Modes.Split output, Modes.Split state) {}

  /// A state in both forms, so that the next step need not split it.
  private record Reached(Batch joined, Modes.Split split) {}

  /// One run.
  private static final class Run implements Stepper {
    private final GaussianExponential method;
    private final Modes modes;
    private final History<Evaluation> history;
    private Optional<Reached> reached = Optional.empty();
    private int left;

    Run(GaussianExponential method, int steps) {
      this.method = method;
      this.modes = new Modes(method.gaussian);
      this.history = new History<>(method.terms);
      this.left = steps;
    }

    @Override
    public Batch step(Denoiser d, Batch x, double sigma, double next, Noise noise) {
      left--;
      Modes.Split here =
          reached
              .filter(last -> last.joined.equals(x))
              .map(Reached::split)
              .orElseGet(() -> modes.split(x));
      if (!method.corrected || history.isEmpty()) {
        history.add(sigma, new Evaluation(modes.split(d.denoise(x, sigma)), here));
      }
      if (next == 0) {
        return modes.join(history.output(0).output);
      }
      double[] variances = variances(sigma);
      double[] levels = history.levels(history.usable(method.terms, sigma - next));
      Modes.Split there =
          modes.combine(
              weights(variances, levels, sigma, next, 0), terms(here, levels.length, List.of()));
      if (method.corrected && left > 0) {
        Evaluation ahead = new Evaluation(modes.split(d.denoise(modes.join(there), next)), there);
        there =
            modes.combine(
                weights(variances, levels, sigma, next, 1),
                terms(here, levels.length, List.of(ahead)));
        history.add(next, ahead);
      }
      Batch joined = modes.join(there);
      reached = Optional.of(new Reached(joined, there));
      return joined;
    }

    private double[] variances(double sigma) {
      double[] variances = new double[modes.directions()];
      if (sigma > method.linearAbove) {
        java.util.Arrays.setAll(variances, modes::variance);
      }
      return variances;
    }

    private List<Modes.Split> terms(Modes.Split here, int past, List<Evaluation> ahead) {
      List<Modes.Split> terms = new ArrayList<>();
      terms.add(here);
      for (int j = 0; j < past; j++) {
        terms.add(history.output(j).output);
        terms.add(history.output(j).state);
      }
      for (Evaluation evaluation : ahead) {
        terms.add(evaluation.output);
        terms.add(evaluation.state);
      }
      return terms;
    }
  }
}
