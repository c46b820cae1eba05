package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scorefield.experiment.Model;
import org.scorefield.interop.ImportedSampler;
import org.scorefield.interop.SamplerName;
import org.scorefield.interop.SchedulerConfig;
import org.scorefield.sampling.solver.Solvers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options that take a sampler from another tool, in place of a solver and a grid.
final class ImportOptions {
  static final List<String> NAMES = List.of("--scheduler", "--sampler-name");
  private static final List<String> REPLACED = List.of("--solver", "--grid", "--sampler");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--scheduler",
      paramLabel = "FILE",
      description =
          "Sample as this scheduler_config.json of diffusers says, in --steps steps; docs/from-other-tools.md lists the classes.")
  private Optional<Path> scheduler = Optional.empty();

  @Option(
      names = "--sampler-name",
      paramLabel = "NAME",
      description =
          "Sample as A1111, k-diffusion or ComfyUI do under this name: \"DPM++ 2M Karras\", sample_heun, \"dpmpp_2m sgm_uniform\" ...")
  private Optional<String> name = Optional.empty();

  /// The sampler that was asked for, if any; what is not the same about it goes to standard error.
  Optional<ImportedSampler> sampler(
      Model model, int steps, Optional<Double> sigmaMax, Optional<Double> sigmaMin) {
    if (scheduler.isPresent() && name.isPresent()) {
      throw new IllegalArgumentException(
          "--scheduler and --sampler-name both describe a sampler; give one or the other");
    }
    if (scheduler.isEmpty() && name.isEmpty()) {
      return Optional.empty();
    }
    String option = scheduler.isPresent() ? "--scheduler" : "--sampler-name";
    refuse(option, REPLACED);
    ImportedSampler imported =
        scheduler.isPresent()
            ? scheduled(scheduler.get(), model, steps)
            : SamplerName.parse(name.orElseThrow())
                .samplerFor(
                    model.denoiser(),
                    model.card().noiseScale(),
                    steps,
                    optional(sigmaMax),
                    optional(sigmaMin));
    say(imported);
    return Optional.of(imported);
  }

  private ImportedSampler scheduled(Path file, Model model, int steps) {
    refuse("--scheduler", List.of("--sigma-max", "--sigma-min"));
    return SchedulerConfig.read(file)
        .samplerFor(model.denoiser(), model.card().noiseScale(), steps);
  }

  private void refuse(String option, List<String> others) {
    for (String other : others) {
      if (spec.commandLine().getParseResult().hasMatchedOption(other)) {
        throw new IllegalArgumentException(
            "%s describes the sampler, %s too; give one or the other".formatted(option, other));
      }
    }
  }

  private void say(ImportedSampler imported) {
    spec.commandLine()
        .getErr()
        .printf(
            "%s is %s here, %d steps from sigma %.6g; what is not the same:%n",
            imported.origin(),
            imported.solver().name(),
            imported.grid().steps(),
            imported.grid().first());
    imported.differences().forEach(line -> spec.commandLine().getErr().println("- " + line));
  }

  /// Refuses to keep in a sampler file what has no name there, before the run.
  static void requireNamed(ImportedSampler imported) {
    String solver = imported.solver().name();
    if (!Solvers.named(solver).equals(Optional.of(imported.solver()))) {
      throw new IllegalArgumentException(
          "the solver %s of %s cannot be written by --save-sampler, only those of docs/solvers.md; keep the file or the name instead"
              .formatted(solver, imported.origin()));
    }
  }

  /// What a record says of it.
  static Map<String, String> settings(ImportedSampler imported) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("sampler read from", imported.origin());
    for (int i = 0; i < imported.differences().size(); i++) {
      settings.put("difference " + (i + 1), imported.differences().get(i));
    }
    return settings;
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
