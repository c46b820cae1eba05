package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.scorefield.data.DataException;
import org.scorefield.engine.nn.Networks;
import org.scorefield.engine.onnx.OnnxCard;
import org.scorefield.engine.onnx.OnnxFiles;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield export`.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes a trained network as an ONNX file that denoises: inputs x and sigma, in the units of the data.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A network of `scorefield fit`.")
  private Path model = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE.onnx",
      required = true,
      description = "Where to write; what its inputs mean goes to FILE.yaml beside it.")
  private Path out = Path.of("");

  @Option(names = "--force", description = "Replace the files if they exist.")
  private boolean force;

  /// What was written.
  ///
  /// @param model the ONNX file
  /// @param settings what its inputs mean
  record Exported(String model, String settings) {}

  @Override
  public Integer call() {
    Path settings = OnnxFiles.settingsOf(out);
    Stream.of(out, settings).forEach(this::requireFree);
    Model read = Models.read(model);
    if (!(read.denoiser() instanceof TrainedNetwork trained)) {
      throw new IllegalArgumentException(
          "%s is of kind %s; only networks are exported: %s"
              .formatted(model, read.card().kind(), String.join(", ", Networks.ALL.names())));
    }
    OnnxFiles.writeDenoiser(out, trained, card(read.card()));
    Exported exported = new Exported(out.toString(), settings.toString());
    output.print("Wrote " + exported.model() + " and " + exported.settings());
    output.printJson(Settings.json(exported));
    return 0;
  }

  private void requireFree(Path file) {
    if (Files.exists(file) && !force) {
      throw new DataException(
          file.toString(), "already exists", "choose another --out, or add --force to replace it");
    }
  }

  private static OnnxCard card(ModelCard card) {
    return new OnnxCard(
        card.kind(),
        "A network of kind %s, trained on %s.".formatted(card.kind(), card.data()),
        Optional.empty(),
        Map.of("scorefield_model", Settings.json(card)));
  }
}
