package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.data.ContentHash;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Networks;
import org.scorefield.settings.Settings;

/// What two runs have in common that go through the same states: a checkpoint of one can be resumed
/// as the other.
///
/// @param facts by name, in the order in which they are compared
record RunIdentity(Map<String, String> facts) {
  private static final String VERSION = "1";

  RunIdentity {
    facts = new LinkedHashMap<>(facts);
  }

  static RunIdentity of(Network network, Dataset data, TrainingSettings settings, long seed) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("scorefield_checkpoint", VERSION);
    facts.put("network", network.kind());
    facts.put("architecture", Networks.description(network));
    facts.put("data_hash", ContentHash.of(data).hex());
    facts.put("labels_hash", settings.classes() ? labels(data) : "none");
    facts.put("settings", Settings.yaml(settings));
    facts.put("seed", Long.toString(seed));
    return new RunIdentity(facts);
  }

  private static String labels(Dataset data) {
    return data instanceof Labelled labelled
        ? Integer.toHexString(
            Arrays.hashCode(IntStream.range(0, data.size()).map(labelled::label).toArray()))
        : "none";
  }

  /// Requires that a file was written by such a run.
  ///
  /// @param metadata of the file
  /// @throws DataException naming the first difference
  void requireSame(Path file, Map<String, String> metadata) {
    facts.forEach((name, wanted) -> {
      String found = metadata.get(name);
      if (found == null) {
        throw new DataException(
            file.toString(),
            "is not a checkpoint (no '" + name + "' in its metadata)",
            "resume from a file that a training run left, or train from the start");
      }
      if (!found.equals(wanted)) {
        throw new DataException(
            file.toString(),
            "is the checkpoint of another run: " + difference(name, found, wanted),
            "resume with what it was begun with, or train from the start");
      }
    });
  }

  private static String difference(String name, String found, String wanted) {
    List<String> was = found.lines().toList();
    List<String> is = wanted.lines().toList();
    Optional<String> line =
        IntStream.range(0, Math.min(was.size(), is.size()))
            .filter(i -> !was.get(i).equals(is.get(i)))
            .mapToObj(i -> "'%s' there, '%s' here".formatted(was.get(i).strip(), is.get(i).strip()))
            .findFirst();
    return name + " is " + line.orElse("'%s' there, '%s' here".formatted(found, wanted));
  }
}
