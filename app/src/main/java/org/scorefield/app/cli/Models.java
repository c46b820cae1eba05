package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.scorefield.engine.onnx.OnnxModels;
import org.scorefield.engine.train.TrainedNetworks;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelFiles;

/// Models in files, of every kind there is.
final class Models {
  private static final ModelFiles FILES =
      new ModelFiles(
          Stream.concat(TrainedNetworks.KINDS.stream(), Stream.of(OnnxModels.KIND)).toList());

  private Models() {}

  static Model read(Path file) {
    return OnnxModels.is(file) ? OnnxModels.read(file) : FILES.read(file);
  }

  static void write(Path file, Model model) {
    FILES.write(file, model);
  }
}
