package org.scorefield.data.file;

import java.nio.file.Files;
import java.nio.file.Path;
import org.scorefield.data.DataException;
import org.scorefield.data.Labelled;

/// Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf, 2017; MIT licence): grey pictures of clothes, 28
/// x 28, in 10 classes, where the Debian package `dataset-fashion-mnist` puts them.
final class FashionMnist {
  static final Path PLACE = Path.of("/usr/share/datasets/fashion-mnist");

  private FashionMnist() {}

  /// @param part `train` (60,000 pictures) or `t10k` (10,000, for tests)
  static Labelled open(String name, Path place, String part) {
    Path images = place.resolve(part + "-images-idx3-ubyte.gz");
    Path labels = place.resolve(part + "-labels-idx1-ubyte.gz");
    if (!Files.exists(images) || !Files.exists(labels)) {
      throw new DataException(
          place.toString(),
          "Fashion-MNIST is not there",
          "run: apt-get install dataset-fashion-mnist (or give the path of its IDX file)");
    }
    return IdxFile.read(name, images, labels);
  }
}
