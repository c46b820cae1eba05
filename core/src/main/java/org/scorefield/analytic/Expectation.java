package org.scorefield.analytic;

import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;

/// The expectation step: what a mixture says of all rows, in one pass. Mixtures of low ranks are
/// evaluated by one product wherever that is accurate enough.
///
/// @param logLikelihood mean log density of a row in nats
/// @param members which rows belong to which component
record Expectation(double logLikelihood, Memberships members) {

  static Expectation of(GaussianMixture mixture, Dataset data) {
    int k = mixture.components().size();
    int d = data.shape().size();
    Memberships.Builder members = new Memberships.Builder(k);
    Optional<StackedBases> stacked =
        mixture.components().stream().allMatch(g -> g.rank() < d)
            ? Optional.of(StackedBases.of(mixture))
            : Optional.empty();
    double total = 0;
    int block = data.comfortableBlock();
    for (int from = 0; from < data.size(); from += block) {
      Batch rows = data.rows(from, Math.min(block, data.size() - from));
      MixtureKernel.Expectation e =
          stacked
              .filter(bases -> bases.isAccurate(rows))
              .map(bases -> bases.expectation(rows))
              .orElseGet(() -> mixture.expectation(rows, 0));
      members.add(from, e.responsibilities());
      for (double value : e.logDensity()) {
        total += value;
      }
    }
    return new Expectation(total / data.size(), members.build());
  }
}
