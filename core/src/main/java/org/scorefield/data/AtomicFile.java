package org.scorefield.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file so that it is there whole or not at all: the content goes to a hidden file beside
/// the target, is forced to the disk, and is then moved into place in one step. When anything fails
/// the hidden file is deleted and an older file of the target's name stays as it was.
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /// Writes the content of a file to a buffered stream, which the caller closes.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Replaces `target` by what `content` writes.
  ///
  /// @throws DataException if the file cannot be written; what `content` throws of its own is
  ///   passed on
  public static void write(Path target, Content content) {
    if (Files.isDirectory(target)) {
      throw new DataException(target.toString(), "is a directory", "name a file in it");
    }
    Path beside = beside(target);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  beside,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(beside, e);
      throw DataException.unwritable(target, e);
    } catch (RuntimeException | Error e) {
      discard(beside, e);
      throw e;
    }
  }

  /// A name no other writer of this file uses at the same moment: process and thread are in it.
  private static Path beside(Path target) {
    String suffix = ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId();
    Path name = target.getFileName();
    if (name == null) {
      throw new DataException(target.toString(), "is not the name of a file", "name a file");
    }
    return target.resolveSibling("." + name + "." + suffix + ".part");
  }

  private static void discard(Path beside, Throwable cause) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
