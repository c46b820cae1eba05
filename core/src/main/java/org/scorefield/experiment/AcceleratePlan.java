package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.accelerate.Effort;
import org.scorefield.design.Aim;
import org.scorefield.design.PeerContest;

/// How much each part of an {@link AccelerateExperiment} may ask of the model.
///
/// @param own samples of the model that stand in for data; 0 if there are data
/// @param effort of the search, for each number of evaluations
/// @param fine steps of a run that counts as exact
/// @param screening samples on which the peers' grids are chosen
/// @param finals samples of the comparison
record AcceleratePlan(
    int own, Effort effort, int fine, PeerContest.Size screening, PeerContest.Size finals) {

  /// Sets that a metric is averaged over, and seeds of an error; by Student's law with 7 degrees of
  /// freedom an interval is a fifth wider than with many.
  private static final int SEEDS = 8;

  private static final int OWN = 256;
  private static final int FINE = 128;
  private static final int SCREENED_FOR_ERROR = 16;
  private static final int SCREENED_FOR_SETS = 256;
  private static final int SAMPLES_FOR_ERROR = 128;
  private static final int SAMPLES_FOR_SETS = 512;

  /// Of a law in closed form, which costs next to nothing.
  private static final int SAMPLES_OF_A_LAW = 1024;

  /// Shares of the usual effort that are tried to keep within a budget.
  private static final int SHARES = 20;

  /// Fewest samples of a set.
  private static final int LEAST_SET = 16;

  /// From the usual plan down to the least there is, each with its share.
  static List<AcceleratePlan> falling(AccelerateExperiment experiment) {
    List<AcceleratePlan> plans = new ArrayList<>();
    for (int i = SHARES; i >= 1; i--) {
      plans.add(share(experiment, (double) i / SHARES));
    }
    return plans;
  }

  private static AcceleratePlan share(AccelerateExperiment experiment, double share) {
    boolean law = experiment.model().closedForm().isPresent();
    boolean sets = experiment.aim() == Aim.DISTRIBUTION;
    Effort usual = Effort.usual();
    Effort effort =
        new Effort(
            part(share, usual.teachers(), 4),
            part(share, usual.fine(), 32),
            part(share, usual.trials(), 4),
            part(share, usual.judged(), 4),
            part(share, usual.setSize(), LEAST_SET),
            part(share, usual.sets(), 2));
    int draws =
        experiment
            .samples()
            .orElse(law ? SAMPLES_OF_A_LAW : sets ? SAMPLES_FOR_SETS : SAMPLES_FOR_ERROR);
    return new AcceleratePlan(
        experiment.data().isPresent() || law ? 0 : part(share, OWN, 32),
        effort,
        part(share, FINE, 64),
        sets
            ? new PeerContest.Size(part(share, SCREENED_FOR_SETS / 2, LEAST_SET), 2)
            : new PeerContest.Size(part(share, SCREENED_FOR_ERROR / 2, 2), 2),
        new PeerContest.Size(part(share, Math.ceilDiv(draws, SEEDS), sets ? LEAST_SET : 2), SEEDS));
  }

  private static int part(double share, int usual, int least) {
    return Math.max(least, (int) Math.round(share * usual));
  }
}
