package org.scorefield.data.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// NPZ: a zip of NPY arrays. The array of samples is the only one, or the only one with more than
/// one axis (labels and settings have one or none), or the one that is asked for by name.
final class NpzReader {
  private static final String SUFFIX = ".npy";

  private NpzReader() {}

  /// The array that can only be the samples.
  static Dataset read(String name, Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<ZipEntry> arrays = arrays(file, zip);
      List<ZipEntry> candidates =
          arrays.size() == 1
              ? arrays
              : arrays.stream().filter(entry -> axes(file, zip, entry) > 1).toList();
      if (candidates.size() != 1) {
        throw new DataException(
            file.toString(),
            "holds the arrays " + names(arrays) + ", and it is not clear which are the samples",
            "name one: " + file + "#" + names(arrays).getFirst());
      }
      return read(name, file, zip, candidates.getFirst());
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /// The array called `array`, without its `.npy`.
  static Dataset read(String name, Path file, String array) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(array + SUFFIX);
      if (entry == null) {
        throw new DataException(
            file.toString(),
            "has no array '" + array + "'",
            "it holds " + names(arrays(file, zip)));
      }
      return read(name, file, zip, entry);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  private static Dataset read(String name, Path file, ZipFile zip, ZipEntry entry) {
    try (Source source = Source.ofEntry(where(file, entry), zip, entry)) {
      return NpyReader.read(name, source);
    }
  }

  private static List<ZipEntry> arrays(Path file, ZipFile zip) {
    List<ZipEntry> arrays =
        zip.stream()
            .<ZipEntry>map(entry -> entry)
            .filter(entry -> entry.getName().endsWith(SUFFIX))
            .toList();
    if (arrays.isEmpty()) {
      throw new DataException(file.toString(), "holds no NPY array", "write it with numpy.savez");
    }
    return arrays;
  }

  private static int axes(Path file, ZipFile zip, ZipEntry entry) {
    try (Source source = Source.ofEntry(where(file, entry), zip, entry)) {
      return NpyReader.header(source).shape().size();
    }
  }

  private static List<String> names(List<ZipEntry> arrays) {
    return arrays.stream()
        .map(ZipEntry::getName)
        .map(entry -> entry.substring(0, entry.length() - SUFFIX.length()))
        .toList();
  }

  private static String where(Path file, ZipEntry entry) {
    return file + "#" + entry.getName();
  }
}
