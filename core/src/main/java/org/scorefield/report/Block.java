package org.scorefield.report;

/// One thing on the page.
public sealed interface Block
    permits Verdict, Paragraph, Cards, Table, Pictures, Chart, Code, KeyValues {}
