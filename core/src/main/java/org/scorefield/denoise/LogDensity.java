package org.scorefield.denoise;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;

/// The ability to evaluate the log density of data plus noise, in nats.
public interface LogDensity {

  /// `log p(x; sigma)` for every sample, where p is the law of x0 + sigma n. sigma = 0 asks for the
  /// density of the data itself, where it has one.
  Vector logDensity(Batch x, double sigma);
}
