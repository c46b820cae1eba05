package org.scorefield.settings;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.scorefield.data.DataException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/// The tree of one YAML document, from the stream of its events. Nothing is constructed and nothing
/// is resolved: a scalar stays the text it is until a type is asked of it, so `1e-3`, `no` and
/// `010` are never taken for something else. Aliases and tags are refused, so that the tree is as
/// small as the file.
final class YamlTree {
  private static final int LONGEST = 1 << 20;
  private static final int DEEPEST = 16;

  private static final Pattern INDENT = Pattern.compile("^[ \\t]+", Pattern.MULTILINE);

  private final Source source;
  private final Iterator<Event> events;

  private YamlTree(Source source, Iterator<Event> events) {
    this.source = source;
    this.events = events;
  }

  /// The keys of the file; none if it is empty.
  static Node.Fields read(Source source, String text) {
    if (text.length() > LONGEST) {
      throw source.refusal(
          1,
          "the settings have " + text.length() + " characters, at most " + LONGEST + " are read",
          "check that this is a settings file");
    }
    try {
      Iterator<Event> events =
          new Yaml(new LoaderOptions()).parse(new StringReader(untabbed(text))).iterator();
      return new YamlTree(source, events).document();
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new DataException(
          source.lines() ? source.name() + ", line " + line : source.name(),
          "not YAML (" + e.getProblem() + ")",
          "write 'key: value' lines, indented by spaces",
          e);
    } catch (YAMLException e) {
      throw new DataException(
          source.name(), "not YAML (" + e.getMessage() + ")", "check that it is a text file", e);
    }
  }

  /// JSON may be indented by tabs, which YAML is not: in a text that begins with a brace, they
  /// count as spaces at the beginning of a line, where JSON has no text.
  private static String untabbed(String text) {
    return text.stripLeading().startsWith("{")
        ? INDENT.matcher(text).replaceAll(indent -> " ".repeat(indent.group().length()))
        : text;
  }

  private Node.Fields document() {
    Node.Fields fields = new Node.Fields(1, Map.of());
    boolean found = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (!(event instanceof NodeEvent)) {
        continue;
      }
      if (found) {
        throw source.refusal(
            line(event), "a second document begins here", "keep one document in a file");
      }
      found = true;
      fields =
          switch (node(event, 1)) {
            case Node.Fields all -> all;
            case Node.Scalar none when none.isNull() -> fields;
            case Node other ->
                throw source.refusal(
                    other.line(), "settings are 'key: value' lines, got " + other, "write keys");
          };
    }
    return fields;
  }

  private Node node(Event event, int depth) {
    requirePlainYaml(event);
    if (depth > DEEPEST) {
      throw source.refusal(
          line(event), "more than " + DEEPEST + " levels of nesting", "nest less deeply");
    }
    return switch (event) {
      case ScalarEvent scalar -> new Node.Scalar(line(event), scalar.getValue(), scalar.isPlain());
      case SequenceStartEvent _ -> items(line(event), depth);
      case MappingStartEvent _ -> fields(line(event), depth);
      default -> throw new IllegalStateException("no such event in a document: " + event);
    };
  }

  private Node.Items items(int line, int depth) {
    List<Node> nodes = new ArrayList<>();
    for (Event next = events.next(); !next.is(Event.ID.SequenceEnd); next = events.next()) {
      nodes.add(node(next, depth + 1));
    }
    return new Node.Items(line, List.copyOf(nodes));
  }

  private Node.Fields fields(int line, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (Event next = events.next(); !next.is(Event.ID.MappingEnd); next = events.next()) {
      Node key = node(next, depth + 1);
      if (!(key instanceof Node.Scalar name)) {
        throw source.refusal(key.line(), "a key is text, got " + key, "write 'key: value'");
      }
      Node value = node(events.next(), depth + 1);
      Node.Entry before = entries.putIfAbsent(name.text(), new Node.Entry(key.line(), value));
      if (before != null) {
        throw source.refusal(
            key.line(),
            "'" + name.text() + "' was given before, in line " + before.line(),
            "keep one of them");
      }
    }
    return new Node.Fields(line, entries);
  }

  private void requirePlainYaml(Event event) {
    if (event.is(Event.ID.Alias)) {
      throw source.refusal(line(event), "aliases are not read", "write the value out");
    }
    String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent start -> start.getTag();
          default -> null;
        };
    if (tag != null) {
      throw source.refusal(line(event), "tags are not read, got " + tag, "take the tag away");
    }
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }
}
