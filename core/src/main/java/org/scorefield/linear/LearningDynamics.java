package org.scorefield.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;

/// What a network learns first: linearity over the checkpoints of a training.
///
/// Directions are learned at rates proportional to their variance (`tau_k ~ 1 / (lambda_k +
/// sigma^2)` for a linear denoiser under gradient descent), and the linear part before the rest. So
/// the share that the Gaussian leaves unexplained first falls, then rises again as the network
/// departs from it: a U over training steps at low and middle noise (2412.09726), while the
/// distance from the training rows only falls. High noise converges first.
///
/// All checkpoints see the same rows and the same noise.
///
/// @param snapshots by step, increasing
public record LearningDynamics(List<Snapshot> snapshots) {

  /// A network during training.
  ///
  /// @param step of the training, in any unit
  public record Checkpoint(long step, Denoiser denoiser) {}

  /// What was measured of a checkpoint.
  public record Snapshot(long step, Linearity linearity) {}

  /// The least of a course of values over steps.
  ///
  /// @param step where it is
  /// @param value how low
  /// @param falls whether it lies below the first value by more than two standard errors
  /// @param rises whether the last value lies above it by more than two standard errors
  public record Turn(long step, Estimate value, boolean falls, boolean rises) {
    /// Whether the course first falls and then rises.
    public boolean isU() {
      return falls && rises;
    }
  }

  public LearningDynamics {
    snapshots = List.copyOf(snapshots);
    for (int i = 1; i < snapshots.size(); i++) {
      if (snapshots.get(i).step() <= snapshots.get(i - 1).step()) {
        throw new IllegalArgumentException(
            "checkpoints must be given by increasing step, got "
                + snapshots.stream().map(Snapshot::step).toList());
      }
    }
    if (snapshots.isEmpty()) {
      throw new IllegalArgumentException("learning dynamics need at least one checkpoint");
    }
  }

  /// Measures each checkpoint, as {@link LinearityProbe#measure} does.
  public static LearningDynamics measure(
      LinearityProbe probe,
      List<Checkpoint> checkpoints,
      Dataset data,
      List<NamedDenoiser> surrogates,
      Vector sigmas,
      NoiseKey key) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (Checkpoint checkpoint : checkpoints) {
      NamedDenoiser model =
          new NamedDenoiser("checkpoint at step " + checkpoint.step(), checkpoint.denoiser());
      snapshots.add(
          new Snapshot(checkpoint.step(), probe.measure(model, data, surrogates, sigmas, key)));
    }
    return new LearningDynamics(snapshots);
  }

  /// The unexplained share of the score (ratio of means) over the checkpoints.
  ///
  /// @param level index of the noise level, lowest first
  public List<Estimate> course(String surrogate, int level) {
    return course(surrogate, level, r -> r.score().ratioOfMeans());
  }

  /// Any other measure over the checkpoints.
  public List<Estimate> course(
      String surrogate, int level, Function<Linearity.Residual, Estimate> which) {
    return snapshots.stream()
        .map(s -> which.apply(s.linearity().of(surrogate).get(level)))
        .toList();
  }

  /// Where that share is least. The standard errors are taken as independent, which common random
  /// numbers make safe.
  public Turn turn(String surrogate, int level) {
    List<Estimate> course = course(surrogate, level);
    int least = 0;
    for (int i = 1; i < course.size(); i++) {
      least = course.get(i).value() < course.get(least).value() ? i : least;
    }
    Estimate bottom = course.get(least);
    return new Turn(
        snapshots.get(least).step(),
        bottom,
        above(course.getFirst(), bottom),
        above(course.getLast(), bottom));
  }

  private static boolean above(Estimate high, Estimate low) {
    double error = Math.hypot(high.standardError(), low.standardError());
    return high.value() - low.value() > 2 * error;
  }
}
