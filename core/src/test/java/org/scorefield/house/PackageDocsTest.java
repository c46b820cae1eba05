package org.scorefield.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every package has its chapter, and every chapter declares the package free of nulls.
class PackageDocsTest {

  @Test
  void everyPackageHasAChapter() throws IOException {
    Path root = Path.of(System.getProperty("repository.root", ".."));
    for (String module : List.of("core", "app", "engine", "bench")) {
      Path src = root.resolve(module).resolve("src/main/java");
      if (!Files.isDirectory(src)) {
        continue;
      }
      try (Stream<Path> walk = Files.walk(src)) {
        for (Path directory : walk.filter(Files::isDirectory).toList()) {
          if (hasSources(directory)) {
            Path chapter = directory.resolve("package-info.java");
            assertThat(chapter).exists();
            assertThat(Files.readString(chapter)).contains("///").contains("@NullMarked");
          }
        }
      }
    }
  }

  private static boolean hasSources(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.anyMatch(p -> p.toString().endsWith(".java"));
    }
  }
}
