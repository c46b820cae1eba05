package org.scorefield.interop;

import org.scorefield.sampling.solver.Ipndm;

/// iPNDM on the process of its scheduler: `beta = sin(s pi/2)^2` the noise and `sqrt(1 - beta^2)`
/// the signal, s uniform from 1 to 0.
final class IpndmFamily {
  /// What stands for the first level, which has no signal at all.
  private static final double NEARLY_NOISE = 1e6;

  private IpndmFamily() {}

  static Draft draft(Options options, int steps) {
    options.requireUnset("trained_betas", "leave it null; its levels are then its own");
    double[] levels = new double[steps];
    for (int i = 0; i < steps; i++) {
      double sine = Math.sin((1 - i / (double) steps) * Math.PI / 2);
      double noise = sine * sine;
      levels[i] = Math.min(NEARLY_NOISE, noise / Math.sqrt((1 - noise) * (1 + noise)));
    }
    return Draft.of(new Ipndm(4), Ladder.grid(levels, 0))
        .saying(
            "It starts at pure noise, where sigma is infinite, and takes the clean sample there for 0; here it starts at sigma = 1e6 with what the network says.")
        .saying(
            "Its network predicts v and is told atan(sigma) 2/pi, a clock that no wiring says: the file gives no settings of the network.");
  }
}
