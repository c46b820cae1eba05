package org.scorefield.app.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.doctor.Check;
import org.scorefield.doctor.Conclusion;
import org.scorefield.engine.onnx.OnnxFiles;
import org.scorefield.experiment.Conditioning;
import org.scorefield.experiment.DoctorExperiment;
import org.scorefield.experiment.DoctorResult;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.RunDirectory;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.Runner;
import org.scorefield.linear.ClassLinearity;
import org.scorefield.report.DoctorReport;
import org.scorefield.report.Html;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield doctor`.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Tests a model against what is true of every denoiser, and names what is wrong with the wiring of a network.",
      "Exit codes: 0 healthy, 1 a fault was found, 2 bad usage or input."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int FAULTY = 1;

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A model file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "Real rows of what the model was trained on; see `scorefield --help`. Without them it is held against its own samples, which do not show layout, channels and value range.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--class",
      paramLabel = "K",
      description =
          "Examine what the model does when it is told this class; of data with labels the rows of the class are taken. Default told none, where it knows a word for that.")
  private Optional<Integer> label = Optional.empty();

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description =
          "Evaluations of the model that may be spent. Default by the size of a sample: 400 for large pictures, up to 20000.")
  private Optional<Integer> evaluations = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write. Default runs/doctor-<time>.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    DoctorExperiment experiment =
        new DoctorExperiment(
            new Conditioning(optional(label), Optional.empty()).of(Models.read(model)),
            data.map(Sources::open).map(this::ofClass),
            optional(evaluations),
            output.seed());
    Path target = Output.directory(out, "doctor");
    try (RunDirectory directory = RunDirectory.create(target)) {
      DoctorResult result = new Runner(directory, output.progress()).run(experiment);
      directory.write("report.html", Finish.bytes(Html.render(DoctorReport.of(result))));
      RunRecord record = Finish.commit(result.record(), directory);
      print(result, target);
      output.printJson(Json.of(record));
      return result.conclusion().state() == Conclusion.State.FAULTY ? FAULTY : 0;
    } catch (CancellationException e) {
      throw new RunFailed("cancelled; nothing was written");
    }
  }

  private Dataset ofClass(Dataset rows) {
    return label.isPresent() && rows instanceof Labelled labelled
        ? ClassLinearity.rowsOf(labelled, label.get())
        : rows;
  }

  private static OptionalInt optional(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private void print(DoctorResult result, Path target) {
    output.print(result.conclusion().headline());
    output.print(result.conclusion().text());
    for (Check check : result.report().checks()) {
      output.print(
          "%-9s %s: %s"
              .formatted(
                  check.outcome().name().toLowerCase(Locale.ROOT), check.name(), check.measured()));
    }
    if (result.corrected().isPresent()) {
      output.print(
          "The wiring that is right is in %s: copy it to %s and run `scorefield doctor` again."
              .formatted(target.resolve("wiring.yaml"), OnnxFiles.settingsOf(model)));
    }
    output.print("Open " + target.resolve("report.html"));
  }
}
