package org.scorefield.engine.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.scorefield.data.DataException;

/// SHA-256 as 64 lower-case hexadecimal digits.
final class Sha256 {
  private Sha256() {}

  /// Of files as they lie on the disk, one after another, however long.
  static String of(List<Path> files) {
    MessageDigest digest = digest();
    byte[] bytes = new byte[1 << 16];
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          digest.update(bytes, 0, n);
        }
      } catch (IOException e) {
        throw DataException.unreadable(file, e);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Of the UTF-8 bytes of a text.
  static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-256", e);
    }
  }
}
