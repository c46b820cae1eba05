package org.scorefield.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scorefield.data.DataException;
import org.scorefield.engine.onnx.OnnxCard;
import org.scorefield.engine.onnx.OnnxFiles;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.experiment.Json;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `scorefield export`.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes a trained network as ONNX, with a .yaml beside it that says how to call it.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "MODEL", description = "A trained network of `scorefield fit`.")
  private Path model = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE.onnx",
      required = true,
      description = "The file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--network",
      description = "The network alone, in its own coordinates, instead of the whole denoiser.")
  private boolean network;

  @Option(names = "--force", description = "Replace the files if they exist.")
  private boolean force;

  @Override
  public Integer call() {
    List<Path> files = network ? List.of(out) : List.of(out, OnnxFiles.settingsOf(out));
    for (Path file : files) {
      if (Files.exists(file) && !force) {
        throw new DataException(
            file.toString(),
            "already exists",
            "choose another --out, or add --force to replace it");
      }
    }
    Provenance provenance = Provenance.now(output.seed());
    long started = System.nanoTime();
    Model read = Models.read(model);
    if (!(read.denoiser() instanceof TrainedNetwork trained)) {
      throw new IllegalArgumentException(
          "a model of kind %s is no trained network and cannot be exported; `scorefield fit mlp` and its kin make one"
              .formatted(read.card().kind()));
    }
    OnnxCard card = card(read.card());
    if (network) {
      OnnxFiles.writeNetwork(out, trained, card);
    } else {
      OnnxFiles.writeDenoiser(out, trained, card);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", model.toString());
    settings.put("what", network ? "the network alone" : "the denoiser");
    RunRecord record =
        new RunRecord(
            "export",
            settings,
            RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            List.of(),
            files.stream().map(Path::toString).toList(),
            provenance);
    output.print("%s: %s, %s".formatted(out, settings.get("what"), card.about()));
    output.printJson(Json.of(record));
    return 0;
  }

  private static OnnxCard card(ModelCard card) {
    return new OnnxCard(
        card.kind(),
        "%s, %s".formatted(card.described(), card.fit()),
        Optional.empty(),
        Map.of(
            "scorefield.data", card.data(),
            "scorefield.data_hash", card.dataHash(),
            "scorefield.units", card.units(),
            "scorefield.seed", String.valueOf(card.seed())));
  }
}
