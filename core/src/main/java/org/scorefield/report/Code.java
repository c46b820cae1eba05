package org.scorefield.report;

/// Text to copy: the command that repeats the run.
///
/// @param caption what it does
/// @param text the lines themselves
public record Code(String caption, String text) implements Block {}
