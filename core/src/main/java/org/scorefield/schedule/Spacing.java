package org.scorefield.schedule;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.scorefield.array.Vector;

/// How a run of few steps chooses among the T timesteps of a network trained in discrete time (Lin
/// et al. 2305.08891, table 2). {@link #LEADING} never visits the last timestep, where training
/// ended and sampling should begin; that is its known flaw, and why the others exist.
public enum Spacing {
  /// Uniform over `0 .. T-1`, both included; indices are fractional.
  LINSPACE("linspace"),
  /// Multiples of the whole part of T/n, from 0 up; n must not exceed T.
  LEADING("leading"),
  /// Multiples of T/n down from T, less one, rounded.
  TRAILING("trailing");

  private final String label;

  Spacing(String label) {
    this.label = label;
  }

  /// The name used on the command line.
  public String label() {
    return label;
  }

  /// `count` indices into a table of `timesteps`, strictly decreasing.
  public Vector indices(int timesteps, int count) {
    if (count < 1 || count > timesteps || (this == LINSPACE && count < 2)) {
      throw new IllegalArgumentException(
          label
              + " spacing over "
              + timesteps
              + " timesteps takes "
              + (this == LINSPACE ? 2 : 1)
              + " to "
              + timesteps
              + " of them, got "
              + count);
    }
    IntToDoubleFunction index =
        switch (this) {
          case LINSPACE -> i -> (timesteps - 1) * ((count - 1 - i) / (count - 1.0));
          case LEADING -> i -> (count - 1 - i) * (double) (timesteps / count);
          case TRAILING -> i -> Math.rint(timesteps - i * ((double) timesteps / count)) - 1;
        };
    return Vector.generate(count, index);
  }

  /// The noise levels of a table at `count` indices, followed by 0: a grid of `count` steps that
  /// visits the timesteps of the network.
  public TimeGrid toZero(DiscreteSchedule table, int count) {
    double[] levels = indices(table.timesteps(), count).stream().map(table::sigma).toArray();
    return new TimeGrid(Vector.adopt(Arrays.copyOf(levels, count + 1)));
  }
}
