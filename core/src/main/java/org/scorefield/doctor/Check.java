package org.scorefield.doctor;

/// One thing that must be true of every denoiser.
///
/// @param name what it is about
/// @param outcome whether it is
/// @param measured what was seen
/// @param expected what must be
public record Check(String name, Outcome outcome, String measured, String expected) {

  public enum Outcome {
    PASSED,
    /// As a network that was trained badly, or never, at some noise levels.
    POOR,
    /// As no denoiser is, or one that is called wrongly.
    FAILED,
    UNTESTED
  }
}
