package org.scorefield.data.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// Tells a file's format: by its extension, and where that says nothing by its first bytes.
final class Format {
  static final String KNOWN =
      "an IDX file (also .gz), CSV (also .gz), Parquet, NPY, NPZ, or a folder or zip of PNG or JPEG"
          + " pictures";

  private static final int HEAD = 4096;

  private Format() {}

  /// Reads the data at a path that exists.
  static Dataset read(Path path) {
    String name = path.getFileName() == null ? path.toString() : path.getFileName().toString();
    if (Files.isDirectory(path)) {
      return Pictures.ofFolder(name, path);
    }
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return switch (plain.substring(plain.lastIndexOf('.') + 1)) {
      case "npy" -> NpyReader.read(name, path);
      case "npz" -> NpzReader.read(name, path);
      case "parquet" -> ParquetFile.read(name, path);
      case "zip" -> Pictures.ofZip(name, path);
      case "csv", "tsv" -> CsvFile.read(name, path);
      case "png", "jpg", "jpeg" -> throw onePicture(path);
      default ->
          plain.matches(".*(idx\\d-ubyte|\\.idx\\d?)") ? idx(name, path) : byContent(name, path);
    };
  }

  private static Dataset byContent(String name, Path path) {
    byte[] head;
    try (Source source = Source.ofFile(path)) {
      head = source.peek(HEAD);
    }
    if (IdxFile.matches(head)) {
      return idx(name, path);
    }
    if (NpyReader.matches(head)) {
      return NpyReader.read(name, path);
    }
    if (ParquetFile.matches(head)) {
      return ParquetFile.read(name, path);
    }
    if (head.length >= 4 && head[0] == 'P' && head[1] == 'K') {
      return Pictures.ofZip(name, path);
    }
    if (isText(head)) {
      return CsvFile.read(name, path);
    }
    throw new DataException(path.toString(), "is of no format known here", "give " + KNOWN);
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return head.length > 0;
  }

  /// Pictures whose labels lie beside them under the usual name come with those.
  private static Dataset idx(String name, Path path) {
    Path labels =
        path.resolveSibling(
            name.replace("images-idx3", "labels-idx1").replace("images.idx3", "labels.idx1"));
    return !labels.equals(path) && Files.exists(labels)
        ? IdxFile.read(name, path, labels)
        : IdxFile.read(name, path);
  }

  private static DataException onePicture(Path path) {
    return new DataException(
        path.toString(), "is one picture", "give the folder or a zip of many of one size");
  }
}
