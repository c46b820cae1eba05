package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.scorefield.analytic.Distribution;
import org.scorefield.budget.Advice;
import org.scorefield.budget.Counsel;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.budget.ScorePart;
import org.scorefield.experiment.BudgetExperiment;
import org.scorefield.experiment.BudgetResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.report.BudgetReport;
import org.scorefield.report.Html;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.Grids;
import org.scorefield.schedule.ListedGrid;
import org.scorefield.schedule.TimeGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield budget`.
@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    description =
        "Says where the error of a model's samples comes from, start, discretisation or score, and what each change would bring.")
final class BudgetCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description =
          "Real data in the model's units, best rows it was not trained on; see `scorefield --help`. Of a toy the exact law is known, and with it the exact score error.")
  private String data = "";

  @Option(
      names = "--law",
      paramLabel = "MODEL",
      description = "A gaussian, gmm or empirical model that is the exact law of the data.")
  private Optional<Path> law = Optional.empty();

  @Option(
      names = "--reference",
      paramLabel = "MODEL",
      description =
          "Another model of the same data; where it denoises better, that is error of the model. May be given several times.")
  private List<Path> references = List.of();

  @Option(
      names = "--earlier",
      paramLabel = "MODEL",
      description =
          "The model at an earlier moment of its training, oldest first. May be given several times.")
  private List<Path> earlier = List.of();

  @Option(
      names = "--nfe",
      paramLabel = "N",
      description =
          "Steps of the scheme asked about, an evaluation of the model each; samples have a last denoising more. Default "
              + BudgetExperiment.Settings.STEPS
              + "; of a list of levels its own.")
  private Optional<Integer> steps = Optional.empty();

  @Option(
      names = "--grid",
      paramLabel = "G",
      defaultValue = "rho7",
      description =
          "Noise levels of the scheme asked about: a rule, or a list such as 80,10,1,0.1. Default ${DEFAULT-VALUE}.")
  private String grid = "rho7";

  @Option(
      names = "--noise",
      paramLabel = "frozen-score|ddpm|best",
      defaultValue = "frozen-score",
      description = "Noise of its steps. Default ${DEFAULT-VALUE}.")
  private String noise = "frozen-score";

  @Option(names = "--sigma-max", paramLabel = "S", description = "First noise level.")
  private Optional<Double> sigmaMax = Optional.empty();

  @Option(names = "--sigma-min", paramLabel = "S", description = "Last noise level.")
  private Optional<Double> sigmaMin = Optional.empty();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Held-out rows whose losses are measured. Default as many as make a million numbers, from 64 to 4000.")
  private Optional<Integer> rows = Optional.empty();

  @Option(
      names = "--levels",
      paramLabel = "K",
      defaultValue = "" + BudgetExperiment.Settings.LEVELS,
      description = "Noise levels at which they are. Default ${DEFAULT-VALUE}.")
  private int levels;

  @Option(
      names = "--precision",
      paramLabel = "NATS",
      description =
          "Refuse to answer if a part of the budget has a larger standard error; says how many rows it takes.")
  private Optional<Double> precision = Optional.empty();

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Samples to draw with each of a few schemes, to compare prediction and outcome; 0 for none. Default what is quickly drawn, at most 2000.")
  private Optional<Integer> samples = Optional.empty();

  @Option(
      names = "--any-wiring",
      description = "Go on even if the losses are those of a model that is called wrongly.")
  private boolean anyWiring;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/budget-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    BudgetExperiment experiment =
        new BudgetExperiment(
            Models.read(model),
            Sources.open(data),
            law(),
            named(references),
            named(earlier),
            settings(),
            output.seed());
    Path target = Output.directory(out, "budget");
    try (RunDirectory directory = RunDirectory.create(target)) {
      BudgetResult result = new Runner(directory, output.progress()).run(experiment);
      directory.write("report.html", Finish.bytes(Html.render(BudgetReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      print(result);
      output.print(
          "The best scheme as a sampler: `scorefield sample %s --sampler %s`."
              .formatted(model, target.resolve(result.sampler())));
      output.print("Open " + target.resolve("report.html"));
      output.printJson(Json.of(record));
      return 0;
    } catch (CancellationException e) {
      throw new RunFailed("cancelled; nothing was written");
    }
  }

  private Optional<Distribution> law() {
    return law.map(file -> Models.read(file).law()).or(() -> Sources.law(data));
  }

  /// Each under the name of its file, or where several have that under its whole path.
  private List<BudgetExperiment.Named> named(List<Path> files) {
    List<String> names =
        Stream.concat(references.stream(), earlier.stream())
            .map(file -> file.getFileName().toString())
            .toList();
    return files.stream()
        .map(file -> {
          String name = file.getFileName().toString();
          boolean alone = Collections.frequency(names, name) == 1;
          return new BudgetExperiment.Named(alone ? name : file.toString(), Models.read(file));
        })
        .toList();
  }

  /// A list of levels says where it begins and ends, and in how many steps. It is a budget's down
  /// to its last positive level.
  private BudgetExperiment.Settings settings() {
    GridRule rule = Grids.parse(grid);
    if (!(rule instanceof ListedGrid(TimeGrid list))) {
      return settings(
          Schemes.named(rule), steps.orElse(BudgetExperiment.Settings.STEPS), sigmaMax, sigmaMin);
    }
    requireUnsaid("--nfe", steps);
    requireUnsaid("--sigma-max", sigmaMax);
    requireUnsaid("--sigma-min", sigmaMin);
    int last = list.endsAtZero() ? list.steps() - 1 : list.steps();
    return settings(
        new Schemes.NamedRule("the given levels", rule),
        last,
        Optional.of(list.first()),
        Optional.of(list.sigma(last)));
  }

  private static void requireUnsaid(String option, Optional<?> value) {
    if (value.isPresent()) {
      throw new IllegalArgumentException(
          "%s %s says what the list of --grid says already; leave one of the two out"
              .formatted(option, value.get()));
    }
  }

  private BudgetExperiment.Settings settings(
      Schemes.NamedRule rule, int count, Optional<Double> first, Optional<Double> last) {
    return new BudgetExperiment.Settings(
        rule,
        NoiseChoice.parse(noise),
        count,
        first.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        last.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        rows.map(OptionalInt::of).orElse(OptionalInt.empty()),
        levels,
        precision.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        samples.map(OptionalInt::of).orElse(OptionalInt.empty()),
        anyWiring);
  }

  private void print(BudgetResult result) {
    output.print(Tables.withWords(parts(result)));
    output.print("");
    output.print(sentence(result.verdict()));
    result.better().ifPresent(text -> output.print(sentence(text)));
    result.published().ifPresent(text -> output.print(sentence(text)));
    output.print("");
    output.print(Tables.withWords(counsels(result.advice())));
    output.print("");
    output.print(sentence(result.spent().words()));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static List<List<String>> parts(BudgetResult result) {
    Advice advice = result.advice();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("part", "nats", ""));
    rows.add(
        List.of(
            "the start",
            Tables.number(result.part(Advice.START)),
            String.format(
                Locale.ROOT, "white noise at sigma %.4g", advice.scheme().grid().first())));
    rows.add(
        List.of(
            "the steps",
            Tables.number(result.part(Advice.DISCRETISATION)),
            "%d of %s in place of infinitely many"
                .formatted(advice.scheme().steps(), advice.scheme().name())));
    switch (advice.score()) {
      case ScorePart.Known known ->
          rows.add(List.of("the model", Tables.number(known.value()), "beside the exact denoiser"));
      case ScorePart.Between between -> {
        rows.add(
            List.of(
                "the model, at least",
                Tables.number(between.least()),
                "beside " + between.reference()));
        rows.add(
            List.of(
                "the model, at most",
                Tables.number(between.most()),
                "beside rows that remember themselves"));
      }
    }
    return rows;
  }

  private static List<List<String>> counsels(Advice advice) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("to change", "gain, nats", ""));
    for (Counsel counsel : advice.counsels()) {
      rows.add(List.of(counsel.change().label(), Tables.number(counsel.gain()), counsel.words()));
    }
    return rows;
  }
}
