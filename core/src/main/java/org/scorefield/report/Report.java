package org.scorefield.report;

import java.util.List;

/// What a run found, ready to be read.
///
/// @param title what the report is about, on one line
/// @param subtitle data, model and settings, on one line; may be empty
/// @param lead what the reader must know if she reads nothing else: a {@link Verdict}, {@link
///   Cards}
/// @param sections the evidence, most telling first
public record Report(String title, String subtitle, List<Block> lead, List<Section> sections) {

  public Report {
    if (title.isBlank()) {
      throw new IllegalArgumentException("a report needs a title, got a blank one");
    }
    lead = List.copyOf(lead);
    sections = List.copyOf(sections);
  }

  /// A report without a lead.
  public Report(String title, String subtitle, List<Section> sections) {
    this(title, subtitle, List.of(), sections);
  }
}
