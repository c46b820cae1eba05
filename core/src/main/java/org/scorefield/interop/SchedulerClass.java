package org.scorefield.interop;

import java.util.List;
import java.util.Optional;

/// One scheduler class of diffusers.
///
/// @param name its name
/// @param options the options of its constructor
/// @param solver what its steps become here, for the documentation
/// @param network what its options say of the network
/// @param importer how it becomes a sampler
record SchedulerClass(
    String name, List<String> options, String solver, NetworkReader network, Importer importer) {

  /// Makes a sampler of options.
  @FunctionalInterface
  interface Importer {
    Draft draft(Options options, int steps);
  }

  /// Reads what is said of the network.
  @FunctionalInterface
  interface NetworkReader {
    Optional<NetworkSettings> settings(Options options);
  }
}
