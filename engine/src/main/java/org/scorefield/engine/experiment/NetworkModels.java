package org.scorefield.engine.experiment;

import java.util.List;
import org.scorefield.engine.nn.Networks;
import org.scorefield.experiment.ModelKind;

/// Trained networks as kinds of model, one for each architecture, under its name.
public final class NetworkModels {
  public static final List<ModelKind> ALL =
      Networks.ALL.names().stream().<ModelKind>map(NetworkModel::new).toList();

  private NetworkModels() {}
}
