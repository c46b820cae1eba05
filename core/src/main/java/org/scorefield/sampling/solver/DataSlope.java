package org.scorefield.sampling.solver;

/// How second-order steps in data prediction weigh the difference of the last two outputs:
/// diffusers' `solver_type`. Both have order 2; they differ where steps are long in `ln sigma`.
public enum DataSlope {
  /// `g = (1 - e^-h)/2`, the paper's choice: D at the middle of the step counts for all of it.
  MIDPOINT,
  /// `g = 1 - (1 - e^-h)/h = h phi_2(-h)`: the exact integral of the straight line. (Called `heun`
  /// by diffusers and k-diffusion.)
  HEUN;

  /// @param h length of the step in ln sigma; (1+eta) times that with noise of strength eta
  /// @param fresh `1 - e^-h`
  double factor(double h, double fresh) {
    return switch (this) {
      case MIDPOINT -> fresh / 2;
      case HEUN -> h * Interpolation.phi(2, -h);
    };
  }
}
