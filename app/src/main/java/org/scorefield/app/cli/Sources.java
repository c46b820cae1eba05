package org.scorefield.app.cli;

import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Toy;
import org.scorefield.analytic.Toys;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.random.NoiseKey;

/// Where data come from: datasets with a name, toy laws, and files.
final class Sources {
  /// Rows that are drawn of a toy law.
  private static final int TOY_ROWS = 10_000;

  private static final DataSources ALL =
      DataSources.standard().with(Toys.ALL.stream().map(Sources::named).toList());

  private Sources() {}

  static Dataset open(String nameOrPath) {
    return ALL.open(nameOrPath);
  }

  /// The exact law of data that are drawn of a toy.
  static Optional<Distribution> law(String nameOrPath) {
    return Toys.ALL.stream().filter(toy -> toy.name().equals(nameOrPath)).map(Toy::law).findFirst();
  }

  private static DataSources.Named named(Toy toy) {
    return new DataSources.Named(
        toy.name(), toy.description(), () -> toy.dataset(TOY_ROWS, NoiseKey.of(0).child("toy")));
  }
}
