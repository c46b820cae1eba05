package org.scorefield.app.cli;

import java.nio.file.Path;
import org.scorefield.engine.train.TrainedNetworks;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelFiles;

/// Models in files, of every kind there is.
final class Models {
  private static final ModelFiles FILES = new ModelFiles(TrainedNetworks.KINDS);

  private Models() {}

  static Model read(Path file) {
    return FILES.read(file);
  }

  static void write(Path file, Model model) {
    FILES.write(file, model);
  }
}
