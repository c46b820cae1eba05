package org.scorefield.report;

import java.util.List;

/// One finding and its evidence.
///
/// @param heading a few words; also the entry in the contents
/// @param text what the reader sees here and how to read it, in a sentence or two; may be empty
/// @param blocks the evidence
public record Section(String heading, String text, List<Block> blocks) {

  public Section {
    if (heading.isBlank()) {
      throw new IllegalArgumentException("a section needs a heading, got a blank one");
    }
    blocks = List.copyOf(blocks);
  }

  public static Section of(String heading, String text, Block... blocks) {
    return new Section(heading, text, List.of(blocks));
  }
}
