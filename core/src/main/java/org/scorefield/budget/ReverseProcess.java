package org.scorefield.budget;

import org.scorefield.linear.AffineRun;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Dpm2Ancestral;
import org.scorefield.sampling.solver.Dpmpp1Sde;
import org.scorefield.sampling.solver.Dpmpp2MSde;
import org.scorefield.sampling.solver.Dpmpp2SAncestral;
import org.scorefield.sampling.solver.Dpmpp3MSde;
import org.scorefield.sampling.solver.DpmppSde;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.GaussianSde;

/// The continuous process that the steps of a solver approximate, in the variance v, which falls:
///
/// `dY = (1 + h)/2 s(Y; v) (-dv) + sqrt(h) dW`.
///
/// With the exact score all have the same marginal laws; they differ in what becomes of errors. h =
/// 0 is the probability-flow ODE, which keeps them; h = 1 the reverse SDE (Song et al. 2011.13456),
/// which forgets them at the rate at which noise is renewed.
///
/// @param noise h, >= 0
public record ReverseProcess(double noise) {
  /// The probability-flow ODE.
  public static final ReverseProcess FLOW = new ReverseProcess(0);

  /// The reverse SDE.
  public static final ReverseProcess SDE = new ReverseProcess(1);

  public ReverseProcess {
    if (!(noise >= 0) || !Double.isFinite(noise)) {
      throw new IllegalArgumentException(
          "the noise of a reverse process is finite and not negative, got " + noise);
    }
  }

  /// What a solver follows as its steps get shorter.
  ///
  /// @throws IllegalArgumentException for one that follows none: whose noise depends on the number
  ///   of steps, or is scaled
  public static ReverseProcess of(Solver solver) {
    return switch (solver) {
      case Solver ode when !ode.stochastic() -> FLOW;
      case FrozenScoreSde _ -> SDE;
      case GaussianSde _ -> SDE;
      case EulerAncestral(double eta, double scale) when scale == 1 -> ancestral(eta);
      case Dpm2Ancestral(double eta, double scale) when scale == 1 -> ancestral(eta);
      case Dpmpp2SAncestral(double eta, double scale) when scale == 1 -> ancestral(eta);
      case DpmppSde(double eta, double scale) when scale == 1 -> ancestral(eta);
      case Dpmpp1Sde s when s.noiseScale() == 1 -> new ReverseProcess(s.eta());
      case Dpmpp2MSde s when s.noiseScale() == 1 -> new ReverseProcess(s.eta());
      case Dpmpp3MSde s when s.noiseScale() == 1 -> new ReverseProcess(s.eta());
      default ->
          throw new IllegalArgumentException(
              "the steps of '"
                  + solver.name()
                  + "' approximate no one reverse process, so its discretisation cannot be told from"
                  + " the rest; say which process to compare with, ReverseProcess.FLOW for instance");
    };
  }

  /// Down to `next` less what is added again: a share eta^2 of the noise that the step removes.
  private static ReverseProcess ancestral(double eta) {
    return new ReverseProcess(eta * eta);
  }

  /// What it makes of each direction of Gaussian data between two levels; in closed form where the
  /// error of the score is the same at every level, otherwise by quadrature to 1e-10 for smooth
  /// ones.
  ///
  /// @param from level of the start
  /// @param to level of the end, below it; 0 only with an error that is the same at every level
  public AffineRun run(double from, double to, GaussianModel model) {
    if (!(from > to) || !(to >= 0) || !Double.isFinite(from)) {
      throw new IllegalArgumentException(
          "a reverse process runs down in noise, got from %s to %s".formatted(from, to));
    }
    return ContinuousRun.of(noise, from, to, model);
  }
}
