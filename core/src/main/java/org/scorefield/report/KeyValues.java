package org.scorefield.report;

import java.util.List;

/// Facts by name: seed, data hash, versions.
///
/// @param caption what they are facts of
public record KeyValues(String caption, List<Entry> entries) implements Block {

  public record Entry(String key, String value) {}

  public KeyValues {
    entries = List.copyOf(entries);
  }
}
