package org.scorefield.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes networks of what a run has learned so far. Memory of one run: what a network costs to set
/// up is paid once, not for every set of parameters that is looked at.
final class TrainedSets {
  private final List<Double> averages;
  private final Function<float[], TrainedNetwork> first;
  private Optional<TrainedNetwork> pattern = Optional.empty();

  /// @param averages widths, in the order of the state
  /// @param first makes a network of parameters
  TrainedSets(List<Double> averages, Function<float[], TrainedNetwork> first) {
    this.averages = averages;
    this.first = first;
  }

  Trained of(TrainingState state) {
    List<Trained.Candidate> all = new ArrayList<>();
    all.add(new Trained.Candidate("last", network(state.parameters())));
    for (int a = 0; a < state.averages(); a++) {
      all.add(new Trained.Candidate("average " + averages.get(a), network(state.average(a))));
    }
    return new Trained(all, state.step());
  }

  private TrainedNetwork network(float[] parameters) {
    TrainedNetwork network =
        pattern.map(p -> p.with(parameters)).orElseGet(() -> first.apply(parameters));
    pattern = Optional.of(network);
    return network;
  }
}
