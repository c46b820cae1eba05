package org.scorefield.sampling.solver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.scorefield.array.Batch;

/// The last two denoised states of a run and the steps in `-ln sigma` that followed them, newest
/// first.
final class DenoisedHistory {
  private static final int LENGTH = 2;

  /// Denoised states closer together than this part of the step differ by rounding, and by the
  /// noise between them, more than by what is to be extrapolated.
  private static final double CLOSEST = 1e-4;

  private record Entry(Batch denoised, double step) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  /// How many of the entries, newest first, can be extrapolated over a step of length `step`.
  int usable(double step) {
    int n = 0;
    while (n < entries.size() && step(n) >= CLOSEST * step) {
      n++;
    }
    return n;
  }

  Batch denoised(int back) {
    return entry(back).denoised();
  }

  double step(int back) {
    return entry(back).step();
  }

  void push(Batch denoised, double step) {
    entries.addFirst(new Entry(denoised, step));
    if (entries.size() > LENGTH) {
      entries.removeLast();
    }
  }

  private Entry entry(int back) {
    Iterator<Entry> newestFirst = entries.iterator();
    for (int i = 0; i < back; i++) {
      newestFirst.next();
    }
    return newestFirst.next();
  }
}
