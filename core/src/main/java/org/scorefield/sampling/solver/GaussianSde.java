package org.scorefield.sampling.solver;

import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// The reverse SDE with its score frozen over each step, as in {@link FrozenScoreSde}, and with the
/// noise that is right for Gaussian data: along a principal direction of variance lambda
///
/// `x_{k+1} = x_k + D_k score(x_k; sigma_k) + sqrt(eta_k) z`, `eta_k = D_k (lambda +
/// v_{k+1})/(lambda
/// + v_k)`,
///
/// `v = sigma^2`, `D_k = v_k - v_{k+1}`. Along directions in which the data hardly vary that is the
/// noise of a frozen denoiser, along those in which they vary most that of a frozen score.
///
/// For the data law `N(mu, Sigma)` the step is exact in law, whatever its length: given `x_k` the
/// exact `x_{k+1}` has the mean above and that covariance. So on data whose score is that of a
/// Gaussian (at high noise all are: Wang and Vastola 2311.10892) no error is made by large steps;
/// what is left comes from what is not Gaussian in the data. {@link StepNoise.Isotropic} is the
/// same for data that vary alike in all directions; for a model's own measured loss in the place of
/// lambda, Bao et al. 2201.06503 have one variance for all directions.
///
/// A step to 0 is a final denoising: it returns D and draws nothing. Weak order 1, one evaluation a
/// step and two products of a batch with the basis.
///
/// @param gaussian with the mean and covariance of the data, of any rank; the mean is not used
public record GaussianSde(Gaussian gaussian) implements Solver {
  @Override
  public String name() {
    return "gaussian-sde";
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) -> {
      if (next == 0) {
        return d.denoise(x, sigma);
      }
      requireShape(x);
      double keep = next / sigma * (next / sigma);
      double drop = (sigma - next) * (sigma + next);
      Batch mean = Batch.combine(keep, x, 1 - keep, d.denoise(x, sigma));
      Batch drawn =
          gaussian.along(
              noise.normal(x.shape()),
              lambda -> Math.sqrt(drop * (lambda + next * next) / (lambda + sigma * sigma)));
      return mean.plus(drawn, 1);
    };
  }

  private void requireShape(Batch x) {
    if (!x.shape().equals(gaussian.shape())) {
      throw new IllegalArgumentException(
          "the model has samples of shape "
              + x.shape()
              + ", the Gaussian of the solver of shape "
              + gaussian.shape()
              + "; fit it to the data of the model");
    }
  }
}
