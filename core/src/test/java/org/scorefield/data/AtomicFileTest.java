package org.scorefield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void replacesTheWholeFile() throws IOException {
    Path file = Files.write(directory.resolve("a.txt"), OLD);
    AtomicFile.write(file, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
    assertThat(file).hasContent("new");
    assertThat(directory.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void theTargetIsUntouchedWhileTheContentIsWritten() throws IOException {
    Path file = Files.write(directory.resolve("a.txt"), OLD);
    AtomicFile.write(
        file,
        out -> {
          out.write(new byte[1 << 20]);
          out.flush();
          assertThat(file).hasContent("old");
        });
    assertThat(Files.size(file)).isEqualTo(1 << 20);
  }

  @Test
  void afterAFailureTheOldFileStaysAndNothingElseIsLeft() throws IOException {
    Path file = Files.write(directory.resolve("a.txt"), OLD);
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(new byte[1 << 20]);
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.txt")
        .hasMessageContaining("No space left on device");
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                out -> {
                  throw new IllegalStateException("diverged");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsNamed() throws IOException {
    assertThatThrownBy(() -> AtomicFile.write(directory, out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(
            () -> AtomicFile.write(directory.resolve("no/such/a.txt"), out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("check that the directory exists");
    Path file = Files.write(directory.resolve("a.txt"), OLD);
    assertThatThrownBy(() -> AtomicFile.write(file.resolve("b.txt"), out -> out.write(1)))
        .isInstanceOf(DataException.class);
    assertThat(directory.toFile().list()).containsExactly("a.txt");
  }
}
