package org.scorefield.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.wiring.BetweenLevels;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;

/// What a scheduler file says of the network that it is made for: the parts of a {@link Wiring}
/// that are not about the network's file.
///
/// @param prediction what the network returns
/// @param schedule the process it was trained on
/// @param noiseInput how it is told the noise level
/// @param noiseFactor what that is multiplied by, if anything
/// @param betweenLevels what it is told between two levels of its table, if it has one
/// @param sigmaData standard deviation of its data, where the file says it
/// @param outputFactor what its output is multiplied by, if anything
public record NetworkSettings(
    Predicted prediction,
    ScheduleSettings schedule,
    NoiseInput noiseInput,
    OptionalDouble noiseFactor,
    Optional<BetweenLevels> betweenLevels,
    OptionalDouble sigmaData,
    OptionalDouble outputFactor) {

  /// The wiring with these settings in the place of its own; names, layout, range and classes stay.
  public Wiring applyTo(Wiring wiring) {
    return new Wiring(
        prediction,
        schedule,
        noiseInput,
        noiseFactor,
        OptionalDouble.empty(),
        betweenLevels,
        outputFactor,
        wiring.layout(),
        wiring.shape(),
        wiring.channels(),
        wiring.valueRange(),
        sigmaData.orElse(wiring.sigmaData()),
        wiring.levels(),
        wiring.inputs(),
        wiring.output(),
        wiring.classes(),
        wiring.nullClass());
  }

  /// Where a wiring says otherwise, each a plain sentence; the wiring is what a model is called by.
  public List<String> disagreements(Wiring wiring) {
    List<String> all = new ArrayList<>();
    if (wiring.prediction() != prediction) {
      all.add(
          "The file is for a network that predicts %s, the model's wiring says %s."
              .formatted(prediction, wiring.prediction()));
    }
    double furthest = furthest(wiring);
    if (!(furthest < 1e-3)) {
      all.add(
          Double.isInfinite(furthest)
              ? "The file is for a network trained on %s, the model's wiring says %s."
                  .formatted(schedule.kind(), wiring.schedule().kind())
              : "The noise levels of the file's table are up to %.2g of themselves off those of the model's wiring."
                  .formatted(furthest));
    }
    return List.copyOf(all);
  }

  /// The largest relative distance of two tables; infinite for processes of another kind.
  private double furthest(Wiring wiring) {
    if (!(schedule.schedule() instanceof DiscreteSchedule ours)) {
      return schedule.kind() == wiring.schedule().kind() ? 0 : Double.POSITIVE_INFINITY;
    }
    DiscreteSchedule theirs = wiring.table().orElse(null);
    if (theirs == null || theirs.timesteps() != ours.timesteps()) {
      return Double.POSITIVE_INFINITY;
    }
    double furthest = 0;
    for (int k = 0; k < ours.timesteps(); k++) {
      double ratio = ours.sigmas().get(k) / theirs.sigmas().get(k);
      furthest = Math.max(furthest, Math.abs(Math.log(ratio)));
    }
    return furthest;
  }
}
