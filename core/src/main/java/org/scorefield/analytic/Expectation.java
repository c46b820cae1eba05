package org.scorefield.analytic;

import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;

/// The expectation step: what a mixture says of all rows, in one pass.
///
/// @param logLikelihood mean log density of a row in nats
/// @param members which rows belong to which component
record Expectation(double logLikelihood, Memberships members) {

  static Expectation of(GaussianMixture mixture, Dataset data) {
    int k = mixture.components().size();
    int d = data.shape().size();
    Memberships.Builder members = new Memberships.Builder(k);
    boolean stacked = mixture.components().stream().allMatch(g -> g.rank() < d);
    StackedBases bases = StackedBases.of(mixture);
    double total = 0;
    int block = data.comfortableBlock();
    for (int from = 0; from < data.size(); from += block) {
      Batch rows = data.rows(from, Math.min(block, data.size() - from));
      MixtureKernel.Expectation e =
          stacked && bases.isAccurate(rows)
              ? bases.expectation(rows)
              : mixture.expectation(rows, 0);
      members.add(from, e.responsibilities());
      for (double value : e.logDensity()) {
        total += value;
      }
    }
    return new Expectation(total / data.size(), members.build());
  }
}
