package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.metric.FeatureMap;
import picocli.CommandLine.Option;

/// What samples are measured in, where not in their own values.
final class FeatureOptions {
  @Option(
      names = "--features",
      paramLabel = "FILE",
      description = {
        "Measure in the features of this network: a classifier of `scorefield fit classifier`, or an",
        "ONNX file with a YAML beside it that says how it is called. Not the standard FID."
      })
  private Optional<Path> features = Optional.empty();

  @Option(
      names = "--features-wiring",
      paramLabel = "FILE",
      description = "The YAML of the ONNX file of --features, where it does not lie beside it.")
  private Optional<Path> wiring = Optional.empty();

  @Option(
      names = "--feature-cache",
      paramLabel = "DIR",
      description = "Keep features here, and take those that are already there.")
  private Optional<Path> cache = Optional.empty();

  boolean asked() {
    return features.isPresent();
  }

  /// @param shape of the samples
  Optional<FeatureMap> map(Shape shape) {
    return features
        .map(file -> Features.read(file, wiring, shape))
        .map(map -> Features.kept(map, cache));
  }
}
