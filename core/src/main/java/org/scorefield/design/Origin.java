package org.scorefield.design;

import org.scorefield.analytic.Gaussian;
import org.scorefield.linear.StartLaw;
import org.scorefield.sampling.Start;

/// Where the runs of a design begin.
///
/// @param sigmaMax level of the white noise that samples are made from
/// @param sigma first level of every grid, at most sigmaMax
/// @param start the state there
/// @param law its law on Gaussian data
public record Origin(double sigmaMax, double sigma, Start start, StartLaw law) {

  public Origin {
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException(
          "the first level of a grid must be positive and finite, got " + sigma);
    }
    if (!(sigmaMax >= sigma) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException(
          "sigma_skip = " + sigma + " is above sigma_max = " + sigmaMax + "; choose it below");
    }
  }

  /// White noise at sigma_max, as samplers usually begin.
  public static Origin prior(double sigmaMax) {
    return new Origin(sigmaMax, sigmaMax, new Start.Prior(), new StartLaw.White(sigmaMax));
  }

  /// A jump from sigma_max to `sigmaSkip` by the Gaussian of the data.
  public static Origin teleport(
      Gaussian gaussian, double sigmaMax, double sigmaSkip, Start.Teleport.Mode mode) {
    StartLaw law =
        switch (mode) {
          case ODE -> new StartLaw.White(sigmaMax);
          case EXACT -> new StartLaw.Exact();
        };
    return new Origin(sigmaMax, sigmaSkip, new Start.Teleport(gaussian, sigmaMax, mode), law);
  }
}
