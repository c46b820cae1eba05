package org.scorefield.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.scorefield.array.Vector;
import org.scorefield.data.AtomicFile;
import org.scorefield.data.DataException;
import org.scorefield.metric.Estimate;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// A {@link SamplerSpec} in a file: one JSON object, read by `sample --sampler`. Reading executes
/// nothing; a key that is not known is refused, since what it meant would be lost.
///
/// ```json
/// { "scorefield_sampler" : 1,
///   "solver" : "dpmpp-2m",
///   "grid" : { "scale" : 0.54, "levels" : [ 3.4, 2.1, 1.2, 0.0 ] },
///   "start" : { "kind" : "teleport", "sigma_max" : 86.7, "mode" : "exact",
///     "law" : { "matching" : "model", "rank" : 16 },
///     "seed_levels" : [ 8.1, 5.3 ], "chosen" : "lowest level within 0.05 nats" },
///   "aim" : { "text" : "...", "evaluations" : 10 },
///   "predicted" : [ { "subject" : "start", "metric" : "kl", "value" : 0.01, "standard_error" :
///     0.002, "n" : 2000 } ],
///   "provenance" : { ... } }
/// ```
///
/// Levels are in the units of the data, whose standard deviation is `scale`. Without a teleport
/// `start` is `{ "kind" : "white-noise" }`. A law of its own is a model file beside this one, with
/// the hash of its bytes: `"law" : { "file" : "NAME", "sha256" : "..." }`. A solver that is more
/// than its name is an object: `{ "kind" : "gaussian-exponential", "terms" : 2, "corrected" :
/// false, "linear_above" : 0, "law" : ... }`, `surrogate-exponential` with `stride` in place of
/// `linear_above`, `{ "kind" : "table", "centre" : [...], "weights" : [[...], ...] }`, or `{ "kind"
/// : "frozen-score", "variances" : [...] }` with the noise of each step (or `data_variance`, of the
/// isotropic Gaussian that its noise is exact for).
public final class SamplerFile {
  private static final String VERSION = "scorefield_sampler";
  private static final int CURRENT = 1;
  private static final String LAW_SUFFIX = ".law.safetensors";
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private SamplerFile() {}

  /// Writes the sampler, whole or not at all; with a law of its own also that, beside it.
  ///
  /// @return the files written
  /// @throws DataException if one of them exists or cannot be written
  /// @throws IllegalArgumentException if the solver is none that can be named
  public static List<Path> write(Path file, SamplerSpec spec) {
    return write(Map.of(file, spec));
  }

  /// Writes several samplers, all or none. A law that is the same object in several of them is
  /// written once, and those that lie beside each other all name it.
  ///
  /// @return the files written
  /// @throws DataException if one of them exists or cannot be written
  /// @throws IllegalArgumentException if a solver is none that can be named
  public static List<Path> write(Map<Path, SamplerSpec> samplers) {
    samplers.keySet().forEach(LawFile::requireNew);
    LawFile.Shelf laws = new LawFile.Shelf();
    List<Path> files = new ArrayList<>();
    try {
      samplers.forEach((file, spec) -> {
        byte[] text = text(root(file, spec, laws));
        AtomicFile.write(file, out -> out.write(text));
        files.add(file);
      });
    } catch (DataException | IllegalArgumentException e) {
      discard(files);
      discard(laws.files());
      throw e;
    }
    files.addAll(laws.files());
    return List.copyOf(files);
  }

