package org.scorefield.experiment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.KnownLevels;

/// A model that counts what it is asked, and answers from memory what it was asked before.
///
/// Samplers in a comparison start from the same noise at the same level, so all of them ask the
/// same first question; a teacher is followed once for each number of evaluations that is searched
/// for. Since the answer for one sample does not depend on its batch, the bits are those of the
/// model. Questions are told apart by the hash of level and state (SHA-256).
final class MeteredModel implements Denoiser, KnownLevels {
  /// Answers kept, in numbers: 256 MiB.
  private static final long KEPT = 1L << 25;

  private final Denoiser model;
  private final Optional<KnownLevels> known;
  private final int capacity;
  private final Map<ByteBuffer, double[]> answers = new LinkedHashMap<>(64, 0.75f, true);
  private long asked;
  private long answered;

  /// @param known what the model says of its levels, if anything
  MeteredModel(Denoiser model, Optional<KnownLevels> known) {
    this.model = model;
    this.known = known;
    this.capacity = Math.toIntExact(Math.max(1, KEPT / model.shape().size()));
  }

  /// Evaluations of the model itself.
  synchronized long spent() {
    return asked;
  }

  /// Evaluations that memory saved.
  synchronized long saved() {
    return answered;
  }

  @Override
  public Shape shape() {
    return model.shape();
  }

  @Override
  public double sigmaMin() {
    return known.map(KnownLevels::sigmaMin).orElse(0.0);
  }

  @Override
  public double sigmaMax() {
    return known.map(KnownLevels::sigmaMax).orElse(Double.POSITIVE_INFINITY);
  }

  @Override
  public double nearest(double sigma) {
    return known.map(levels -> levels.nearest(sigma)).orElse(sigma);
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    int n = x.count();
    int d = x.dimension();
    double[] out = new double[n * d];
    ByteBuffer[] questions = new ByteBuffer[n];
    int[] open = new int[n];
    int left = 0;
    for (int i = 0; i < n; i++) {
      questions[i] = question(x, i, sigma);
    }
    synchronized (this) {
      for (int i = 0; i < n; i++) {
        double[] known = answers.get(questions[i]);
        if (known == null) {
          open[left++] = i;
        } else {
          System.arraycopy(known, 0, out, i * d, d);
        }
      }
      asked += left;
      answered += n - left;
    }
    if (left > 0) {
      int[] rows = Arrays.copyOf(open, left);
      double[] fresh = model.denoise(left == n ? x : rows(x, rows), sigma).shared();
      synchronized (this) {
        for (int k = 0; k < left; k++) {
          System.arraycopy(fresh, k * d, out, rows[k] * d, d);
          answers.put(questions[rows[k]], Arrays.copyOfRange(fresh, k * d, (k + 1) * d));
        }
        forget();
      }
    }
    return Batch.adopt(x.shape(), out);
  }

  /// Drops those that were not wanted for longest.
  private void forget() {
    var oldest = answers.keySet().iterator();
    while (answers.size() > capacity) {
      oldest.next();
      oldest.remove();
    }
  }

  private static Batch rows(Batch x, int... which) {
    int d = x.dimension();
    double[] out = new double[which.length * d];
    for (int k = 0; k < which.length; k++) {
      System.arraycopy(x.shared(), which[k] * d, out, k * d, d);
    }
    return Batch.adopt(x.shape(), out);
  }

  private static ByteBuffer question(Batch x, int row, double sigma) {
    int d = x.dimension();
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * (d + 1));
    bytes.asDoubleBuffer().put(sigma).put(x.shared(), row * d, d);
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
