package org.scorefield.select;

/// How the losses of a training run are added up to one number, lower for what learns faster.
public sealed interface SpeedScore {

  /// The weight of each step.
  ///
  /// @param steps of the run
  /// @param perEpoch steps an epoch
  /// @throws IllegalArgumentException if the run is too short for the score
  double[] weights(int steps, int perEpoch);

  /// SOTL, the sum over training losses of all steps (Lyle et al. 2010.14499). While every row is
  /// new, so in the first epoch, minus this is a one-step-ahead bound of the evidence.
  record AllSteps() implements SpeedScore {
    @Override
    public double[] weights(int steps, int perEpoch) {
      double[] weights = new double[steps];
      java.util.Arrays.fill(weights, 1);
      return weights;
    }
  }

  /// TSE-E, the sum over the last complete epochs of their mean losses (Ru et al. 2006.04492); over
  /// all epochs it is TSE. Leaves out the start, which says little of the end.
  ///
  /// @param epochs E, at least 1
  record LastEpochs(int epochs) implements SpeedScore {
    public LastEpochs {
      if (epochs < 1) {
        throw new IllegalArgumentException("need at least 1 epoch, got " + epochs);
      }
    }

    @Override
    public double[] weights(int steps, int perEpoch) {
      int last = completeEpochs(steps, perEpoch, epochs);
      double[] weights = new double[steps];
      for (int t = (last - epochs) * perEpoch; t < last * perEpoch; t++) {
        weights[t] = 1.0 / perEpoch;
      }
      return weights;
    }
  }

  /// TSE-EMA, the mean losses of complete epochs with weights `decay^(T - e)` (Ru et al.
  /// 2006.04492).
  ///
  /// @param decay between 0 and 1
  record Decaying(double decay) implements SpeedScore {
    public Decaying {
      if (!(decay > 0 && decay <= 1)) {
        throw new IllegalArgumentException(
            "the decay must be above 0 and at most 1, got " + decay + "; 0.9 is usual");
      }
    }

    @Override
    public double[] weights(int steps, int perEpoch) {
      int last = completeEpochs(steps, perEpoch, 1);
      double[] weights = new double[steps];
      for (int t = 0; t < last * perEpoch; t++) {
        weights[t] = Math.pow(decay, last - 1 - t / perEpoch) / perEpoch;
      }
      return weights;
    }
  }

  private static int completeEpochs(int steps, int perEpoch, int needed) {
    int complete = steps / perEpoch;
    if (complete < needed) {
      throw new IllegalArgumentException(
          "need "
              + needed
              + " complete epochs of "
              + perEpoch
              + " steps, the run has "
              + steps
              + " steps; train longer, or add up all steps");
    }
    return complete;
  }
}
