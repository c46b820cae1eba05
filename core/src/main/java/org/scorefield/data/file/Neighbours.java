package org.scorefield.data.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files that lie where a missing one was looked for.
final class Neighbours {
  private static final int MOST = 1000;

  private Neighbours() {}

  /// Paths in the form `given` was written in; none if its folder cannot be listed.
  static List<String> of(String given) {
    Path path;
    try {
      path = Path.of(given);
    } catch (InvalidPathException _) {
      return List.of();
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .limit(MOST)
          .map(file -> path.resolveSibling(file.getFileName()).toString())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of();
    }
  }
}
