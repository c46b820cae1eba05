package org.scorefield.sampling.solver;

import java.util.OptionalInt;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Stepper;
import org.scorefield.schedule.Edm;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.TimeGrid;

/// PNDM (Liu et al. 2202.09778): three pseudo-numerical Runge-Kutta steps of four evaluations each,
/// then the four-term linear multistep rule of {@link Ipndm} with one.
///
/// "Pseudo-numerical" means that the paper moves between noise levels by the DDIM formula; in the
/// coordinates used here, x = x0 + sigma n, that is a straight line, and the method is plainly
/// Runge-Kutta and Adams-Bashforth in sigma. What is left of the paper's time is where the inner
/// stages lie: half-way in the clock of the model.
///
/// Global order 2; on grids uniform in sigma, with the {@link Edm} clock, 4.
///
/// @param clock the time in which the inner stages are half-way
public record Pndm(Schedule clock) implements Solver {

  /// Inner stages half-way in sigma.
  public Pndm() {
    this(new Edm());
  }

  @Override
  public String name() {
    return clock instanceof Edm ? "pndm" : "pndm-" + clock.name();
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public OptionalInt evaluations(TimeGrid grid) {
    return multistep().evaluations(grid);
  }

  @Override
  public Stepper begin(TimeGrid grid) {
    return multistep().begin(grid);
  }

  private Multistep multistep() {
    return new Multistep(
        4, Multistep.Memory.SLOPE, Ipndm::weights, new Warmup.RungeKutta(clock), Finish.FULL);
  }
}
