package org.scorefield.app.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.scorefield.experiment.Progress;

/// Progress on standard error: a bar where someone watches, plain lines where a file collects them.
final class TerminalProgress implements Progress, AutoCloseable {
  /// Nanoseconds between two lines about one stage, where lines are collected.
  private static final long BETWEEN_NOTES = 10_000_000_000L;

  private final PrintWriter err;
  private final boolean interactive = System.console() != null && System.console().isTerminal();
  private @Nullable ProgressBar bar;
  private long noted = System.nanoTime() - BETWEEN_NOTES;

  TerminalProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void begin(String what, long total) {
    close();
    if (!interactive) {
      err.println(what + (total > 0 ? " (" + total + ")" : ""));
      err.flush();
      return;
    }
    bar =
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(total > 0 ? total : -1)
            .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build();
  }

  @Override
  public synchronized void advance(long done) {
    if (bar != null) {
      bar.stepBy(done);
    }
  }

  @Override
  public synchronized void note(String state) {
    if (bar != null) {
      bar.setExtraMessage(" " + state);
      return;
    }
    long now = System.nanoTime();
    if (!interactive && now - noted > BETWEEN_NOTES) {
      noted = now;
      err.println(state);
      err.flush();
    }
  }

  @Override
  public synchronized void say(String message) {
    close();
    err.println(message);
    err.flush();
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
