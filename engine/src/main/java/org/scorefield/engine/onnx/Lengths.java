package org.scorefield.engine.onnx;

import java.util.Arrays;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.engine.onnx.Slot.Label;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// The lengths of blocks in which every sample gets the bits that it gets alone.
///
/// A runtime may add in another order when a matrix has more rows, and a model may mix the samples
/// of its batch; neither shows from outside. So different samples drawn at random are computed one
/// by one and in blocks of 2, 4, 8 ..., and a length is used if each sample came out the same to
/// the last bit. Length 1 always is; a length at which the model fails never. What is found depends
/// on the model and the type of processor, never on a clock, and changes the speed of a result but
/// not its bits.
///
/// A model whose batch has a fixed length is asked with that; if its samples do not agree with
/// those in a batch of copies of themselves, one sample fills the batch.
final class Lengths {
  /// What the noise input is while lengths are found: any number will do.
  static final double NOISE_INPUT = 1;

  private static final NoiseKey KEY = NoiseKey.of(20_260_000).child("onnx-lengths");

  /// Numbers of a block, at most: beyond, longer blocks are hardly faster.
  private static final int COMFORTABLE = 1 << 14;

  private static final int LONGEST = 64;

  /// Bytes that the results inside a network take for each number of a sample, at a guess: 1,024
  /// floats, as convolutional networks of 16 to 128 channels have.
  private static final long INSIDE = 4096;

  private final int[] carried;
  private final int room;

  /// @param carried how many samples a block may carry, ascending
  /// @param room how long a block is, if that is fixed; 0 if it is as long as what it carries
  private Lengths(int[] carried, int room) {
    this.carried = carried;
    this.room = room;
  }

  static Lengths of(Session session, Optional<Label> label, OnnxOptions options) {
    Shape shape = session.ports().shape();
    Optional<Integer> fixed = session.ports().fixedBatch();
    long share = options.memory() / options.threads() / INSIDE / shape.size();
    int longest = fixed.orElse(Math.clamp(Math.min(share, COMFORTABLE / shape.size()), 1, LONGEST));
    double[] samples = new Noise(KEY, 0, longest).normal(shape).shared();
    int result = session.counted().size();
    double[] alone = new double[longest * result];
    for (int i = 0; longest > 1 && i < longest; i++) {
      session.run(fixed.orElse(1), samples, i, 1, NOISE_INPUT, label, alone);
    }
    int[] found = {1};
    for (int length = fixed.orElse(2); length > 1 && length <= longest; length *= 2) {
      Optional<double[]> together = together(session, length, samples, label);
      int compared = length * result;
      if (together.isPresent() && Arrays.equals(together.get(), 0, compared, alone, 0, compared)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = length;
      }
    }
    return new Lengths(found, fixed.orElse(0));
  }

  /// Results of the first samples in one block; empty if the model fails, as one does that says its
  /// batch is open and was traced with a batch of one.
  private static Optional<double[]> together(
      Session session, int length, double[] samples, Optional<Label> label) {
    double[] together = new double[length * session.counted().size()];
    try {
      session.run(length, samples, 0, length, NOISE_INPUT, label, together);
      return Optional.of(together);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// How many of so many samples the next block should carry.
  int carried(int count) {
    int best = 1;
    for (int length : carried) {
      best = length <= count ? length : best;
    }
    return best;
  }

  /// How long the block that carries so many has to be.
  int length(int carrying) {
    return Math.max(room, carrying);
  }
}
