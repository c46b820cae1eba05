package org.scorefield.bench.peer;

import java.util.List;

/// The catalogue of cases; the worker has one of the same name for each.
public final class Cases {
  public static final List<Case> ALL =
      List.of(
          DenoiserCases.empirical("empirical", 3),
          DenoiserCases.empirical("empirical-wide", 20),
          DenoiserCases.mixture("mixture", 1),
          DenoiserCases.mixture("mixture-wide", 20),
          SamplingCases.heun(),
          SamplingCases.heunNetwork(),
          OnnxCases.euler(),
          TrainingCases.narrow(),
          TrainingCases.wide(),
          TrainingCases.convolutions(),
          TrainingCases.unet(),
          ConvexCases.wide(),
          ConvexCases.tall(),
          ConvexCases.small(),
          LinalgCases.eigen("eigen-3072", 3072, 1.1),
          LinalgCases.eigen("eigen-784", 784, 1.1),
          LinalgCases.lowRank(),
          MetricCases.frechet(64),
          MetricCases.frechetValue(64),
          MetricCases.frechet(784),
          MetricCases.frechetValue(784),
          MetricCases.mmd(),
          MetricCases.energy(),
          MetricCases.prdc(),
          MetricCases.sliced());

  private Cases() {}
}
