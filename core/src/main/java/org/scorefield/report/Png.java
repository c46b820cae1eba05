package org.scorefield.report;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/// A PNG picture as its file's bytes: immutable, with value equality.
///
/// Only the header is read (PNG specification, 5.2 and 11.2.2), to learn the size; the browser
/// decodes the rest.
public final class Png {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int HEADER_BYTES = 24;

  private final byte[] bytes;

  private Png(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException if `bytes` do not begin like a PNG file
  public static Png of(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES
        || header.getLong(0) != SIGNATURE
        || header.getInt(12) != IHDR
        || header.getInt(16) <= 0
        || header.getInt(20) <= 0) {
      throw new IllegalArgumentException(
          "these %d bytes are not a PNG picture: give the content of a .png file"
              .formatted(bytes.length));
    }
    return new Png(bytes.clone());
  }

  /// Width in pixels.
  public int width() {
    return ByteBuffer.wrap(bytes).getInt(16);
  }

  /// Height in pixels.
  public int height() {
    return ByteBuffer.wrap(bytes).getInt(20);
  }

  /// The picture as a `data:` address.
  String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Png p && Arrays.equals(bytes, p.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Png[" + width() + "x" + height() + "]";
  }
}
