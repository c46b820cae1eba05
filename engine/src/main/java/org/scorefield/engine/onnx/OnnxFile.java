package org.scorefield.engine.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.scorefield.data.DataException;

/// What must be known of an ONNX file before a runtime may open it: that it is one, and which other
/// files it names. Weights are passed over, not read; a file is read once.
///
/// Tensors may lie in other files, named relative to the folder of the model. Only files that are
/// in this folder, links followed, are accepted: a model is data and has no business elsewhere.
///
/// @param file the file itself
/// @param opsets version of the set of operators, by the domain; the empty domain is ONNX's own
/// @param external other files that hold tensors, as they are named
record OnnxFile(Path file, Map<String, Long> opsets, SortedSet<String> external) {
  private static final int DEEPEST = 64;
  private static final String CURE =
      "give an .onnx file as torch.onnx.export or `scorefield export` write them";

  /// A message of the format, with the numbers of the fields that are followed (`onnx.proto3` of
  /// https://github.com/onnx/onnx).
  private enum Kind {
    MODEL,
    TRAINING,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE,
    TENSOR,
    ENTRY,
    OPSET;

    /// The message in a field; itself for what is passed over.
    private Kind field(int number) {
      return switch (this) {
        case MODEL ->
            switch (number) {
              case 7 -> GRAPH;
              case 8 -> OPSET;
              case 20 -> TRAINING;
              case 25 -> FUNCTION;
              default -> this;
            };
        case TRAINING -> number == 1 || number == 2 ? GRAPH : this;
        case FUNCTION -> number == 7 ? NODE : number == 11 ? ATTRIBUTE : this;
        case GRAPH ->
            switch (number) {
              case 1 -> NODE;
              case 5 -> TENSOR;
              case 15 -> SPARSE;
              default -> this;
            };
        case NODE -> number == 5 ? ATTRIBUTE : this;
        case ATTRIBUTE ->
            switch (number) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 22, 23 -> SPARSE;
              default -> this;
            };
        case SPARSE -> number == 1 || number == 2 ? TENSOR : this;
        case TENSOR -> number == 13 ? ENTRY : this;
        case ENTRY, OPSET -> this;
      };
    }
  }

  OnnxFile {
    opsets = Map.copyOf(opsets);
    external = Collections.unmodifiableSortedSet(new TreeSet<>(external));
  }

  /// Looks at a file, and refuses it if it is not one of ONNX or names files outside its folder.
  static OnnxFile inspect(Path file) {
    Reader reader = new Reader();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CodedInputStream coded = CodedInputStream.newInstance(in, 1 << 16);
      coded.setSizeLimit(Integer.MAX_VALUE);
      reader.read(coded, Kind.MODEL, 0);
    } catch (InvalidProtocolBufferException e) {
      throw noModel(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
    if (!reader.graph || reader.opsets.isEmpty()) {
      throw noModel(file, reader.graph ? "it names no set of operators" : "it holds no graph");
    }
    OnnxFile found = new OnnxFile(file, reader.opsets, reader.external);
    found.external.forEach(name -> requireBeside(file, name));
    return found;
  }

  /// SHA-256 of the file and, one after another, of those that it keeps tensors in, by name: what
  /// `cat model.onnx a.bin b.bin | sha256sum` says.
  String sha256() {
    List<Path> all = new ArrayList<>(List.of(file));
    external.forEach(name -> all.add(file.resolveSibling(name)));
    return Sha256.of(all);
  }

  private static DataException noModel(Path file, String why) {
    return new DataException(file.toString(), "is not an ONNX file (" + why + ")", CURE);
  }

  private static void requireBeside(Path file, String name) {
    String where = file.toString();
    try {
      Path given = Path.of(name);
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null || given.isAbsolute() || climbs(given)) {
        throw outside(where, name);
      }
      Path beside = folder.resolve(given);
      if (!Files.isRegularFile(beside)) {
        throw new DataException(
            where,
            "keeps tensors in the file '%s', which is not there".formatted(name),
            "copy it beside the model, as it came");
      }
      if (!beside.toRealPath().startsWith(folder.toRealPath())) {
        throw outside(where, name);
      }
    } catch (InvalidPathException e) {
      throw outside(where, name);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /// Whether a relative path leads out of where it starts, at its end.
  private static boolean climbs(Path given) {
    return given.normalize().startsWith("..");
  }

  private static DataException outside(String where, String name) {
    return new DataException(
        where,
        "points outside of its folder for tensors: '%s'; such a file is not opened".formatted(name),
        "keep all tensors in the model or in files beside it (onnx.save_model with a plain file name as location)");
  }

  /// What has been found so far.
  private static final class Reader {
    private final Map<String, Long> opsets = new TreeMap<>();
    private final SortedSet<String> external = new TreeSet<>();
    private boolean graph;

    private void read(CodedInputStream in, Kind kind, int depth) throws IOException {
      if (depth > DEEPEST) {
        throw new InvalidProtocolBufferException("it is nested too deep");
      }
      String text = "";
      String second = "";
      long number = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        boolean message = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        Kind inside = kind.field(field);
        if (message && inside != kind) {
          graph |= inside == Kind.GRAPH;
          int limit = in.pushLimit(in.readRawVarint32());
          read(in, inside, depth + 1);
          in.checkLastTagWas(0);
          in.popLimit(limit);
        } else if (message && field == 1 && (kind == Kind.ENTRY || kind == Kind.OPSET)) {
          text = in.readString();
        } else if (message && field == 2 && kind == Kind.ENTRY) {
          second = in.readString();
        } else if (!message && field == 2 && kind == Kind.OPSET) {
          number = in.readInt64();
        } else if (!in.skipField(tag)) {
          throw new InvalidProtocolBufferException("it ends amid a message");
        }
      }
      if (kind == Kind.ENTRY && text.equals("location")) {
        external.add(second);
      }
      if (kind == Kind.OPSET) {
        opsets.put(text, number);
      }
    }
  }
}
