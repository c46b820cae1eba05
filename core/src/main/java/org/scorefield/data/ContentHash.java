package org.scorefield.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.scorefield.array.Batch;

/// The fingerprint of what a dataset holds, for provenance: SHA-256 of its values in a canonical
/// form. Name, labels and the way it was stored do not matter; number, shape, order and values of
/// the rows do.
///
/// The canonical form is the ASCII line `scorefield-data-1 <n> <axis>x<axis>...` and a line feed,
/// then every value row-major as 8 bytes of IEEE 754 binary64, little-endian, with -0 as 0 and one
/// NaN.
///
/// @param hex 64 lower-case hexadecimal digits
public record ContentHash(String hex) {
  private static final int CHUNK = 1 << 13;

  public ContentHash {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "a content hash is 64 lower-case hexadecimal digits, got '" + hex + "'");
    }
  }

  /// Reads all rows once, in blocks.
  public static ContentHash of(Dataset data) {
    MessageDigest digest = sha256();
    String head = "scorefield-data-1 " + data.size() + " " + data.shape() + "\n";
    digest.update(head.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer bytes = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    data.forEachBlock(data.comfortableBlock(), block -> add(block, bytes, digest));
    return new ContentHash(HexFormat.of().formatHex(digest.digest()));
  }

  private static void add(Batch block, ByteBuffer bytes, MessageDigest digest) {
    double[] values = block.shared();
    for (int from = 0; from < values.length; from += CHUNK) {
      bytes.clear();
      int to = Math.min(values.length, from + CHUNK);
      for (int i = from; i < to; i++) {
        // -0 + 0 is +0, and doubleToLongBits knows one NaN only.
        bytes.putLong(Double.doubleToLongBits(values[i] + 0.0));
      }
      digest.update(bytes.flip());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must provide SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
