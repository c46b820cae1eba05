package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.engine.experiment.EngineRunner;
import org.scorefield.engine.experiment.RunEnd;
import org.scorefield.engine.experiment.Study;
import org.scorefield.engine.experiment.TrainConfig;
import org.scorefield.engine.experiment.TrainConfig.Assignment;
import org.scorefield.engine.experiment.TrainDirectory;
import org.scorefield.engine.experiment.TrainExperiment;
import org.scorefield.engine.nn.NetworkKind;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.TrainingResult;
import org.scorefield.report.Html;
import org.scorefield.report.TrainingReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `scorefield fit` for the networks: one command a kind, alike but for the sizes they have.
@Command(mixinStandardHelpOptions = true)
final class FitNetworkCommand implements Callable<Integer> {
  private static final double HELD_OUT = 0.1;

  /// Ratio of the deviations of two columns from which on a network overlooks the smaller one.
  private static final double UNEQUAL = 5;

  /// Share of the largest deviation up to which a column counts as constant.
  private static final double CONSTANT = 1e-5;

  private final String kind;
  private final NetworkOptions options;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Output output = new Output();
  @Mixin private FitOptions fit = new FitOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A YAML file with sections `network` and `training`; options have the last word. Every run writes one to its directory.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of a configuration, as training.optimizer.clip=1. May be repeated.")
  private List<String> sets = List.of();

  @Option(
      names = "--classes",
      description = "Tell the network the class of each row, for `sample --class`.")
  private boolean classes;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      split = ",",
      description =
          "Measure beside: ${COMPLETION-CANDIDATES}. convergence: how the loss falls; bell: its shape over noise levels, early and late; decomposition: what the error is made of, for toys.")
  private Set<Study> studies = Set.of();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Where checkpoint, metrics and report are written. Default the name of the model with .run.")
  private Optional<Path> run = Optional.empty();

  @Option(
      names = "--resume",
      description =
          "Go on from the checkpoint in the run directory, with its configuration, to the bytes of an uninterrupted run.")
  private boolean resume;

  FitNetworkCommand(String kind, NetworkOptions options) {
    this.kind = kind;
    this.options = options;
  }

  /// Adds a command for each kind of network.
  static void addTo(CommandLine fit) {
    for (String name : Networks.ALL.names()) {
      NetworkKind<?> kind = Networks.ALL.parse(name);
      NetworkOptions options = NetworkOptions.of(kind);
      CommandLine line = new CommandLine(new FitNetworkCommand(name, options));
      CommandSpec spec = line.getCommandSpec();
      spec.usageMessage().description(NetworkOptions.about(name));
      options.addTo(spec);
      fit.addSubcommand(name, line);
    }
  }

  @Override
  public Integer call() {
    if (resume && !studies.isEmpty()) {
      throw new IllegalArgumentException(
          "--study follows a run from its start and does not go with --resume");
    }
    FitOptions.Rows rows = fit.rows(HELD_OUT, output.seed());
    TrainDirectory directory =
        resume
            ? TrainDirectory.resumed(fit.run(run))
            : TrainDirectory.fresh(fit.run(run), fit.force());
    Optional<Path> file = resume && config.isEmpty() ? Optional.of(directory.config()) : config;
    TrainExperiment experiment =
        new TrainExperiment(
            TrainConfig.of(kind, rows.train(), file, assignments()),
            rows.train(),
            rows.heldOut(),
            fit.law(),
            studies,
            output.seed());
    Progress progress = output.progress();
    hint(experiment).ifPresent(progress::say);
    return switch (new EngineRunner(progress).run(experiment, directory)) {
      case RunEnd.Completed<TrainingResult>(TrainingResult result) -> completed(result, directory);
      case RunEnd.Stopped<TrainingResult>(RunRecord record) -> {
        output.printJson(Json.of(record));
        throw new RunFailed(record.outcome());
      }
    };
  }

  /// A table whose columns are of very different size wants a deviation for each.
  private static Optional<String> hint(TrainExperiment experiment) {
    Dataset data = experiment.train();
    if (data.shape().rank() != 1
        || experiment.config().training().loss().normalise() != Normaliser.Scope.ALL) {
      return Optional.empty();
    }
    Vector deviations = Normaliser.measure(data, Normaliser.Scope.COLUMNS).deviations();
    double largest = deviations.stream().max().orElse(1);
    double smallest = deviations.stream().filter(s -> s > CONSTANT * largest).min().orElse(largest);
    return largest < UNEQUAL * smallest
        ? Optional.empty()
        : Optional.of(
            "hint: the deviations of the columns of %s run from %.2g to %.2g; the network will hardly see the small ones unless each column is divided by its own: --set training.loss.normalise=columns"
                .formatted(data.name(), smallest, largest));
  }

  private Map<String, Assignment> assignments() {
    Map<String, Assignment> given = new LinkedHashMap<>();
    if (classes) {
      given.put("--classes", new Assignment("training.classes", "true"));
    }
    given.putAll(options.given(spec.commandLine().getParseResult(), sets));
    return given;
  }

  private int completed(TrainingResult result, TrainDirectory directory) {
    Models.write(fit.out(), result.model());
    directory.write("report.html", Html.render(TrainingReport.of(result)));
    RunRecord record = directory.finish(result.record());
    for (TrainingResult.Candidate candidate : result.candidates()) {
      output.print(
          "%-14s normalised loss %s%s"
              .formatted(
                  candidate.name(),
                  Tables.number(candidate.loss()),
                  candidate.chosen() ? "  <- chosen" : ""));
    }
    output.print("%s: %s".formatted(fit.out(), result.model().card().fit()));
    output.print("Open " + directory.place().resolve("report.html"));
    output.printJson(Json.of(record));
    return 0;
  }
}
