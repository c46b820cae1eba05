package org.scorefield.data.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The header of an NPY file: the text of a Python dictionary of exactly three keys, such as
/// `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. It is read by a grammar of this
/// form alone; nothing is ever evaluated.
///
/// @param descr the NumPy type string
/// @param fortranOrder whether the first axis runs fastest
/// @param shape the axes, each at least 0; none for a scalar
record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {
  /// What every NPY file starts with, before two bytes of version.
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  NpyHeader {
    shape = List.copyOf(shape);
  }

  /// @throws IllegalArgumentException with the place at which the text leaves the grammar
  static NpyHeader parse(String text) {
    return new Parser(text).dictionary();
  }

  /// Magic, version 1.0 and header, padded by blanks so that the values start at a multiple of 64.
  byte[] format() {
    String axes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(
                descr, fortranOrder ? "True" : "False", shape.size() == 1 ? axes + "," : axes);
    int prefix = MAGIC.length + 4;
    int total = Math.ceilDiv(prefix + dictionary.length() + 1, 64) * 64;
    int length = total - prefix;
    byte[] out = (" ".repeat(total - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(MAGIC, 0, out, 0, MAGIC.length);
    out[6] = 1;
    out[7] = 0;
    out[8] = (byte) length;
    out[9] = (byte) (length >>> 8);
    byte[] body = dictionary.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(body, 0, out, prefix, body.length);
    return out;
  }

  /// Recursive descent over the few forms a header can have.
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    NpyHeader dictionary() {
      String descr = "";
      boolean fortranOrder = false;
      List<Long> shape = List.of();
      Set<String> seen = new HashSet<>();
      expect('{');
      while (!accept('}')) {
        String key = string();
        if (!seen.add(key)) {
          throw fault("the key '" + key + "' comes twice");
        }
        expect(':');
        switch (key) {
          case "descr" -> descr = string();
          case "fortran_order" -> fortranOrder = truth();
          case "shape" -> shape = tuple();
          default -> throw fault("unknown key '" + key + "'");
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      blanks();
      if (at != text.length()) {
        throw fault("text after the dictionary");
      }
      if (seen.size() != 3) {
        throw fault("needs the keys descr, fortran_order and shape, has " + seen);
      }
      return new NpyHeader(descr, fortranOrder, shape);
    }

    private String string() {
      blanks();
      char quote = at < text.length() ? text.charAt(at) : 0;
      if (quote != '\'' && quote != '"') {
        throw fault("expected a quoted string");
      }
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw fault("the string has no end");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean truth() {
      blanks();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw fault("expected True or False");
    }

    private List<Long> tuple() {
      List<Long> axes = new ArrayList<>();
      expect('(');
      while (!accept(')')) {
        axes.add(integer());
        if (!accept(',')) {
          expect(')');
          break;
        }
      }
      return axes;
    }

    private long integer() {
      blanks();
      int from = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == from || at - from > 18) {
        throw fault("expected a size");
      }
      return Long.parseLong(text.substring(from, at));
    }

    private boolean accept(char c) {
      blanks();
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    private void expect(char c) {
      if (!accept(c)) {
        throw fault("expected '" + c + "'");
      }
    }

    private void blanks() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private IllegalArgumentException fault(String what) {
      return new IllegalArgumentException(what + " at character " + (at + 1));
    }
  }
}
