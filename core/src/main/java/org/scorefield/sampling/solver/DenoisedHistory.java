package org.scorefield.sampling.solver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.scorefield.array.Batch;

/// The last two denoised states of a run and the steps in `-ln sigma` that followed them, newest
/// first.
final class DenoisedHistory {
  private static final int LENGTH = 2;

  private record Entry(Batch denoised, double step) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  int size() {
    return entries.size();
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
