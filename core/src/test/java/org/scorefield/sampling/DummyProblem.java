package org.scorefield.sampling;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.RawNetwork;

/// The problem on which diffusers tests its schedulers: four samples that hold the numbers k/768,
/// and the "network" `m(x, t) = x t/(t + 1)`. Every method that is linear multiplies the samples by
/// one number, so one sum of the result says all.
public final class DummyProblem {
  public static final Shape SHAPE = Shape.image(3, 8, 8);
  private static final int SAMPLES = 4;
  private static final int SIZE = 768;

  private DummyProblem() {}

  /// Component j of sample b is (4 j + b)/768.
  public static Batch sample() {
    return ofRanks(rank -> rank);
  }

  /// The same numbers in reverse: what the tests add as "noise".
  public static Batch noise() {
    return ofRanks(rank -> SIZE - 1 - rank);
  }

  public static RawNetwork network() {
    return new RawNetwork() {
      @Override
      public Shape shape() {
        return SHAPE;
      }

      @Override
      public Batch evaluate(Batch input, double noiseInput) {
        return input.times(noiseInput / (noiseInput + 1));
      }
    };
  }

  /// What the published constants are sums of.
  public static double sumOfMagnitudes(Batch batch) {
    double sum = 0;
    for (double v : batch.shared()) {
      sum += Math.abs(v);
    }
    return sum;
  }

  private static Batch ofRanks(java.util.function.IntUnaryOperator rank) {
    double[] values = new double[SIZE];
    int components = SHAPE.size();
    for (int b = 0; b < SAMPLES; b++) {
      for (int j = 0; j < components; j++) {
        values[b * components + j] = rank.applyAsInt(SAMPLES * j + b) / (double) SIZE;
      }
    }
    return Batch.adopt(SHAPE, values);
  }
}
