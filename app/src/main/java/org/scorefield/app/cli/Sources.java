package org.scorefield.app.cli;

import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;

/// Where data come from: the names that are known, and files.
final class Sources {
  private static final DataSources ALL = DataSources.standard();

  private Sources() {}

  static Dataset open(String nameOrPath) {
    return ALL.open(nameOrPath);
  }
}
