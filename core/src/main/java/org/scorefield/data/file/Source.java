package org.scorefield.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.scorefield.data.DataException;

/// The bytes of one file or of one entry of an archive, unpacked if they are gzip. It knows its
/// name for error messages, and a bound on its length, so that a header that promises more than the
/// file can hold is found out before any memory is set aside for it.
final class Source implements AutoCloseable {
  /// Deflate packs at most 1032 bytes into one; a stream that claims more is damaged or hostile.
  private static final long DEFLATE_RATIO = 1032;

  private static final int BUFFER = 1 << 16;

  private final String where;
  private final long most;
  private final InputStream in;

  private Source(String where, long most, InputStream in) {
    this.where = where;
    this.most = most;
    this.in = in;
  }

  /// A file, unpacked if its first bytes say gzip.
  static Source ofFile(Path file) {
    try {
      return of(file.toString(), Files.size(file), Files.newInputStream(file));
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /// A file whose bytes are taken as they are, for formats that may start with the bytes of gzip.
  static Source ofPlainFile(Path file) {
    try {
      return new Source(
          file.toString(),
          Files.size(file),
          new BufferedInputStream(Files.newInputStream(file), BUFFER));
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /// A stream of unknown length, unpacked if its first bytes say gzip.
  static Source ofStream(String where, InputStream in) {
    try {
      return of(where, Integer.MAX_VALUE, in);
    } catch (IOException e) {
      throw damaged(where, e);
    }
  }

  private static Source of(String where, long size, InputStream stream) throws IOException {
    InputStream raw = new BufferedInputStream(stream, BUFFER);
    try {
      return startsWithGzip(raw)
          ? new Source(
              where,
              Math.multiplyExact(size, DEFLATE_RATIO),
              new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER))
          : new Source(where, size, raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  static Source ofEntry(String where, ZipFile zip, ZipEntry entry) {
    try {
      long most = Math.multiplyExact(Math.max(0, entry.getCompressedSize()), DEFLATE_RATIO);
      return new Source(where, most, new BufferedInputStream(zip.getInputStream(entry), BUFFER));
    } catch (IOException | ArithmeticException e) {
      throw damaged(where, e);
    }
  }

  private static boolean startsWithGzip(InputStream raw) throws IOException {
    raw.mark(2);
    boolean gzip = raw.read() == 0x1F && raw.read() == 0x8B;
    raw.reset();
    return gzip;
  }

  String where() {
    return where;
  }

  /// No more bytes than this can come.
  long most() {
    return most;
  }

  /// The stream itself, for parsers of text. It supports mark and reset.
  InputStream stream() {
    return in;
  }

  /// The first bytes, at most `count`, which stay unread.
  byte[] peek(int count) {
    try {
      in.mark(count);
      byte[] head = in.readNBytes(count);
      in.reset();
      return head;
    } catch (IOException e) {
      throw damaged(where, e);
    }
  }

  /// The next `count` bytes.
  ///
  /// @param what what they are, for the error if they are not there
  byte[] bytes(long count, String what) {
    requireRoom(count, what);
    byte[] out = new byte[(int) count];
    fill(out, out.length, what);
    return out;
  }

  /// The next `count` numbers.
  double[] numbers(long count, NumberType type, ByteOrder order, String what) {
    requireRoom(Math.multiplyExact(count, (long) type.bytes()), what);
    double[] out = new double[requireArray(count, what)];
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(order);
    int block = BUFFER / type.bytes();
    for (int from = 0; from < out.length; from += block) {
      int to = Math.min(out.length, from + block);
      fill(buffer.array(), (to - from) * type.bytes(), what);
      buffer.clear();
      try {
        for (int i = from; i < to; i++) {
          out[i] = type.get(buffer);
        }
      } catch (ArithmeticException e) {
        throw new DataException(where, String.valueOf(e.getMessage()), "save it as float64", e);
      }
    }
    return out;
  }

  /// Refuses bytes after the last one that the header promised.
  void requireEnd() {
    try {
      if (in.read() >= 0) {
        throw new DataException(
            where, "is longer than its header says", "check that it is the file it claims to be");
      }
    } catch (IOException e) {
      throw damaged(where, e);
    }
  }

  private void requireRoom(long bytes, String what) {
    if (bytes > most) {
      throw truncated(what, bytes + " bytes needed, the file can hold at most " + most);
    }
    requireArray(bytes, what);
  }

  private int requireArray(long count, String what) {
    if (count > Integer.MAX_VALUE - 8) {
      throw new DataException(
          where, what + " are " + count + " values, more than one array holds", "split the file");
    }
    return (int) count;
  }

  private void fill(byte[] out, int count, String what) {
    int read;
    try {
      read = in.readNBytes(out, 0, count);
    } catch (EOFException e) {
      throw truncated(what, "the packed stream ends early");
    } catch (IOException e) {
      throw damaged(where, e);
    }
    if (read < count) {
      throw truncated(what, "it ends " + (count - read) + " bytes too early");
    }
  }

  private DataException truncated(String what, String detail) {
    return new DataException(
        where, "truncated within " + what + " (" + detail + ")", "fetch or write the file again");
  }

  /// Bytes that cannot be unpacked or read.
  static DataException damaged(String where, Exception cause) {
    String message = cause.getMessage();
    return new DataException(
        where,
        "damaged (" + (message == null ? cause.getClass().getSimpleName() : message) + ")",
        "fetch or write the file again",
        cause);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw damaged(where, e);
    }
  }
}
