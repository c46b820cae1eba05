package org.scorefield.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.data.DataException;

/// A law that a sampler needs, in a model file beside the sampler's, held to it by the hash of its
/// bytes.
final class LawFile {
  private LawFile() {}

  /// The files of laws that one writing makes. Samplers beside each other that need the very same
  /// law share its file: the Gaussian of a set of pictures takes some 50 MB.
  static final class Shelf {
    private final List<Path> files = new ArrayList<>();
    private final Map<Model, Path> places = new IdentityHashMap<>();

    /// Those written so far.
    List<Path> files() {
      return List.copyOf(files);
    }

    /// Writes the law to `STEM + suffix` beside `sampler`, unless it lies there already, and notes
    /// it in `node`.
    ///
    /// @throws DataException if the file exists or cannot be written
    void put(ObjectNode node, Path sampler, String suffix, Model law) {
      Path place = places.get(law);
      if (place == null || !sampler.resolveSibling(place.getFileName()).equals(place)) {
        place = sampler.resolveSibling(stem(sampler) + suffix);
        requireNew(place);
        ModelFiles.CLOSED_FORMS.write(place, law);
        files.add(place);
        places.put(law, place);
      }
      node.put("file", String.valueOf(place.getFileName()));
      node.put("sha256", FileHash.of(place));
    }
  }

  /// Reads the law that `node` names.
  ///
  /// @throws DataException if it is missing, or not the one that was written
  static Model get(Path sampler, JsonFields node) {
    String name = node.text("file");
    Path place = sampler.resolveSibling(name);
    if (name.isEmpty() || !Path.of(name).equals(Path.of(name).getFileName())) {
      throw new IllegalArgumentException(
          "its law must be the name of a file beside it, got '" + name + "'");
    }
    if (!FileHash.of(place).equals(node.text("sha256"))) {
      throw new DataException(
          place.toString(),
          "is not the law that " + sampler + " was written with",
          "restore the file, or make the sampler again");
    }
    return ModelFiles.CLOSED_FORMS.read(place);
  }

  static void requireNew(Path file) {
    if (Files.exists(file)) {
      throw new DataException(
          file.toString(), "already exists", "choose another name, or remove it");
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
  }
}
