package org.scorefield.data.file;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scorefield.catalogue.NearestName;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// The door to all data: datasets known by name, and files and folders by their path.
///
/// A value, not a registry: {@link #standard} knows the datasets of this package, and {@link #with}
/// gives another that knows more, such as the toy distributions of packages above this one. The
/// composition root adds them once, and the same list then serves opening, help texts and error
/// messages.
///
/// @param named what can be opened by name
public record DataSources(List<Named> named) {

  /// A dataset with a name.
  ///
  /// @param name what to type
  /// @param description one line for people
  /// @param open makes or reads it
  public record Named(String name, String description, Supplier<Dataset> open) {}

  public DataSources {
    named = List.copyOf(named);
    if (named.stream().map(Named::name).distinct().count() != named.size()) {
      throw new IllegalArgumentException(
          "two datasets of one name among " + named.stream().map(Named::name).toList());
    }
  }

  /// The datasets at hand without a path: `digits` inside the jar, `fashion-mnist` and
  /// `fashion-mnist-test` where Debian's package puts them.
  public static DataSources standard() {
    return new DataSources(
        List.of(
            new Named("digits", "1,797 handwritten digits, 8x8 (shipped)", Digits::open),
            new Named(
                "fashion-mnist",
                "60,000 pictures of clothes, 28x28 (apt-get install dataset-fashion-mnist)",
                () -> FashionMnist.open("fashion-mnist", FashionMnist.PLACE, "train")),
            new Named(
                "fashion-mnist-test",
                "its 10,000 test pictures",
                () -> FashionMnist.open("fashion-mnist-test", FashionMnist.PLACE, "t10k"))));
  }

  /// These and `more`.
  public DataSources with(List<Named> more) {
    return new DataSources(Stream.concat(named.stream(), more.stream()).toList());
  }

  /// Opens the dataset of this name, or else the file or folder at this path (a name wins over a
  /// file of the same name; write `./digits` for the file). The format is told by the extension,
  /// and where that says nothing by the first bytes. `file.npz#name` opens one array of an archive.
  ///
  /// @throws DataException if there is neither, or if what is there cannot be read
  public Dataset open(String nameOrPath) {
    Optional<Named> known = named.stream().filter(n -> n.name().equals(nameOrPath)).findFirst();
    if (known.isPresent()) {
      return known.get().open().get();
    }
    if (nameOrPath.isBlank()) {
      // The empty path is the working directory, which no one asked for.
      throw unknown("''");
    }
    Path path;
    try {
      path = Path.of(nameOrPath);
    } catch (InvalidPathException _) {
      throw unknown(nameOrPath);
    }
    if (Files.exists(path)) {
      return Format.read(path);
    }
    int hash = nameOrPath.lastIndexOf('#');
    if (hash > 0 && Files.exists(Path.of(nameOrPath.substring(0, hash)))) {
      Path archive = Path.of(nameOrPath.substring(0, hash));
      return NpzReader.read(nameOrPath, archive, nameOrPath.substring(hash + 1));
    }
    throw unknown(nameOrPath);
  }

  private DataException unknown(String nameOrPath) {
    List<String> names = named.stream().map(Named::name).toList();
    List<String> candidates = new ArrayList<>(names);
    candidates.addAll(Neighbours.of(nameOrPath));
    String nearest =
        NearestName.of(nameOrPath, candidates)
            .map(name -> ". Did you mean '" + name + "'?")
            .orElse("");
    return new DataException(
        nameOrPath,
        "neither a known dataset nor a file" + nearest,
        "known are "
            + names.stream().collect(Collectors.joining(", "))
            + ", or the path of "
            + Format.KNOWN);
  }
}
