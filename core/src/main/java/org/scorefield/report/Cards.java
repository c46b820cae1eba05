package org.scorefield.report;

import java.util.List;

/// The few numbers that matter, large.
public record Cards(List<Card> cards) implements Block {

  /// @param label what the number is
  /// @param value the number, or a word or two
  /// @param hint what to compare it with; may be empty
  public record Card(String label, Cell value, String hint) {}

  public Cards {
    cards = List.copyOf(cards);
  }

  public static Cards of(Card... cards) {
    return new Cards(List.of(cards));
  }
}
