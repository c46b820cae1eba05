package org.scorefield.sampling;

import java.util.function.Function;

/// How a run ended. Misuse throws; what can go wrong numerically, or by the user's wish, is a
/// result.
///
/// @param <T> what a completed run gives
public sealed interface Outcome<T> {

  /// The run reached the end of its grid.
  ///
  /// @param result what it gives
  /// @param evaluations calls of the denoiser per sample
  record Completed<T>(T result, int evaluations) implements Outcome<T> {}

  /// A state stopped being finite.
  ///
  /// @param step index of the step that produced it, from 0
  /// @param sigma noise level that step started from
  /// @param sample index of the first sample concerned
  record Diverged<T>(int step, double sigma, long sample) implements Outcome<T> {
    public String message() {
      return "sample "
          + sample
          + " stopped being finite in step "
          + step
          + ", which started from sigma = "
          + sigma
          + "; try more steps, a lower order, or look at the model's output at this noise level";
    }
  }

  /// The run was cancelled before step `step`.
  record Cancelled<T>(int step) implements Outcome<T> {}

  /// What follows if the run completed; a run that did not ends the whole in the same way.
  default <R> Outcome<R> then(Function<? super Completed<T>, Outcome<R>> next) {
    return switch (this) {
      case Completed<T> c -> next.apply(c);
      case Diverged<T>(int step, double sigma, long sample) -> new Diverged<>(step, sigma, sample);
      case Cancelled<T>(int step) -> new Cancelled<>(step);
    };
  }

  /// The result of a completed run.
  ///
  /// @throws IllegalStateException if the run did not complete
  default T orElseThrow() {
    return switch (this) {
      case Completed<T> c -> c.result();
      case Diverged<T> d -> throw new IllegalStateException(d.message());
      case Cancelled<T> c -> throw new IllegalStateException("cancelled before step " + c.step());
    };
  }
}
