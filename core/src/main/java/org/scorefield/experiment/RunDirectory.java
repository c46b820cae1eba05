package org.scorefield.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.scorefield.data.DataException;

/// The directory a run writes: filled beside its place and moved there when the run is done, so
/// that an error or an interrupt leaves nothing half-written. A user's existing files are never
/// touched.
public final class RunDirectory implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final Set<String> replaced;

  private RunDirectory(Path target, Path partial, Set<String> replaced) {
    this.target = target;
    this.partial = partial;
    this.replaced = Set.copyOf(replaced);
  }

  /// Prepares to write `target`, which must not exist yet or be an empty directory.
  ///
  /// @throws DataException if it exists, or cannot be written
  public static RunDirectory create(Path target) {
    return replacing(target, Set.of(), "--out");
  }

  /// Prepares to write `target`, where an older run may be that holds nothing but files of these
  /// names; it goes when this one is done.
  ///
  /// @param option that names the target, for the message
  /// @throws DataException if something else is there, or it cannot be written
  public static RunDirectory replacing(Path target, Set<String> old, String option) {
    Path place = target.toAbsolutePath().normalize();
    if (Files.exists(place) && !holdsOnly(place, old)) {
      throw new DataException(
          target.toString(),
          "already exists and is not empty",
          "choose another %s or remove it".formatted(option));
    }
    try {
      Path parent = place.getParent();
      if (parent == null) {
        throw new DataException(
            target.toString(), "is not a place for a run", "name a directory below it");
      }
      Files.createDirectories(parent);
      // Not a temporary directory of the JDK's: those are closed to everyone else, and stay so.
      String name = ".%s.partial-%d".formatted(place.getFileName(), ProcessHandle.current().pid());
      return new RunDirectory(place, Files.createDirectory(parent.resolve(name)), old);
    } catch (IOException e) {
      throw DataException.unwritable(place, e);
    }
  }

  private static boolean holdsOnly(Path path, Set<String> names) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.allMatch(
          p -> Files.isRegularFile(p) && names.contains(p.getFileName().toString()));
    } catch (IOException e) {
      return false;
    }
  }

  /// Where to write a file of this run for now.
  public Path file(String name) {
    return partial.resolve(name);
  }

  public void write(String name, byte[] content) {
    try {
      Files.write(file(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Names of the files written so far, sorted.
  public List<String> files() {
    try (Stream<Path> entries = Files.list(partial)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Moves everything to its place and returns it.
  public Path commit() {
    try {
      for (String name : replaced) {
        Files.deleteIfExists(target.resolve(name));
      }
      Files.deleteIfExists(target);
      try {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(partial, target);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes what was written, unless it was committed.
  @Override
  public void close() {
    if (!Files.exists(partial)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(partial)) {
      for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
