package org.scorefield.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every source file is as google-java-format would write it. `mvn test -pl core -Dtest=FormatTest
/// -Dformat=fix` rewrites those that are not.
class FormatTest {

  @Test
  void everySourceFileIsFormatted() throws IOException, FormatterException {
    boolean fix = "fix".equals(System.getProperty("format"));
    Formatter formatter = new Formatter();
    List<Path> unformatted = new ArrayList<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      String formatted = formatter.formatSource(RemoveUnusedImports.removeUnusedImports(source));
      if (!formatted.equals(source)) {
        if (fix) {
          Files.writeString(file, formatted);
        } else {
          unformatted.add(file);
        }
      }
    }
    assertThat(unformatted).as("run: mvn test -pl core -Dtest=FormatTest -Dformat=fix").isEmpty();
  }

  private static List<Path> sources() throws IOException {
    Path root = Path.of(System.getProperty("repository.root", ".."));
    List<Path> files = new ArrayList<>();
    for (String module : List.of("core", "app", "engine", "bench")) {
      Path src = root.resolve(module).resolve("src");
      if (Files.isDirectory(src)) {
        try (Stream<Path> walk = Files.walk(src)) {
          walk.filter(p -> p.toString().endsWith(".java")).forEach(files::add);
        }
      }
    }
    return files;
  }
}
