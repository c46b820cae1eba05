package org.scorefield.interop;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.scorefield.array.Vector;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.denoise.Denoiser;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.Wiring;

/// A sampler by the name it has in A1111's web interface, in k-diffusion or in ComfyUI, with or
/// without a schedule: `DPM++ 2M Karras`, `Euler a`, `sample_dpmpp_2m`, `dpmpp_2m karras`,
/// `dpm_2_ancestral sgm_uniform`. Case does not matter; a colon or a plus may stand before the
/// schedule.
///
/// Without a schedule a label of A1111 has the one it has there by default, and a function of
/// k-diffusion, which takes its levels as an argument, `karras`. Which names there are is in the
/// tables of `docs/from-other-tools.md`.
public final class SamplerName {
  private static final String K_DIFFUSION = "sample_";

  private final String text;
  private final NamedMethod method;
  private final boolean byFunction;
  private final boolean leavesOut;
  private final Optional<SigmaSchedule> asked;

  private SamplerName(String text, Reading reading, boolean leavesOut) {
    this.text = text;
    this.method = reading.method();
    this.byFunction = reading.byFunction();
    this.leavesOut = leavesOut;
    this.asked = reading.schedule();
  }

  /// Reads a name.
  ///
  /// @throws IllegalArgumentException if there is none like it, naming the nearest, or if it is one
  ///   that has no counterpart here, saying what has
  public static SamplerName parse(String text) {
    String written = plain(text);
    boolean ofKDiffusion = written.startsWith(K_DIFFUSION);
    String name = ofKDiffusion ? written.substring(K_DIFFUSION.length()) : written;
    refuse(text, name);
    List<Reading> readings =
        readings(name).stream().filter(r -> r.byFunction() || !ofKDiffusion).toList();
    return readings.stream()
        .filter(reading -> reading.schedule().isPresent() || reading.rest().isEmpty())
        .findFirst()
        .map(reading ->
            new SamplerName(text, reading, reading.method().leavesOut() && !ofKDiffusion))
        .orElseThrow(() -> unknown(name, readings));
  }

  /// In lower case, with a space where a colon or a single plus stands before a schedule.
  private static String plain(String text) {
    return text.strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("(?<![+])[+](?![+])|:", " ")
        .replaceAll("\\s+", " ");
  }

  /// A method whose name the text begins with, and what is left of it.
  private record Reading(NamedMethod method, boolean byFunction, String rest) {
    Optional<SigmaSchedule> schedule() {
      return SigmaSchedule.ALL.stream()
          .filter(s -> s.label().toLowerCase(Locale.ROOT).equals(rest) || s.names().contains(rest))
          .findFirst();
    }
  }

  /// Longest name first: "dpm++ 2m sde heun" before "dpm++ 2m sde".
  private static List<Reading> readings(String name) {
    return NamedMethod.ALL.stream()
        .flatMap(method ->
            Stream.of(
                    reading(name, method, method.label().toLowerCase(Locale.ROOT), false),
                    reading(name, method, method.function(), true))
                .flatMap(Optional::stream))
        .sorted(Comparator.comparingInt(reading -> reading.rest().length()))
        .toList();
  }

  private static Optional<Reading> reading(
      String name, NamedMethod method, String known, boolean byFunction) {
    if (name.equals(known)) {
      return Optional.of(new Reading(method, byFunction, ""));
    }
    return name.startsWith(known + " ")
        ? Optional.of(new Reading(method, byFunction, name.substring(known.length() + 1)))
        : Optional.empty();
  }

  private static void refuse(String text, String name) {
    for (NamedMethod.Refused refused : NamedMethod.REFUSED) {
      boolean is =
          refused.names().stream().anyMatch(n -> name.equals(n) || name.startsWith(n + " "));
      if (is) {
        throw new IllegalArgumentException(
            "the sampler '%s' has no counterpart here: %s; %s"
                .formatted(text, refused.why(), refused.cure()));
      }
    }
  }

