package org.scorefield.reproduce;

import java.util.List;
import java.util.Optional;
import org.scorefield.metric.Estimate;

/// A table in full, to be read across: one row a thing, one column a setting. Its numbers carry no
/// expectation; those that do are {@link Check}s.
///
/// @param title what the numbers are
/// @param corner what the rows are
/// @param columns their settings
/// @param rows each with one value a column
public record Overview(String title, String corner, List<String> columns, List<Row> rows) {

  /// @param name of the row
  /// @param values one a column; empty where there is none
  /// @param yardstick whether it is something to compare with, such as exact samples
  public record Row(String name, List<Optional<Estimate>> values, boolean yardstick) {
    public Row {
      values = List.copyOf(values);
    }
  }

  public Overview {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.values().size() != columns.size()) {
        throw new IllegalArgumentException(
            "row '%s' of table '%s' has %d values for %d columns: give one a column"
                .formatted(row.name(), title, row.values().size(), columns.size()));
      }
    }
  }
}
