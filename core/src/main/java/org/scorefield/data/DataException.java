package org.scorefield.data;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Data that cannot be read or written: a missing or damaged file, text among numbers, a full disk.
/// The fault lies outside the program, so the message is all a person needs, with no stack trace:
/// where, what is wrong there, and the cure.
public final class DataException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param where the file, and the place in it if known
  /// @param what what is wrong, with the value found and what is allowed
  /// @param cure what to do about it
  public DataException(String where, String what, String cure) {
    super(where + ": " + what + "; " + cure);
  }

  public DataException(String where, String what, String cure, Throwable cause) {
    super(where + ": " + what + "; " + cure, cause);
  }

  /// A file the operating system refused to open or read.
  public static DataException unreadable(Path file, IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ ->
          new DataException(file.toString(), "there is no such file", "check the path", cause);
      case AccessDeniedException _ ->
          new DataException(
              file.toString(), "access denied", "check the file's permissions", cause);
      default ->
          new DataException(
              file.toString(),
              "cannot be read (" + reason(cause) + ")",
              "check that it is a whole, readable file",
              cause);
    };
  }

  /// A file the operating system refused to create, write or move into place.
  public static DataException unwritable(Path file, IOException cause) {
    return new DataException(
        file.toString(),
        "cannot be written (" + reason(cause) + ")",
        "check that the directory exists, that it may be written to and that the disk is not full;"
            + " nothing was left behind",
        cause);
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }
}
