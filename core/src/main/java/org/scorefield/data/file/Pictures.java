package org.scorefield.data.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// A folder (with its subfolders) or a zip of PNG and JPEG pictures of one size, in the order of
/// their names. If every pixel of every picture is grey they become one channel, otherwise three,
/// channel-first; 0..255 is mapped to [-1, 1].
///
/// Other files and hidden ones are passed over. No entry is unpacked beyond 64 MiB.
final class Pictures {
  private static final int LONGEST_ENTRY = 1 << 26;

  private Pictures() {}

  /// One picture file, whose bytes are read when its turn comes.
  private record Entry(String name, Bytes bytes) {}

  @FunctionalInterface
  private interface Bytes {
    InputStream open() throws IOException;
  }

  static Dataset ofFolder(String name, Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Entry> entries =
          walk.filter(Files::isRegularFile)
              .map(file ->
                  new Entry(
                      folder.relativize(file).toString().replace('\\', '/'),
                      () -> Files.newInputStream(file)))
              .toList();
      return read(name, folder, entries);
    } catch (IOException | UncheckedIOException e) {
      throw Source.damaged(folder.toString(), e);
    }
  }

  static Dataset ofZip(String name, Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<Entry> entries =
          zip.stream()
              .<ZipEntry>map(entry -> entry)
              .filter(entry -> !entry.isDirectory())
              .map(entry -> new Entry(entry.getName(), () -> zip.getInputStream(entry)))
              .toList();
      return read(name, file, entries);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  private static Dataset read(String name, Path place, List<Entry> entries) {
    List<Entry> pictures =
        entries.stream()
            .filter(entry -> isPicture(entry.name()))
            .sorted(Comparator.comparing(Entry::name))
            .toList();
    if (pictures.isEmpty()) {
      throw new DataException(
          place.toString(), "holds no pictures", "give a folder or zip of .png or .jpg files");
    }
    Entry first = pictures.getFirst();
    PictureStack stack =
        new PictureStack(where(place, first), decode(place, first), pictures.size());
    for (int i = 0; i < pictures.size(); i++) {
      Entry entry = pictures.get(i);
      stack.put(i, where(place, entry), decode(place, entry));
    }
    return stack.dataset(name);
  }

  private static String where(Path place, Entry entry) {
    return place + "/" + entry.name();
  }

  private static Pixels decode(Path place, Entry entry) {
    String where = where(place, entry);
    return Pixels.decode(where, new ByteArrayInputStream(content(where, entry)));
  }

  private static boolean isPicture(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    boolean hidden = lower.startsWith(".") || lower.contains("/.") || lower.contains("__macosx/");
    return !hidden && (lower.endsWith(".png") || lower.endsWith(".jpg") || lower.endsWith(".jpeg"));
  }

  private static byte[] content(String where, Entry entry) {
    try (InputStream in = entry.bytes().open()) {
      byte[] bytes = in.readNBytes(LONGEST_ENTRY + 1);
      if (bytes.length > LONGEST_ENTRY) {
        throw new DataException(
            where, "is longer than 64 MiB", "remove it; this is not a picture to train on");
      }
      return bytes;
    } catch (IOException e) {
      throw Source.damaged(where, e);
    }
  }
}
