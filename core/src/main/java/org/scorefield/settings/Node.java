package org.scorefield.settings;

import java.util.List;
import java.util.Map;

/// What a settings file says, before anyone asks what it means. Lines count from 1.
sealed interface Node {
  int line();

  /// @param plain whether it was written without quotes
  record Scalar(int line, String text, boolean plain) implements Node {
    /// Whether it says that there is no value.
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    /// As it was written, for a message.
    @Override
    public String toString() {
      return isNull() ? "nothing" : plain ? text : '"' + text + '"';
    }
  }

  record Items(int line, List<Node> nodes) implements Node {
    @Override
    public String toString() {
      return "a list";
    }
  }

  /// @param entries in the order of the file
  record Fields(int line, Map<String, Entry> entries) implements Node {
    @Override
    public String toString() {
      return "a section of keys";
    }
  }

  /// @param line of the key
  record Entry(int line, Node value) {}
}
