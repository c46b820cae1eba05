package org.scorefield.app.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.scorefield.catalogue.Catalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `scorefield fit`: one command a kind of model, so that each has its own options and refuses
/// those of the others.
@Command(
    name = "fit",
    description = "Fits a model to data and writes it as one safetensors file.",
    synopsisSubcommandLabel = "KIND",
    commandListHeading = "Kinds:%n",
    footer = {"", "`scorefield fit KIND --help` tells the options of a kind."},
    mixinStandardHelpOptions = true,
    subcommands = {
      FitGaussianCommand.class,
      FitMixtureCommand.class,
      FitEmpiricalCommand.class,
      FitStackCommand.class,
      FitConvexCommand.class,
      FitFeaturesCommand.class,
      FitClassifierCommand.class
    })
final class FitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new IllegalArgumentException(
        "fit needs a kind of model: " + String.join(", ", spec.subcommands().keySet()));
  }

  /// What to say of arguments that `fit` or one of its kinds does not know; empty if this is not
  /// about them.
  static Optional<String> explain(CommandSpec command, List<String> unmatched) {
    String first = unmatched.getFirst();
    if (command.userObject() instanceof FitCommand && !first.startsWith("-")) {
      List<String> kinds = List.copyOf(command.subcommands().keySet());
      return Optional.ofNullable(Catalogue.unknown("kind of model", first, kinds).getMessage());
    }
    return command.parent() != null && command.parent().userObject() instanceof FitCommand
        ? elsewhere(command, first)
        : Optional.empty();
  }

  /// The kinds that know an option which this one does not.
  private static Optional<String> elsewhere(CommandSpec kind, String option) {
    Map<String, CommandLine> all = kind.parent().subcommands();
    String others =
        all.entrySet().stream()
            .filter(e -> e.getValue().getCommandSpec().findOption(option) != null)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("%s goes with %s, not with %s".formatted(option, others, kind.name()));
  }
}
