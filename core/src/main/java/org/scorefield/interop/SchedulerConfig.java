package org.scorefield.interop;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.catalogue.NearestName;
import org.scorefield.data.DataException;
import org.scorefield.denoise.Denoiser;

/// A `scheduler_config.json` of diffusers: which scheduler, and its options.
///
/// The file of a class that is known becomes a {@link #sampler} for any number of steps, and says
/// what {@link #network} it is made for. Options that are not in the file have the values that are
/// usual for the class. An option of another class is ignored, as diffusers ignores it, and said; a
/// class, a value or an option that is not known is refused, with the nearest that is.
///
/// Reading executes nothing.
public final class SchedulerConfig {
  private static final String CLASS = "_class_name";
  private static final long MOST_BYTES = 1 << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Options options;
  private final SchedulerClass type;
  private final List<String> foreign;

  private SchedulerConfig(Options options, SchedulerClass type, List<String> foreign) {
    this.options = options;
    this.type = type;
    this.foreign = foreign;
  }

  /// Reads a file.
  ///
  /// @throws DataException if it is missing or damaged, or if it asks for what is not known here
  public static SchedulerConfig read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new DataException(
            file.toString(),
            "is %d bytes long, too long for a scheduler_config.json".formatted(Files.size(file)),
            "give the file that lies in the scheduler folder of the model");
      }
      return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /// Reads the text of a file.
  ///
  /// @param where what to call it in messages
  public static SchedulerConfig parse(String where, String text) {
    JsonNode root = tree(where, text);
    String name = root.path(CLASS).asText();
    if (!root.isObject() || name.isEmpty()) {
      throw new DataException(
          where,
          "is no scheduler_config.json: it has no \"_class_name\"",
          "give the file that lies in the scheduler folder of a diffusers model");
    }
    SchedulerClass type = SchedulerClasses.named(name).orElseThrow(() -> unknown(where, name));
    List<String> foreign = new ArrayList<>();
    root.fieldNames()
        .forEachRemaining(key -> {
          if (!key.startsWith("_") && !type.options().contains(key)) {
            foreign.add(requireSomewhere(where, name, key));
          }
        });
    JsonNode own = ((ObjectNode) root).deepCopy().retain(type.options());
    return new SchedulerConfig(new Options(where, name, own), type, List.copyOf(foreign));
  }

  private static JsonNode tree(String where, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DataException(
          where,
          "is not JSON (" + e.getOriginalMessage() + ")",
          "give the scheduler_config.json of a diffusers model",
          e);
    }
  }

  private static DataException unknown(String where, String name) {
    Optional<SchedulerClasses.Refused> refused =
        SchedulerClasses.REFUSED.stream().filter(r -> r.name().equals(name)).findFirst();
    if (refused.isPresent()) {
      return new DataException(
          where, name + " cannot be read: " + refused.get().why(), refused.get().cure());
    }
    String meant =
        NearestName.of(name, SchedulerClasses.names())
            .map(nearest -> "did you mean " + nearest + "? ")
            .orElse("");
    return new DataException(
        where,
        "there is no scheduler class '" + name + "' here",
        meant + "Known are " + String.join(", ", SchedulerClasses.names()));
  }

  private static String requireSomewhere(String where, String name, String key) {
    List<String> known = SchedulerClasses.options();
    if (known.contains(key)) {
      return key;
    }
    throw new DataException(
        where,
        "no scheduler has an option '" + key + "'",
        NearestName.of(key, known)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("remove it, or check it against the options of " + name));
  }

  /// The class.
  public String name() {
    return options.name();
  }

  /// What is said of the network, if a wiring can say it.
  public Optional<NetworkSettings> network() {
    return type.network().settings(options);
  }

  /// The sampler at a number of steps: evaluations, where the method makes one a step.
  ///
  /// @throws DataException if an option has no counterpart here
  /// @throws IllegalArgumentException if there is no run of so many steps
  public ImportedSampler sampler(int steps) {
    ImportedSampler.requireSteps(steps);
    Draft draft = type.importer().draft(options, steps);
    if (!foreign.isEmpty()) {
      draft =
          draft.saying(
              "%s has no option %s; diffusers ignores it, and so does this."
                  .formatted(name(), String.join(", ", foreign)));
    }
    return draft.finished(name());
  }

  /// The sampler for a model: in its units, with what the file says of the network compared with
  /// the model's wiring, if it has one.
  ///
  /// @param scale standard deviation of the model's data
  public ImportedSampler samplerFor(Denoiser model, double scale, int steps) {
    return Units.of(model, scale).applied(sampler(steps), network());
  }
}
