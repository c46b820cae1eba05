package org.scorefield.budget;

import org.scorefield.metric.Estimate;

/// The score error that the path of a fine sampler collects between two levels, `E_S = int (ell -
/// ell*) d ln sigma` in nats, as far as it can be known.
public sealed interface ScorePart {

  /// The least it can be.
  Estimate least();

  /// Whether it is known, and not just enclosed.
  default boolean known() {
    return this instanceof Known;
  }

  /// The law of the data is known, and so is the exact denoiser.
  ///
  /// @param value the score error
  record Known(Estimate value) implements ScorePart {
    @Override
    public Estimate least() {
      return value;
    }
  }

  /// The law is not known. Whatever denoises held-out rows better than the model shows an error of
  /// the model; and no denoiser does better on rows that it has not seen than remembering them does
  /// on these rows themselves.
  ///
  /// @param least error against the best of the references; the truth is at least that
  /// @param most error against the memory of the rows; the truth is at most that
  /// @param reference what the least was found with, for people
  record Between(Estimate least, Estimate most, String reference) implements ScorePart {}
}
