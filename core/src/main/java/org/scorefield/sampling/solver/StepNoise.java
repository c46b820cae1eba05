package org.scorefield.sampling.solver;

import org.scorefield.array.Vector;
import org.scorefield.schedule.TimeGrid;

/// How much noise a {@link FrozenScoreSde} adds in each step. The mean of the step is the same for
/// all; with `v = sigma^2` and `D_k = v_k - v_{k+1}` they differ in the variance `eta_k`:
///
/// | choice | eta_k | exact for |
/// |---|---|---|
/// | {@link FrozenScore} | `D_k` | data of infinite spread |
/// | {@link FrozenDenoiser} | `D_k v_{k+1}/v_k` | a single point |
/// | {@link Isotropic} | `D_k (c2 + v_{k+1})/(c2 + v_k)` | `N(mu, c2 I)` |
/// | {@link Given} | any; {@link Given#optimal} from the loss of the model | least path KL |
public sealed interface StepNoise {

  /// `eta_k` for each step of the grid.
  Vector variances(TimeGrid grid);

  /// What it adds to the name of the solver.
  String label();

  /// The same noise for data in other units: variances that are its own grow with the square.
  ///
  /// @param by what the data and all noise levels are multiplied by, > 0
  default StepNoise scaled(double by) {
    return switch (this) {
      case FrozenScore _, FrozenDenoiser _ -> this;
      case Isotropic(double variance) -> new Isotropic(variance * by * by);
      case Given(Vector variances) ->
          new Given(Vector.generate(variances.size(), k -> variances.get(k) * by * by));
    };
  }

  /// `D_k`: the reverse SDE with its score frozen over the step, solved exactly (Wang, He and Tao
  /// 2406.12839, equation 8).
  record FrozenScore() implements StepNoise {
    @Override
    public Vector variances(TimeGrid grid) {
      return Vector.generate(grid.steps(), k -> drop(grid, k));
    }

    @Override
    public String label() {
      return "frozen-score";
    }
  }

  /// `D_k v_{k+1}/v_k`: the denoiser frozen instead of the score, which is ancestral sampling of
  /// DDPM with the smaller of its two variances (Ho, Jain and Abbeel 2006.11239, section 3.2).
  record FrozenDenoiser() implements StepNoise {
    @Override
    public Vector variances(TimeGrid grid) {
      return Vector.generate(
          grid.steps(), k -> drop(grid, k) * variance(grid, k + 1) / variance(grid, k));
    }

    @Override
    public String label() {
      return "ddpm";
    }
  }

  /// `D_k (c2 + v_{k+1})/(c2 + v_k)`: exact for the data law `N(mu, c2 I)`, between the two others
  /// and equal to them at c2 = infinity and c2 = 0. With c2 = 1 it is the larger variance of DDPM,
  /// `beta_t` (Ho, Jain and Abbeel 2006.11239, section 3.2).
  ///
  /// @param variance c2, the variance of the data in each direction, >= 0
  record Isotropic(double variance) implements StepNoise {
    public Isotropic {
      Parameters.requireNotNegative("the variance of the data", variance);
    }

    @Override
    public Vector variances(TimeGrid grid) {
      return Vector.generate(
          grid.steps(),
          k ->
              drop(grid, k)
                  * (variance + StepNoise.variance(grid, k + 1))
                  / (variance + StepNoise.variance(grid, k)));
    }

    @Override
    public String label() {
      return "frozen-score" + Parameters.suffix("c2-", variance, Double.NaN);
    }
  }

  /// One variance for each step, computed elsewhere for this very grid.
  ///
  /// @param variances `eta_0 .. eta_{N-1}`, none negative
  record Given(Vector variances) implements StepNoise {
    public Given {
      for (int k = 0; k < variances.size(); k++) {
        Parameters.requireNotNegative("the noise variance of step " + k, variances.get(k));
      }
    }

    /// The variances of least path KL divergence, `eta_k = D_k (1 - x_k q_k)` with `x_k = D_k/v_k`
    /// and `q_k = 1 - l_k/d`, where `l_k = E|D(x) - x0|^2 / v_k` is the model's loss at level k in
    /// units of the noise (Analytic-DPM, Bao et al. 2201.06503, in these units). Kept between
    /// {@link FrozenDenoiser} (l = 0) and {@link FrozenScore} (l = d), the optimum for any law.
    ///
    /// @param grid N steps
    /// @param lossPerDimension `l_k/d` at levels 0 .. N-1; 1 for a model that says D(x) = x
    public static Given optimal(TimeGrid grid, Vector lossPerDimension) {
      requireStepsOf(grid, lossPerDimension, "losses");
      return new Given(
          Vector.generate(
              grid.steps(),
              k -> {
                double share = drop(grid, k) / StepNoise.variance(grid, k);
                double q = Math.clamp(1 - lossPerDimension.get(k), 0.0, 1.0);
                return drop(grid, k) * (1 - share * q);
              }));
    }

    /// The variances for the same grid with a step to 0 after its last, which draws nothing.
    public Given withoutNoiseAtEnd() {
      return new Given(
          Vector.generate(variances.size() + 1, k -> k < variances.size() ? variances.get(k) : 0));
    }

    @Override
    public Vector variances(TimeGrid grid) {
      requireStepsOf(grid, variances, "noise variances");
      return variances;
    }

    @Override
    public String label() {
      return "frozen-score-given";
    }

    private static void requireStepsOf(TimeGrid grid, Vector values, String what) {
      if (values.size() != grid.steps()) {
        throw new IllegalArgumentException(
            "got "
                + values.size()
                + " "
                + what
                + " for a grid of "
                + grid.steps()
                + " steps; give one for each step of the grid the sampler uses");
      }
    }
  }

  private static double variance(TimeGrid grid, int k) {
    return grid.sigma(k) * grid.sigma(k);
  }

  /// `v_k - v_{k+1}`, as a product so that close levels lose no digits.
  private static double drop(TimeGrid grid, int k) {
    double a = grid.sigma(k);
    double b = grid.sigma(k + 1);
    return (a - b) * (a + b);
  }
}
