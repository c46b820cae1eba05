package org.scorefield.random;

import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;

/// Random numbers for a run of samples `firstSample .. firstSample+count-1`.
///
/// The value for one sample depends on the key and the index of the sample, and on nothing else:
/// not on the batch it is in, the thread that draws it, or what was drawn before. A method of this
/// class called twice gives the same numbers twice; for fresh ones, take a {@link #child}.
///
/// @param key names the stream
/// @param firstSample index of the first sample, at least 0
/// @param count number of samples, at least 0
public record Noise(NoiseKey key, long firstSample, int count) {
  public Noise {
    if (firstSample < 0 || count < 0) {
      throw new IllegalArgumentException(
          "firstSample and count must not be negative, got " + firstSample + " and " + count);
    }
  }

  /// Noise for samples `0 .. count-1` of a seed.
  public static Noise of(long seed, int count) {
    return new Noise(NoiseKey.of(seed), 0, count);
  }

  public Noise child(String purpose) {
    return new Noise(key.child(purpose), firstSample, count);
  }

  public Noise child(long index) {
    return new Noise(key.child(index), firstSample, count);
  }

  /// The same streams for samples `from .. from+length-1` of these.
  public Noise slice(int from, int length) {
    java.util.Objects.checkFromIndexSize(from, length, count);
    return new Noise(key, firstSample + from, length);
  }

  /// Independent standard normals, one sample of `shape` for each index.
  public Batch normal(Shape shape) {
    return Batch.adopt(shape, fill(shape.size(), true));
  }

  /// Independent uniforms, strictly between 0 and 1.
  public Batch uniform(Shape shape) {
    return Batch.adopt(shape, fill(shape.size(), false));
  }

  private double[] fill(int d, boolean normal) {
    double[] out = new double[Math.multiplyExact(count, d)];
    Rows.parallel(
        count,
        Math.max(1, 65536 / d),
        (from, to) -> {
          int length = to - from;
          new NoiseBlock(length * d)
              .fill(key.bits(), firstSample + from, length, d, normal, out, from * d);
        });
    return out;
  }
}
