package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.TimeGrid;

/// Annealed Langevin dynamics (Song and Ermon 1907.05600, algorithm 1): at each level of the grid
/// after the first, some Langevin moves of size `a = stepSize sigma^2` towards its law, from where
/// the level above left off. A step to 0 returns D, the denoising that Jolicoeur-Martineau et al.
/// (2009.05475) found missing from the original.
///
/// **It does not converge as the grid gets finer**: the levels only have to be close enough for one
/// to be a good start for the next, and {@link #order} is 0. Where the law has variance P at a
/// level, {@link Ula} leaves `P/(1 - a/(4P))`, up to `1/(1 - stepSize/4)` too much; {@link Mala}
/// leaves P, once it has mixed. Where sigma^2 is far below P the moves are too small to follow the
/// law, and what was not mixed above stays: prefer the other solvers for samples.
///
/// @param kernel the move
/// @param moves per level, at least 1
/// @param stepSize r, size of a move in units of sigma^2, > 0; with Ula it must be below 4
public record AnnealedLangevin(LangevinKernel kernel, int moves, double stepSize)
    implements Solver {

  public AnnealedLangevin {
    Parameters.requirePositive("the step size", stepSize);
    if (moves < 1) {
      throw new IllegalArgumentException("need at least 1 move per level, got " + moves);
    }
    if (kernel instanceof Ula && stepSize >= 4) {
      throw new IllegalArgumentException(
          "unadjusted Langevin moves of "
              + stepSize
              + " sigma^2 are unstable; choose below 4, and well below 1 for a small bias");
    }
  }

  /// 20 unadjusted moves a level of size 0.2 sigma^2.
  public AnnealedLangevin() {
    this(new Ula(), 20, 0.2);
  }

  @Override
  public String name() {
    return "annealed-langevin"
        + kernel.label()
        + Parameters.suffix("moves", moves, 20)
        + Parameters.suffix("size", stepSize, 0.2);
  }

  @Override
  public int order() {
    return 0;
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    int levels = grid.steps() - (grid.endsAtZero() ? 1 : 0);
    int last = grid.endsAtZero() ? 1 : 0;
    return OptionalInt.of(levels * moves * kernel.evaluations() + last);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return (d, x, sigma, next, noise) -> {
      if (next == 0) {
        return d.denoise(x, sigma);
      }
      LangevinChain chain = new LangevinChain(kernel, moves, stepSize * next * next);
      return chain.run(d, x, next, noise).state();
    };
  }
}
