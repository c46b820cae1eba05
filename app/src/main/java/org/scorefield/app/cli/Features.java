package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.engine.onnx.OnnxFeatures;
import org.scorefield.engine.onnx.OnnxModels;
import org.scorefield.engine.train.ClassifierModel;
import org.scorefield.experiment.CachedFeatures;
import org.scorefield.metric.FeatureMap;

/// What samples can be measured in: networks in files, of every kind there is.
final class Features {
  private Features() {}

  /// @param wiring how an ONNX file is called, if that is not said beside it
  /// @param shape of the samples
  static FeatureMap read(Path file, Optional<Path> wiring, Shape shape) {
    if (!OnnxModels.is(file)) {
      return ClassifierModel.read(file);
    }
    return wiring
        .map(settings -> OnnxFeatures.read(file, settings, shape))
        .orElseGet(() -> OnnxFeatures.read(file, shape));
  }

  /// The same features, kept in a folder if one is given.
  static FeatureMap kept(FeatureMap map, Optional<Path> folder) {
    return folder.<FeatureMap>map(at -> new CachedFeatures(map, at)).orElse(map);
  }
}
