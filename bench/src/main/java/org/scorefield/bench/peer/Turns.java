package org.scorefield.bench.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// How a case is timed: answers compared, both sides warmed up, then turn by turn.
///
/// @param rounds how often each side has its turn, at least 1
/// @param warmUp how long each side runs before anything counts
/// @param turn the least time of a turn; quick work is repeated to fill it
/// @param rest between turns: the threads of a side that has just run may still be spinning
public record Turns(int rounds, Duration warmUp, Duration turn, Duration rest) {
  private static final double MOST = 1e6;

  public Turns {
    if (rounds < 1) {
      throw new IllegalArgumentException("need at least 1 round, got " + rounds);
    }
  }

  /// As measurements are made.
  public static Turns of(int rounds) {
    return new Turns(rounds, Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(400));
  }

  /// As fast as a try of the machinery can be.
  public static Turns brief(int rounds) {
    return new Turns(rounds, Duration.ofMillis(20), Duration.ofMillis(5), Duration.ZERO);
  }

  /// A case with all its rivals.
  public Result play(Case wanted, Task task, Worker worker)
      throws IOException, InterruptedException {
    worker.setUp(wanted, task);
    double[] ours = task.ours().get().numbers();
    List<Opponent> opponents = new ArrayList<>();
    List<Entry> absent = new ArrayList<>();
    for (Rival rival : wanted.rivals()) {
      switch (worker.answer(rival)) {
        case Worker.Reply theirs ->
            opponents.add(
                new Opponent(rival, theirs.note(), Agreement.difference(ours, theirs.numbers())));
        case Worker.Missing missing -> absent.add(new Absent(rival, missing.why()));
      }
    }
    int repetitions = repetitions(task.ours());
    for (Opponent opponent : opponents) {
      if (opponent.agrees()) {
        opponent.repetitions = repetitions(n -> worker.run(opponent.rival, n));
      }
    }
    double[] seconds = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Thread.sleep(rest);
      seconds[round] = seconds(task.ours(), repetitions);
      for (Opponent opponent : opponents) {
        if (opponent.agrees()) {
          Thread.sleep(rest);
          double theirs = worker.run(opponent.rival, opponent.repetitions);
          opponent.seconds.add(theirs);
          opponent.ratios.add(seconds[round] / theirs);
        }
      }
    }
    List<Entry> entries = new ArrayList<>(opponents.stream().map(Opponent::entry).toList());
    entries.addAll(absent);
    return new Result(wanted, task.what(), Times.of(seconds), List.copyOf(entries));
  }

  /// What came of a case.
  ///
  /// @param seconds ours
  /// @param entries one a rival, in the case's order, those that are missing last
  public record Result(Case of, String what, Times seconds, List<Entry> entries) {}

  /// What came of a rival.
  public sealed interface Entry {
    Rival rival();

    /// What the rival says about how it works; may be empty.
    String note();

    /// `|ours - theirs| / |theirs|` of the answers.
    double difference();
  }

  /// The answers agree.
  public record Compared(Rival rival, String note, double difference, Times seconds, Times ratio)
      implements Entry {}

  /// The answers differ by more than rounding: nothing was timed.
  public record Refused(Rival rival, String note, double difference) implements Entry {}

  /// The rival is not installed here.
  public record Absent(Rival rival, String note) implements Entry {
    @Override
    public double difference() {
      return Double.NaN;
    }
  }

  /// Timed work done n times.
  @FunctionalInterface
  private interface Timed {
    double seconds(int repetitions) throws IOException;
  }

  /// Seconds a repetition of our side.
  static double seconds(Supplier<Answer> work, int repetitions) {
    long start = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      if (work.get() == null) {
        throw new IllegalStateException("no answer");
      }
    }
    return (System.nanoTime() - start) * 1e-9 / repetitions;
  }

  /// Runs our side until it is warm; the number of repetitions that fills a turn.
  int repetitions(Supplier<Answer> work) {
    try {
      return repetitions((Timed) n -> seconds(work, n));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private int repetitions(Timed timed) throws IOException {
    double one = timed.seconds(1);
    double spent = one;
    while (spent < inSeconds(warmUp)) {
      int n = (int) Math.clamp(inSeconds(warmUp) / 4 / one, 1, MOST);
      one = timed.seconds(n);
      spent += n * one;
    }
    return (int) Math.clamp(Math.ceil(inSeconds(turn) / one), 1, MOST);
  }

  private static double inSeconds(Duration duration) {
    return duration.toNanos() * 1e-9;
  }

  /// A rival while the rounds go on.
  private static final class Opponent {
    private final Rival rival;
    private final String note;
    private final double difference;
    private final List<Double> seconds = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private int repetitions = 1;

    Opponent(Rival rival, String note, double difference) {
      this.rival = rival;
      this.note = note;
      this.difference = difference;
    }

    boolean agrees() {
      return difference <= rival.tolerance();
    }

    Entry entry() {
      return agrees()
          ? new Compared(rival, note, difference, times(seconds), times(ratios))
          : new Refused(rival, note, difference);
    }

    private static Times times(List<Double> values) {
      return Times.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
