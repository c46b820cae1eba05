package org.scorefield.convex.diffusion;

import java.util.List;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.VectorFunction;

/// What training the function of one noise level gave.
///
/// Losses are means over rows and components of `|F(input) - target|^2`, whose target has about
/// unit variance: 1 is what nothing learned gives, and what cannot be known stays.
///
/// @param sigma noise level
/// @param path solutions along the falling beta
/// @param chosen number of the one with the least held-out loss
/// @param function that one's
/// @param linearLoss held-out loss of least squares without gates, with its standard error
/// @param linearError of it
/// @param neighbours effective number of clean rows that a noisy one may come from, `1 / sum_i
///   w_i^2` of its posterior weights, the median over noisy rows: near 1 the level is so low that
///   only memorising them is left to learn
public record LevelFit(
    double sigma,
    List<Point> path,
    int chosen,
    VectorFunction function,
    double linearLoss,
    double linearError,
    double neighbours) {

  /// A solution of the path.
  ///
  /// @param beta weight decay
  /// @param certificate of its program
  /// @param activeGates gates in use
  /// @param steps gradient steps it took
  /// @param loss held out
  /// @param standardError of the loss
  public record Point(
      double beta,
      Certificate certificate,
      int activeGates,
      int steps,
      double loss,
      double standardError) {}

  /// Fewer effective neighbours than this are none.
  private static final double ALONE = 1.5;

  public LevelFit {
    path = List.copyOf(path);
    if (chosen < 0 || chosen >= path.size()) {
      throw new IllegalArgumentException(
          "the chosen point must be one of " + path.size() + ", got " + chosen);
    }
  }

  /// The point that was chosen.
  public Point best() {
    return path.get(chosen);
  }

  /// Whether this level is so low that the noisy rows tell which clean row they come from: then the
  /// denoiser of the training rows is a lookup of them, and what generalises is only what the
  /// held-out rows let through.
  public boolean memorises() {
    return neighbours < ALONE;
  }

  /// How much of what least squares without gates leaves the chosen function explains, of held-out
  /// rows: 0 for none. The share of the noise that nobody can know is in what is left.
  public double gain() {
    return 1 - best().loss() / linearLoss;
  }

  /// The finding in a sentence.
  public String words() {
    return "sigma %.4g: held-out loss %.4g +- %.2g (%.4g without gates), beta %.3g, %d gates, relative gap %.2g%s"
        .formatted(
            sigma,
            best().loss(),
            best().standardError(),
            linearLoss,
            best().beta(),
            best().activeGates(),
            best().certificate().relativeGap(),
            memorises()
                ? "; a noisy row comes from %.3g clean rows in effect, so the level is below their spacing and its optimum on them is a lookup"
                    .formatted(neighbours)
                : "");
  }
}
