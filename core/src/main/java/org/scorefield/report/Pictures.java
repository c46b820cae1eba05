package org.scorefield.report;

import java.util.List;

/// Rows of captioned pictures.
///
/// @param caption what is seen, and what to look for
/// @param rows at least one
/// @param layout how large they are shown
public record Pictures(String caption, List<Row> rows, Layout layout) implements Block {

  public enum Layout {
    /// A few large pictures to compare: real beside generated. They stack on a narrow screen.
    SIDE_BY_SIDE,
    /// Many small ones in order: a state from noise to data. They scroll on a narrow screen.
    STRIP
  }

  /// @param png the picture
  /// @param alternative what it shows, for readers who do not see it
  /// @param caption a few words under it; may be empty
  public record Picture(Png png, String alternative, String caption) {

    public Picture {
      if (alternative.isBlank()) {
        throw new IllegalArgumentException(
            "a picture needs an alternative text, got a blank one: say what it shows");
      }
    }
  }

  /// @param label what the row's pictures share; may be empty
  /// @param pictures left to right
  public record Row(String label, List<Picture> pictures) {

    public Row {
      pictures = List.copyOf(pictures);
    }
  }

  public Pictures {
    rows = List.copyOf(rows);
  }

  /// A few large pictures to compare.
  public static Pictures sideBySide(String caption, Picture... pictures) {
    return new Pictures(caption, List.of(new Row("", List.of(pictures))), Layout.SIDE_BY_SIDE);
  }

  /// Rows of many small pictures in order.
  public static Pictures strip(String caption, List<Row> rows) {
    return new Pictures(caption, rows, Layout.STRIP);
  }
}
