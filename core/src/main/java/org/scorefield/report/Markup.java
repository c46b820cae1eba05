package org.scorefield.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Writes elements that are well-formed as HTML and as XML, and escapes every text. Text reaches
/// the page through here only; {@link #trusted} is for what this package wrote itself.
final class Markup {
  private static final Set<String> INLINE =
      Set.of(
          "a", "b", "button", "code", "small", "span", "strong", "svg", "path", "circle", "line");

  /// The elements that HTML closes by itself; on any other, it would not heed a closing slash.
  private static final Set<String> VOID = Set.of("img", "link", "meta");

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// Opens an element.
  ///
  /// @param attributes names and values in turn; a pair whose value is empty is left out
  Markup open(String tag, String... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /// Closes the element opened last.
  Markup close() {
    String tag = open.pop();
    out.append("</").append(tag).append('>');
    newline(tag);
    return this;
  }

  /// An element that never has content.
  Markup empty(String tag, String... attributes) {
    if (!VOID.contains(tag)) {
      throw new IllegalArgumentException("<" + tag + "> must be opened and closed, not left empty");
    }
    start(tag, attributes).append("/>");
    newline(tag);
    return this;
  }

  /// An element with only text in it.
  Markup leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /// Text in which backticks set code; a backtick without a partner stands for itself.
  Markup prose(String text) {
    int from = 0;
    while (true) {
      int begin = text.indexOf('`', from);
      int end = begin < 0 ? -1 : text.indexOf('`', begin + 1);
      if (end < 0) {
        return text(text.substring(from));
      }
      text(text.substring(from, begin)).leaf("code", text.substring(begin + 1, end));
      from = end + 1;
    }
  }

  /// Markup, style or script that is known to be safe.
  Markup trusted(String markup) {
    out.append(markup);
    return this;
  }

  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("elements left open: " + open);
    }
    return out.toString();
  }

  /// `text` with every character that XML forbids (control characters, lone surrogates) replaced.
  static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean allowed =
              c == '\t'
                  || c == '\n'
                  || (c >= 0x20 && c < 0x7F)
                  || (c >= 0xA0 && c < 0xD800)
                  || (c >= 0xE000 && c < 0xFFFE)
                  || c > 0xFFFF;
          legal.appendCodePoint(allowed ? c : 0xFFFD);
        });
    return legal.toString();
  }

  private StringBuilder start(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      if (!attributes[i + 1].isEmpty()) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(attributes[i + 1]);
        out.append('"');
      }
    }
    return out;
  }

  private void newline(String tag) {
    if (!INLINE.contains(tag)) {
      out.append('\n');
    }
  }

  private void escape(String text) {
    String legal = legal(text);
    for (int i = 0; i < legal.length(); i++) {
      char c = legal.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
