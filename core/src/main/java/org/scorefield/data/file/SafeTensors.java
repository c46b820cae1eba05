package org.scorefield.data.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.scorefield.data.AtomicFile;
import org.scorefield.data.DataException;

/// Named tensors and a map of strings about them, and the one file they are kept in: safetensors
/// (https://github.com/huggingface/safetensors), 8 bytes of little-endian header length, a JSON
/// header, then the values without gaps. Reading it executes nothing.
///
/// The reader is strict: every byte of the file is accounted for exactly once, or it is refused.
/// Sizes are checked against the length of the file before memory is set aside. One and the same
/// value always gives the same bytes.
///
/// @param tensors by name, in alphabetical order; the name `__metadata__` is taken
/// @param metadata what the tensors are: for a model its JSON description
public record SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final int CHUNK = 1 << 16;

  public SafeTensors {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    if (tensors.containsKey(SafeTensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "no tensor can be called " + SafeTensorsHeader.METADATA + "; choose another name");
    }
  }

  /// The tensor of this name.
  ///
  /// @throws IllegalArgumentException naming those there are
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor '" + name + "'; there are " + tensors.keySet());
    }
    return tensor;
  }

  /// This, if it holds no NaN and no infinity.
  ///
  /// @param where the file it came from, for the error
  /// @throws DataException naming the first tensor that does
  public SafeTensors requireFinite(Path where) {
    tensors.forEach((name, tensor) ->
        tensor
            .firstNonFinite()
            .ifPresent(i -> {
              throw new DataException(
                  where + ", tensor '" + name + "'",
                  "value " + (i + 1) + " is " + tensor.get(i),
                  "fit or export the model again");
            }));
    return this;
  }

  /// @throws DataException if the file is missing, damaged or holds what no double can
  public static SafeTensors read(Path file) {
    try (Source source = Source.ofPlainFile(file)) {
      SafeTensorsHeader header = SafeTensorsHeader.read(source);
      Map<String, Tensor> tensors = new TreeMap<>();
      for (SafeTensorsHeader.Entry entry : header.entries()) {
        double[] values =
            source.numbers(
                entry.count(),
                entry.type(),
                ByteOrder.LITTLE_ENDIAN,
                "the tensor '" + entry.name() + "'");
        tensors.put(entry.name(), Tensor.read(entry.type(), entry.shape(), values));
      }
      source.requireEnd();
      return new SafeTensors(tensors, header.metadata());
    }
  }

  /// Writes the file, whole or not at all.
  public void write(Path file) {
    SafeTensorsHeader header = SafeTensorsHeader.of(this);
    AtomicFile.write(
        file,
        out -> {
          out.write(header.format());
          for (SafeTensorsHeader.Entry entry : header.entries()) {
            writeValues(tensor(entry.name()), out);
          }
        });
  }

  private static void writeValues(Tensor tensor, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : tensor.shared()) {
      if (!buffer.hasRemaining()) {
        out.write(buffer.array());
        buffer.clear();
      }
      tensor.type().put(buffer, value);
    }
    out.write(buffer.array(), 0, buffer.position());
  }
}
