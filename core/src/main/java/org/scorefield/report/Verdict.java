package org.scorefield.report;

/// The answer.
///
/// @param tone how good the news is
/// @param headline one sentence a reader can repeat
/// @param text what it rests on and where it ends; may be empty
public record Verdict(Tone tone, String headline, String text) implements Block {

  /// How good the news is. Each tone has its own sign, so none rests on colour alone.
  public enum Tone {
    GOOD,
    CAUTION,
    BAD,
    NEUTRAL
  }

  public Verdict {
    if (headline.isBlank()) {
      throw new IllegalArgumentException("a verdict needs a headline, got a blank one");
    }
  }
}
