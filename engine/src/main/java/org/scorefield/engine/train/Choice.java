package org.scorefield.engine.train;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;

/// Which of the parameters that a run kept denoise held-out rows best: their loss in EDM's units,
/// the mean over the levels of {@link HeldOut}, on common random numbers. The least of several
/// measured losses is too low: report the loss of the {@link #best} on other rows.
///
/// @param scored every candidate with its loss, in the order of the run
public record Choice(List<Scored> scored) {

  /// @param loss 1 is as good as the best linear denoiser of isotropic data
  public record Scored(Trained.Candidate candidate, Estimate loss) {}

  public Choice {
    scored = List.copyOf(scored);
  }

  /// Measures every candidate.
  public static Choice of(Trained trained, HeldOut heldOut) {
    return of(trained, heldOut, () -> {});
  }

  /// As {@link #of(Trained, HeldOut)}.
  ///
  /// @param levelDone called after each level of each candidate
  public static Choice of(Trained trained, HeldOut heldOut, Runnable levelDone) {
    double scale = trained.last().normaliser().scale();
    return new Choice(
        trained.candidates().stream()
            .map(candidate ->
                new Scored(
                    candidate,
                    heldOut.curve(candidate.network(), levelDone).normalisedMean(scale * scale)))
            .toList());
  }

  /// The one of least loss; of equal ones the first.
  public Scored best() {
    return scored.get(bestIndex());
  }

  /// Where {@link #best} is.
  public int bestIndex() {
    return IntStream.range(0, scored.size())
        .boxed()
        .min(Comparator.comparingDouble(i -> scored.get(i).loss().value()))
        .orElseThrow();
  }
}
