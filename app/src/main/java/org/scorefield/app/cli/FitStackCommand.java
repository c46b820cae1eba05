package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.experiment.FitExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `scorefield fit stack`.
@Command(
    name = "stack",
    mixinStandardHelpOptions = true,
    description = "At each noise level the combination of models that denoises held-out rows best.")
final class FitStackCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.2;

  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();
  @Mixin private MixtureOptions mixture = new MixtureOptions();

  @Option(
      names = "--member",
      paramLabel = "MODEL",
      description =
          "A model file to take into the stack; give it once for each. It should have been fitted with the same --data, --held-out and --seed. Default: a gaussian, a gmm and an empirical model of the data.")
  private List<Path> members = List.of();

  @Option(
      names = "--bands",
      paramLabel = "B",
      defaultValue = "1",
      description =
          "Bands of principal directions that get weights of their own. Default ${DEFAULT-VALUE}.")
  private int bands;

  @Override
  public Integer call() {
    FitOptions.Rows rows = fit.rows(HELD_OUT, output.seed());
    List<FitExperiment.Kind> own = members.isEmpty() ? own(rows.train().shape().size()) : List.of();
    return fit.fit(new FitExperiment.StackKind(named(), own, bands), rows, output);
  }

  /// Members that are fitted here if none are given.
  private List<FitExperiment.Kind> own(int d) {
    return List.of(
        new FitExperiment.GaussianKind(Optional.empty()),
        mixture.kind(d),
        new FitExperiment.EmpiricalKind());
  }

  /// Each member under the name of its file, or its whole path where names would be the same.
  private List<FitExperiment.NamedModel> named() {
    List<String> names = members.stream().map(FitStackCommand::stem).toList();
    boolean clear = names.stream().distinct().count() == names.size();
    return members.stream()
        .map(file ->
            new FitExperiment.NamedModel(clear ? stem(file) : file.toString(), Models.read(file)))
        .toList();
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".safetensors")
        ? name.substring(0, name.length() - ".safetensors".length())
        : name;
  }
}