  private static ObjectNode root(Path file, SamplerSpec spec, LawFile.Shelf laws) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put(VERSION, CURRENT);
    root.set("solver", SolverJson.of(spec.solver(), file, laws));
    ObjectNode grid = root.putObject("grid");
    grid.put("scale", spec.scale());
    spec.grid().sigmas().stream().forEach(grid.putArray("levels")::add);
    putOpening(root.putObject("start"), spec.opening(), file, laws);
    ObjectNode aim = root.putObject("aim");
    aim.put("text", spec.aim().text());
    spec.aim().evaluations().ifPresent(n -> aim.put("evaluations", n));
    ArrayNode predicted = root.putArray("predicted");
    for (RunRecord.Result result : spec.predicted()) {
      ObjectNode node = predicted.addObject();
      node.put("subject", result.subject());
      node.put("metric", result.name());
      putNumber(node, "value", result.estimate().value());
      putNumber(node, "standard_error", result.estimate().standardError());
      node.put("n", result.estimate().n());
    }
    root.set("provenance", MAPPER.valueToTree(spec.provenance()));
    return root;
  }

  /// Reads a sampler.
  ///
  /// @throws DataException if the file is missing, damaged, or not a sampler; if the law beside it
  ///   is not the one it was written with
  public static SamplerSpec read(Path file) {
    byte[] bytes = FileHash.bytes(file);
    try {
      JsonFields root = JsonFields.of("the sampler", MAPPER.readTree(bytes));
      int version = root.integer(VERSION);
      if (version != CURRENT) {
        throw new IllegalArgumentException(
            "it is of format " + version + ", this Scorefield reads format " + CURRENT);
      }
      return spec(file, root);
    } catch (JsonProcessingException e) {
      throw new DataException(
          file.toString(),
          "is not JSON (" + e.getOriginalMessage() + ")",
          "write one with `scorefield sample --save-sampler`",
          e);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          file.toString(),
          "is not a sampler (" + e.getMessage() + ")",
          "correct it, or write one with `scorefield sample --save-sampler`",
          e);
    }
  }

  private static SamplerSpec spec(Path file, JsonFields root) {
    root.requireKnown(VERSION, "solver", "grid", "start", "aim", "predicted", "provenance");
    JsonFields grid = root.object("grid").requireKnown("scale", "levels");
    JsonFields aim = root.object("aim").requireKnown("text", "evaluations");
    List<RunRecord.Result> predicted = new ArrayList<>();
    for (JsonFields result : root.objects("predicted")) {
      result.requireKnown("subject", "metric", "value", "standard_error", "n");
      predicted.add(
          new RunRecord.Result(
              result.text("subject"),
              result.text("metric"),
              new Estimate(
                  result.numberOrNaN("value"),
                  result.numberOrNaN("standard_error"),
                  result.whole("n"))));
    }
    TimeGrid levels = new TimeGrid(grid.numbers("levels"));
    return new SamplerSpec(
        SolverJson.read(file, root, levels),
        levels,
        opening(file, root.object("start")),
        grid.number("scale"),
        new SamplerSpec.Aim(
            aim.text("text"),
            aim.has("evaluations")
                ? OptionalInt.of(aim.integer("evaluations"))
                : OptionalInt.empty()),
        predicted,
        provenance(root.object("provenance")));
  }

  private static SamplerSpec.Opening opening(Path file, JsonFields start) {
    return switch (start.text("kind")) {
      case "white-noise" -> {
        start.requireKnown("kind");
        yield new SamplerSpec.Opening.WhiteNoise();
      }
      case "teleport" -> {
        start.requireKnown("kind", "sigma_max", "mode", "law", "seed_levels", "chosen");
        yield new SamplerSpec.Opening.Teleport(
            law(file, start.object("law")),
            start.number("sigma_max"),
            start.oneOf("mode", Start.Teleport.Mode.class),
            start.has("seed_levels") ? start.numbers("seed_levels") : Vector.of(),
            start.text("chosen"));
      }
      case String other ->
          throw new IllegalArgumentException(
              "there is no start of kind '" + other + "'; known are white-noise and teleport");
    };
  }

  private static SamplerSpec.By law(Path file, JsonFields law) {
    if (law.has("matching")) {
      law.requireKnown("matching", "rank");
      if (!law.text("matching").equals("model")) {
        throw new IllegalArgumentException("the key 'matching' of its law can only be 'model'");
      }
      return new SamplerSpec.By.Matching(
          law.has("rank") ? OptionalInt.of(law.integer("rank")) : OptionalInt.empty());
    }
    law.requireKnown("matching", "rank", "file", "sha256");
    return new SamplerSpec.By.Fitted(LawFile.get(file, law));
  }

  private static Provenance provenance(JsonFields from) {
    from.requireKnown("scorefield", "commit", "jdk", "system", "started", "seed");
    return new Provenance(
        from.text("scorefield"),
        from.text("commit"),
        from.text("jdk"),
        from.text("system"),
        from.text("started"),
        from.whole("seed"));
  }

  private static void putOpening(
      ObjectNode node, SamplerSpec.Opening opening, Path file, LawFile.Shelf laws) {
    switch (opening) {
      case SamplerSpec.Opening.WhiteNoise _ -> node.put("kind", "white-noise");
      case SamplerSpec.Opening.Teleport jump -> {
        node.put("kind", "teleport");
        node.put("sigma_max", jump.sigmaMax());
        node.put("mode", jump.mode().name().toLowerCase(Locale.ROOT));
        ObjectNode law = node.putObject("law");
        switch (jump.by()) {
          case SamplerSpec.By.Matching(OptionalInt rank) -> {
            law.put("matching", "model");
            rank.ifPresent(r -> law.put("rank", r));
          }
          case SamplerSpec.By.Fitted(Model fitted) -> laws.put(law, file, LAW_SUFFIX, fitted);
        }
        jump.seeds().stream().forEach(node.putArray("seed_levels")::add);
        node.put("chosen", jump.chosen());
      }
    }
  }

  /// JSON has no NaN: what could not be estimated is null.
  private static void putNumber(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  private static void discard(List<Path> files) {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw DataException.unwritable(file, e);
      }
    }
  }

  private static byte[] text(JsonNode root) {
    try {
      return (MAPPER.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