  private static IllegalArgumentException unknown(String name, List<Reading> readings) {
    if (!readings.isEmpty()) {
      Reading nearest = readings.getFirst();
      return Catalogue.unknown(
          "schedule of a sampler",
          nearest.rest(),
          SigmaSchedule.ALL.stream()
              .flatMap(s -> Stream.concat(Stream.of(s.label()), s.names().stream()))
              .toList());
    }
    return Catalogue.unknown(
        "sampler of another tool",
        withoutSchedule(name),
        NamedMethod.ALL.stream().flatMap(m -> Stream.of(m.label(), m.function())).toList());
  }

  private static String withoutSchedule(String name) {
    return SigmaSchedule.ALL.stream()
        .flatMap(s -> Stream.concat(Stream.of(s.label()), s.names().stream()))
        .map(schedule -> " " + schedule.toLowerCase(Locale.ROOT))
        .filter(name::endsWith)
        .findFirst()
        .map(end -> name.substring(0, name.length() - end.length()))
        .orElse(name);
  }

  /// The name as it was given.
  public String text() {
    return text;
  }

  /// The sampler between the levels of a network.
  ///
  /// @throws IllegalArgumentException if there is no run of so many steps, or the schedule needs a
  ///   table and the network has none
  public ImportedSampler sampler(int steps, NoiseRange range) {
    ImportedSampler.requireSteps(steps);
    SigmaSchedule schedule =
        asked.orElseGet(() -> byFunction ? SigmaSchedule.ALL.getFirst() : method.schedule());
    TimeGrid grid = grid(schedule, steps, range);
    Draft draft =
        Draft.of(method.solver(), grid)
            .sayingIf(
                asked.isEmpty(),
                "No schedule was named: %s is taken, %s."
                    .formatted(
                        schedule.label(),
                        byFunction
                            ? "as the function takes whatever levels it is given"
                            : "which is its default there"))
            .sayingIf(
                grid.steps() != steps,
                "The schedule has %d steps where %d were asked for."
                    .formatted(grid.steps(), steps));
    for (String remark :
        Stream.of(schedule.remark(), method.remark()).flatMap(Optional::stream).toList()) {
      draft = draft.saying(remark);
    }
    return draft
        .saying(
            "It starts from noise of deviation sqrt(1 + sigma^2) or sigma, as its program sets; here of deviation sigma = %.6g."
                .formatted(grid.first()))
        .finished(text);
  }

  /// The sampler for a model: between the levels of its network's table; a model without one is run
  /// between those of Stable Diffusion, in standard deviations of its data.
  ///
  /// @param scale standard deviation of the model's data
  /// @param sigmaMax first level in the units of the data, if not the highest of the table
  /// @param sigmaMin last level before 0, if not the lowest
  public ImportedSampler samplerFor(
      Denoiser model, double scale, int steps, OptionalDouble sigmaMax, OptionalDouble sigmaMin) {
    Units units = Units.of(model, scale);
    double unit = units.wiring().filter(w -> w.table().isPresent()).map(Wiring::unit).orElse(scale);
    NoiseRange known = units.table().map(NoiseRange::of).orElseGet(NoiseRange::stableDiffusion);
    NoiseRange range =
        new NoiseRange(
            sigmaMax.isPresent() ? sigmaMax.getAsDouble() / unit : known.sigmaMax(),
            sigmaMin.isPresent() ? sigmaMin.getAsDouble() / unit : known.sigmaMin(),
            known.table());
    ImportedSampler sampler = units.onLevels(sampler(steps, range).inUnits(unit));
    return units.table().isPresent()
        ? sampler
        : sampler.saying(
            "The model has no table of timesteps: Stable Diffusion's stands in, its levels in standard deviations of the data (%.4g)."
                .formatted(unit));
  }

  /// A1111 and ComfyUI give some methods a grid of one more step, whose last positive level is left
  /// out; k-diffusion itself does not.
  private TimeGrid grid(SigmaSchedule schedule, int steps, NoiseRange range) {
    UnaryOperator<TimeGrid> shortened =
        grid ->
            new TimeGrid(
                Vector.generate(
                    grid.steps(), i -> grid.sigma(i == grid.steps() - 1 ? grid.steps() : i)));
    return leavesOut
        ? shortened.apply(schedule.rule().grid(steps + 1, range))
        : schedule.rule().grid(steps, range);
  }
}
