package org.scorefield.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A list of things known by name.
///
/// @param <T> what they are
public final class Catalogue<T> {
  private final String kind;
  private final List<T> all;
  private final Function<T, String> name;

  /// @param kind what to call one of them in a message, such as "solver"
  /// @param all of them, no two of one name
  /// @param name the name of each
  public Catalogue(String kind, List<T> all, Function<T, String> name) {
    this.kind = kind;
    this.all = List.copyOf(all);
    this.name = name;
    List<String> names = names();
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "two entries of one name among the " + kind + "s " + names);
    }
  }

  /// Their names, in order.
  public List<String> names() {
    return all.stream().map(name).toList();
  }

  /// The one of that name, if there is one.
  public Optional<T> named(String wanted) {
    return all.stream().filter(entry -> name.apply(entry).equals(wanted)).findFirst();
  }

  /// The one of that name.
  ///
  /// @throws IllegalArgumentException as {@link #unknown} makes it, if there is none
  public T parse(String wanted) {
    return named(wanted).orElseThrow(() -> unknown(kind, wanted, names()));
  }

  /// The refusal of a name: what is known, and what was probably meant. An argument behind a colon,
  /// as in `rho:7`, is no part of the spelling.
  public static IllegalArgumentException unknown(String kind, String given, List<String> known) {
    List<String> stems = known.stream().map(Catalogue::stem).toList();
    String hint =
        NearestName.of(stem(given), stems)
            .map(nearest -> " (did you mean '" + known.get(stems.indexOf(nearest)) + "'?)")
            .orElse("");
    return new IllegalArgumentException(
        "there is no "
            + kind
            + " '"
            + given
            + "'"
            + hint
            + "; known are "
            + String.join(", ", known));
  }

  private static String stem(String name) {
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
