package org.scorefield.engine.train;

import java.util.Comparator;
import java.util.List;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;

/// Which of the parameters that a run kept denoise held-out rows best: their loss in EDM's units,
/// the mean over the levels of {@link HeldOut}, on common random numbers.
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
    double scale = trained.last().normaliser().scale();
    return new Choice(
        trained.candidates().stream()
            .map(candidate ->
                new Scored(
                    candidate, heldOut.curve(candidate.network()).normalisedMean(scale * scale)))
            .toList());
  }

  /// The one of least loss; of equal ones the first.
  public Scored best() {
    return scored.stream().min(Comparator.comparingDouble(s -> s.loss().value())).orElseThrow();
  }
}
