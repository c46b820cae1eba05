package org.scorefield.experiment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Where a result came from: enough to make it again.
///
/// @param scorefield version of this software
/// @param commit source commit, or "unknown" outside a checkout
/// @param jdk vendor and version of the Java runtime
/// @param system operating system, architecture and number of cores
/// @param started when the run began, UTC
/// @param seed of all randomness
public record Provenance(
    String scorefield, String commit, String jdk, String system, String started, long seed) {

  /// The provenance of a run that starts now.
  public static Provenance now(long seed) {
    String version =
        Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
            .orElse("development");
    return new Provenance(
        version,
        System.getProperty("scorefield.commit", "unknown"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        seed);
  }
}
