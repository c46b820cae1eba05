package org.scorefield.bench.peer;

/// What timed work gave. Turning it into numbers to compare is not part of the time.
@FunctionalInterface
public interface Answer {
  double[] numbers();
}
