package org.scorefield.data.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.scorefield.data.DataException;

/// The header of a safetensors file: which tensor lies where.
///
/// @param entries in the order of their bytes in the file
/// @param metadata the strings under `__metadata__`
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /// The format's own limit.
  private static final long LONGEST = 100_000_000;

  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// One tensor: bytes `from .. to-1` behind the header.
  record Entry(String name, NumberType type, List<Integer> shape, long from, long to) {

    /// Number of values; the constructor of the header has checked it against the bytes.
    long count() {
      return (to - from) / type.bytes();
    }
  }

  /// Reads length and text, leaving the source at the first value.
  static SafeTensorsHeader read(Source source) {
    byte[] prefix = source.bytes(8, "the length of the header");
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST) {
      throw fault(
          source.where(),
          "claims a header of "
              + Long.toUnsignedString(length)
              + " bytes; 2 to "
              + LONGEST
              + " are possible");
    }
    byte[] text = source.bytes(length, "the header");
    return new Reader(source.where()).read(text, source.most() - 8 - length);
  }

  /// The layout of `content`: wide types first, so that every tensor is aligned, then by name.
  static SafeTensorsHeader of(SafeTensors content) {
    List<Map.Entry<String, Tensor>> order = new ArrayList<>(content.tensors().entrySet());
    order.sort(
        Comparator.<Map.Entry<String, Tensor>>comparingInt(e -> -e.getValue().type().bytes())
            .thenComparing(Map.Entry::getKey));
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> e : order) {
      Tensor tensor = e.getValue();
      long end = at + (long) tensor.size() * tensor.type().bytes();
      entries.add(new Entry(e.getKey(), tensor.type(), tensor.shape(), at, end));
      at = end;
    }
    return new SafeTensorsHeader(entries, content.metadata());
  }

  /// Length and text, padded by blanks so that the values start at a multiple of 8.
  byte[] format() {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode strings = root.putObject(METADATA);
      metadata.forEach(strings::put);
    }
    for (Entry entry : entries) {
      ObjectNode node = root.putObject(entry.name());
      node.put("dtype", entry.type().name());
      entry.shape().forEach(node.putArray("shape")::add);
      node.putArray("data_offsets").add(entry.from()).add(entry.to());
    }
    byte[] text = root.toString().getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(text.length, 8) * 8;
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "the header would be " + length + " bytes, more than " + LONGEST + "; say less in it");
    }
    byte[] out = new byte[8 + length];
    Arrays.fill(out, (byte) ' ');
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
    return out;
  }

  private static DataException fault(String where, String what) {
    return new DataException(
        where, what, "this is no whole safetensors file; fetch or write it again");
  }

  /// Reads and checks the JSON text of one file.
  private record Reader(String where) {

    SafeTensorsHeader read(byte[] text, long dataLength) {
      JsonNode root = parse(text);
      Map<String, String> metadata = new TreeMap<>();
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> property : root.properties()) {
        if (property.getKey().equals(METADATA)) {
          readMetadata(property.getValue(), metadata);
        } else {
          entries.add(entry(property.getKey(), property.getValue()));
        }
      }
      entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
      requireNoGaps(entries, dataLength);
      return new SafeTensorsHeader(entries, metadata);
    }

    private JsonNode parse(byte[] text) {
      if (text[0] != '{') {
        throw fault(where, "has a header that is no JSON object");
      }
      try {
        // A strict decoder, and a string: given bytes, Jackson would guess the encoding.
        String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        return JSON.readTree(json);
      } catch (CharacterCodingException e) {
        throw new DataException(
            where, "has a header that is not UTF-8", "fetch or write the file again", e);
      } catch (JsonProcessingException e) {
        throw new DataException(
            where,
            "has a header that is no valid JSON: " + e.getOriginalMessage(),
            "fetch or write the file again",
            e);
      }
    }

    private void readMetadata(JsonNode node, Map<String, String> metadata) {
      if (!node.isObject()) {
        throw fault(where, METADATA + " is not a map of strings");
      }
      for (Map.Entry<String, JsonNode> property : node.properties()) {
        if (!property.getValue().isTextual()) {
          throw fault(where, METADATA + " holds no string under '" + property.getKey() + "'");
        }
        metadata.put(property.getKey(), property.getValue().textValue());
      }
    }

    private Entry entry(String name, JsonNode node) {
      Set<String> keys = new TreeSet<>();
      node.fieldNames().forEachRemaining(keys::add);
      if (!keys.equals(KEYS)) {
        throw fault(where, "tensor '" + name + "' must have exactly the keys " + KEYS);
      }
      NumberType type = type(name, node.get("dtype"));
      long[] offsets = integers(name, "data_offsets", node.get("data_offsets"));
      if (offsets.length != 2 || offsets[1] < offsets[0]) {
        throw fault(where, "tensor '" + name + "' has the offsets " + Arrays.toString(offsets));
      }
      long[] axes = integers(name, "shape", node.get("shape"));
      long bytes = bytes(name, type, axes);
      if (bytes != offsets[1] - offsets[0]) {
        throw fault(
            where,
            "tensor '%s' of type %s and shape %s needs %d bytes, its offsets %s give it %d"
                .formatted(
                    name,
                    type,
                    Arrays.toString(axes),
                    bytes,
                    Arrays.toString(offsets),
                    offsets[1] - offsets[0]));
      }
      List<Integer> shape = Arrays.stream(axes).mapToObj(axis -> (int) axis).toList();
      return new Entry(name, type, shape, offsets[0], offsets[1]);
    }

    private NumberType type(String name, JsonNode node) {
      return Arrays.stream(NumberType.values())
          .filter(type -> node.isTextual() && type.name().equals(node.textValue()))
          .findFirst()
          .orElseThrow(() ->
              new DataException(
                  where,
                  "tensor '" + name + "' has the type " + node,
                  "known are " + Arrays.toString(NumberType.values()) + "; convert it"));
    }

    private long[] integers(String name, String key, JsonNode node) {
      long[] out = new long[node.size()];
      for (int i = 0; i < out.length; i++) {
        JsonNode number = node.get(i);
        if (!node.isArray()
            || !number.isIntegralNumber()
            || !number.canConvertToLong()
            || number.longValue() < 0) {
          throw fault(where, "tensor '" + name + "' has the " + key + " " + node);
        }
        out[i] = number.longValue();
      }
      if (!node.isArray()) {
        throw fault(where, "tensor '" + name + "' has the " + key + " " + node);
      }
      return out;
    }

    private long bytes(String name, NumberType type, long[] axes) {
      try {
        long bytes = type.bytes();
        for (long axis : axes) {
          bytes = Math.multiplyExact(bytes, Math.toIntExact(axis));
        }
        return bytes;
      } catch (ArithmeticException e) {
        throw new DataException(
            where,
            "tensor '" + name + "' has the shape " + Arrays.toString(axes) + ", which overflows",
            "fetch or write the file again",
            e);
      }
    }

    private void requireNoGaps(List<Entry> entries, long dataLength) {
      long at = 0;
      for (Entry entry : entries) {
        if (entry.from() != at) {
          throw fault(
              where,
              "tensor '%s' starts at byte %d where the one before it ends at %d (%s)"
                  .formatted(
                      entry.name(), entry.from(), at, entry.from() < at ? "overlap" : "hole"));
        }
        at = entry.to();
      }
      if (at != dataLength) {
        throw fault(
            where,
            "its tensors end at byte %d of the values, the file has %d (%s)"
                .formatted(at, dataLength, at > dataLength ? "truncated" : "bytes left over"));
      }
    }
  }
}
