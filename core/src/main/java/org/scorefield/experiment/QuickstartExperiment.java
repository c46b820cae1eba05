package org.scorefield.experiment;

import org.scorefield.data.Dataset;
import org.scorefield.linear.AutoSkip;

/// The main job end to end: split the data, fit a Gaussian and a mixture, draw samples with and
/// without a closed-form start, and measure all of it on the rows that no fit has seen.
///
/// @param data real data
/// @param steps of the full run; with DPM-Solver++(2M) as many evaluations a sample
/// @param samples to draw with each sampler
/// @param components of the mixture
/// @param rank of each component
/// @param klBudget what the closed-form start may cost, in nats
/// @param seed of all randomness
public record QuickstartExperiment(
    Dataset data, int steps, int samples, int components, int rank, double klBudget, long seed) {

  public static final int STEPS = 20;
  public static final int SAMPLES = 1000;
  public static final int COMPONENTS = 20;
  public static final int RANK = 16;

  /// Fewer rows than this do not make a component.
  public static final int ROWS_PER_COMPONENT = 50;

  /// A fifth is held out, and the nearest-neighbour metrics need 4 rows.
  private static final int FEWEST_ROWS = 20;

  public static final double KL_BUDGET = AutoSkip.DEFAULT_TARGET;

  public QuickstartExperiment {
    if (data.size() < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "a quickstart needs at least "
              + FEWEST_ROWS
              + " rows to fit and to hold out, "
              + data.name()
              + " has "
              + data.size()
              + "; fit and sample by themselves need fewer");
    }
  }

  /// The quickstart on this data with the usual choices.
  public static QuickstartExperiment of(Dataset data, long seed) {
    int components = Math.clamp(data.size() / ROWS_PER_COMPONENT, 1, COMPONENTS);
    int rank = Math.min(RANK, data.shape().size());
    return new QuickstartExperiment(data, STEPS, SAMPLES, components, rank, KL_BUDGET, seed);
  }
}
