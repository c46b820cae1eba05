package org.scorefield.sampling.solver;

import org.scorefield.schedule.Edm;
import org.scorefield.schedule.Schedule;

/// What a multistep method does until it has a history to extrapolate from.
public sealed interface Warmup {

  /// Orders 1, 2, ... as outputs come in: what most libraries do. The first step is Euler's, whose
  /// local error `O(h^2)` stays in the result: **a method that starts so has global order 2 at
  /// most**, however high the order of its later steps. From high noise, where the slope hardly
  /// changes, the constant in front is small, which is why higher orders pay off all the same.
  record Ramp() implements Warmup {}

  /// Fourth-order Runge-Kutta steps, three further evaluations each, until the history is full;
  /// keeps the order of the method.
  ///
  /// @param clock the time in which the inner stages are half-way; {@link Edm} is the classical
  ///   rule of order 4, the clock of the model is that of PNDM
  record RungeKutta(Schedule clock) implements Warmup {}

  /// The first step by Heun's rule, one further evaluation, whose output at the end is not kept;
  /// then orders 2, 3, ... as outputs come in. What latent-diffusion's PLMS does, and diffusers'
  /// PNDM with `skip_prk_steps`. The first step leaves `O(h^3)`: global order 3 at most.
  record Heuns() implements Warmup {}

  Warmup RAMP = new Ramp();

  Warmup HEUN = new Heuns();

  Warmup RUNGE_KUTTA = new RungeKutta(new Edm());

  /// Global order that is left of `order`.
  default int limit(int order) {
    return switch (this) {
      case Ramp _ -> Math.min(order, 2);
      case Heuns _ -> Math.min(order, 3);
      case RungeKutta _ -> order;
    };
  }

  /// What a solver's name says of it; nothing for {@link Ramp}.
  default String suffix() {
    return switch (this) {
      case Ramp _ -> "";
      case Heuns _ -> "-heun";
      case RungeKutta(Edm _) -> "-rk";
      case RungeKutta(Schedule clock) -> "-rk-" + clock.name();
    };
  }
}
