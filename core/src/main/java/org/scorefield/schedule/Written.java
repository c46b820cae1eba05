package org.scorefield.schedule;

import java.util.List;
import org.scorefield.catalogue.Catalogue;

/// A name with arguments behind colons, such as `lognormal:-1.2:1.2`, as it is being read.
///
/// @param kind what it names, for messages
/// @param text the whole of it
/// @param parts name and arguments
/// @param forms what can be written, for messages
record Written(String kind, String text, List<String> parts, List<String> forms) {

  static Written of(String kind, String text, List<String> forms) {
    return new Written(kind, text, List.of(text.strip().split(":", -1)), forms);
  }

  String head() {
    return parts.getFirst();
  }

  int arguments() {
    return parts.size() - 1;
  }

  /// This, which must have one of the given numbers of arguments.
  Written with(int... counts) {
    for (int count : counts) {
      if (count == arguments()) {
        return this;
      }
    }
    throw unknown();
  }

  /// Argument `at`, counted from 0.
  String word(int at) {
    return parts.get(at + 1);
  }

  double number(int at) {
    String word = word(at).strip();
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'"
              + word
              + "' in the "
              + kind
              + " '"
              + text
              + "' is not a number; write one of "
              + String.join(", ", forms),
          e);
    }
  }

  IllegalArgumentException unknown() {
    return Catalogue.unknown(kind, text, forms);
  }
}
