package org.scorefield.metric;

import java.util.Arrays;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.data.Subset;
import org.scorefield.random.Noise;

/// The share of generated samples that are copies of training samples; the reference is the training
/// set.
///
/// A sample x with nearest training sample t is **too near** if x = t or `|x - t| < |t - t'|`, with t'
/// the training sample nearest to t (the negation of the authenticity of Alaa et al. 2022). That
/// alone convicts no one: a fresh sample of the same law is too near whenever x and t are mutual
/// nearest neighbours, with a probability between 1/2 and 2/3 (2/3 on a line, 0.6215 in a plane) and
/// less where the dimension is high and the sample small. This probability c is the control, and the
/// training set shows it by itself: take a row out, treat it as x, and ask the same of it and the
/// rest. If a share s of the samples are copies and the others fresh, a share `r = s + (1 - s) c` is
/// too near, hence
///
///     s = (r - c) / (1 - c)
///
/// which is 0 for fresh samples, 1 for copies, and below 0 for samples that keep farther from the
/// training set than fresh ones would (as blurred or noisy ones do). It is NaN if c = 1: every row
/// has a twin or all rows are mutual pairs, and nearness says nothing.
///
/// The standard errors are binomial, that of r widened where several samples crowd about one
/// training sample; the delta method carries them to s. Cost `8 q N d` with q = min(cap, rows). The
/// training set is never sub-sampled, as copies of what was left out would pass for fresh; queries
/// are. Memory: the queries and 50 MiB.
///
/// @param cap most generated samples, and most training samples for the control, at least 2
public record Memorisation(int cap) implements Metric {
  public Memorisation {
    Inputs.requireAtLeast(2, cap, "the cap on rows");
  }

  /// What {@link #audit} found.
  ///
  /// @param tooNear r, over the generated samples
  /// @param control c, over training samples
  /// @param copies s
  public record Audit(Estimate tooNear, Estimate control, Estimate copies) {}

  @Override
  public String name() {
    return "memorisation";
  }

  @Override
  public String meaning() {
    return "share of generated samples that copy a training sample, beyond chance: 0 for"
        + " fresh samples, 1 for copies, negative for samples that keep away from the data";
  }

  /// Zero, not less: samples that avoid the training set are not samples of its law either.
  @Override
  public Better better() {
    return Better.TARGET;
  }

  @Override
  public double target() {
    return 0;
  }

  /// The share of copies; `n` counts generated samples.
  @Override
  public Estimate measure(Dataset generated, Dataset reference, Noise noise) {
    return audit(generated, reference, noise).copies();
  }

  /// The shares of samples too near, in fact and by chance, and what follows from them.
  public Audit audit(Dataset generated, Dataset training, Noise noise) {
    Inputs.require(generated, training);
    if (training.size() < 3) {
      throw new IllegalArgumentException(
          "memorisation needs at least 3 training rows, " + training.name() + " has 2");
    }
    Vector shift = Moments.meanOf(training);
    Dataset some = RandomRows.atMost(cap, generated, noise.key().child("generated"));
    int[] none = new int[some.size()];
    Arrays.fill(none, -1);
    Verdict verdict = judge(Points.of(some, shift), training, shift, none);
    Share r = verdict.share();
    double spread = Math.max(r.variance(), verdict.crowding(training.size()));

    int controls = Math.min(cap, training.size());
    int[] aside = RandomRows.indices(training.size(), controls, noise.key().child("control"));
    Points asFresh = Points.of(Subset.of("control", training, aside), shift);
    Share c = judge(asFresh, training, shift, aside).share();
    return new Audit(
        new Estimate(r.value(), Math.sqrt(spread), r.trials()),
        c.estimate(c.trials()),
        copies(r, spread, c));
  }

  private static Estimate copies(Share r, double varianceOfR, Share c) {
    double fresh = 1 - c.value();
    if (fresh == 0) {
      return new Estimate(Double.NaN, Double.NaN, r.trials());
    }
    // ds/dr = 1/(1-c), ds/dc = -(1-r)/(1-c)^2; the counts of Share keep either from vanishing.
    double slope = (1 - r.value()) / (fresh * fresh);
    double variance = varianceOfR / (fresh * fresh) + slope * slope * c.variance();
    return new Estimate((r.value() - c.value()) / fresh, Math.sqrt(variance), r.trials());
  }

  /// @param leftOut for each query, the training row it is itself; -1 for none
  private static Verdict judge(Points queries, Dataset training, Vector shift, int[] leftOut) {
    int[] none = new int[leftOut.length];
    Arrays.fill(none, -1);
    NearestRows nearest = NearestRows.of(queries, training, shift, leftOut, none);
    Points partners = Points.of(Subset.of("nearest", training, nearest.index()), shift);
    NearestRows beyond = NearestRows.of(partners, training, shift, nearest.index(), leftOut);
    boolean[] near = new boolean[leftOut.length];
    for (int j = 0; j < near.length; j++) {
      double square = nearest.squaredDistance()[j];
      near[j] = square == 0 || square * Points.TIE < beyond.squaredDistance()[j];
    }
    return new Verdict(near, nearest.index());
  }

  /// Which queries are too near, and to which training row.
  private record Verdict(boolean[] near, int[] index) {
    Share share() {
      int successes = 0;
      for (boolean b : near) {
        successes += b ? 1 : 0;
      }
      return new Share(successes, near.length);
    }

    /// The variance of the share if the training rows, with the queries too near to them, are what
    /// is drawn.
    double crowding(int rows) {
      int[] crowd = new int[rows];
      for (int j = 0; j < near.length; j++) {
        crowd[index[j]] += near[j] ? 1 : 0;
      }
      double squares = 0;
      double sum = 0;
      for (int e : crowd) {
        squares += (double) e * e;
        sum += e;
      }
      return (squares - sum * sum / rows) / near.length / near.length;
    }
  }
}
