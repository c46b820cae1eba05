package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;
import org.scorefield.study.BellStudy;
import org.scorefield.study.Convergence;
import org.scorefield.study.ErrorParts;
import org.scorefield.study.Trace;

/// What was studied of a training run.
///
/// @param convergence how the loss fell
/// @param bell its shape over noise levels, as training went on
/// @param parts what the error is made of
public record TrainingStudies(
    Optional<Falling> convergence, Optional<BellStudy> bell, Optional<Parts> parts) {
  /// Nothing was.
  public static final TrainingStudies NONE =
      new TrainingStudies(Optional.empty(), Optional.empty(), Optional.empty());

  /// The numbers for a record.
  public List<RunRecord.Result> results() {
    List<RunRecord.Result> results = new ArrayList<>();
    convergence.ifPresent(falling -> {
      results.add(result("convergence", "rate", falling.fits().exponential().rate()));
      results.add(result("convergence", "floor", falling.fits().exponential().floor()));
    });
    bell.ifPresent(study ->
        study
            .stages()
            .forEach(stage -> {
              results.add(result("bell, step " + stage.step(), "raw", stage.rawBell()));
              results.add(
                  result("bell, step " + stage.step(), "normalised", stage.normalisedBell()));
              results.add(result("bell, step " + stage.step(), "spread", stage.spread()));
            }));
    parts.ifPresent(found -> {
      results.add(result("score error", "total", found.whole().total()));
      results.add(result("score error", "approximation", found.whole().approximation()));
      results.add(result("score error", "estimation", found.whole().estimation()));
      results.add(result("score error", "optimisation", found.whole().optimisation()));
    });
    return results;
  }

  private static RunRecord.Result result(String subject, String name, Estimate estimate) {
    return new RunRecord.Result(subject, name, estimate);
  }

  /// A trace and the laws fitted to it.
  ///
  /// @param measure what was traced
  /// @param trace over steps, of the network with its last parameters
  /// @param fits laws of decay
  public record Falling(String measure, Trace trace, Convergence fits) {}

  /// The score error by cause.
  ///
  /// @param whole over all levels, in nats
  /// @param sigmas levels
  /// @param byLevel excess error of the noise prediction a component at each
  /// @param how the networks that stand for the limits were trained, in a sentence
  public record Parts(ErrorParts whole, Vector sigmas, List<ErrorParts> byLevel, String how) {
    public Parts {
      byLevel = List.copyOf(byLevel);
    }
  }
}
