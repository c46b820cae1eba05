package org.scorefield.report;

/// Prose. Text between backticks is set as code.
public record Paragraph(String text) implements Block {}
