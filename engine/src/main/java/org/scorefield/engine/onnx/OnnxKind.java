package org.scorefield.engine.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.denoise.Denoiser;
import org.scorefield.experiment.ModelKind;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// An imported network as a part of another model, by reference: its weights stay in their own
/// file, which must be there unchanged when the model is read. Metadata:
///
/// | key | |
/// |---|---|
/// | `file` | the ONNX file, relative to the folder of the model; looked for beside it, too |
/// | `sha256` | of its bytes and those of the files that it keeps tensors in |
/// | `wiring` | how it is called, as YAML |
final class OnnxKind implements ModelKind {
  static final String NAME = "onnx";

  private static final String FILE = "file";
  private static final String SHA256 = "sha256";
  private static final String WIRING = "wiring";

  /// An imported network and its wiring.
  private record Imported(OnnxNetwork network, Wiring wiring) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean describes(Denoiser denoiser) {
    return imported(denoiser).isPresent();
  }

  /// Empty for a network that was told a class: which one, a reference does not say.
  private static Optional<Imported> imported(Denoiser denoiser) {
    return switch (denoiser) {
      case OnnxClasses(OnnxNetwork network, Wired wired) ->
          Optional.of(new Imported(network, wired.wiring()));
      case Wired wired
          when wired.network() instanceof OnnxNetwork network && network.classes() == 0 ->
          Optional.of(new Imported(network, wired.wiring()));
      default -> Optional.empty();
    };
  }

  @Override
  public SafeTensors write(Denoiser denoiser, String prefix, Path folder) {
    Imported it =
        imported(denoiser)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "a %s is no imported network, or one that was told a class"
                        .formatted(denoiser.getClass().getSimpleName())));
    Path file = it.network().file().toAbsolutePath().normalize();
    Path from = folder.toAbsolutePath().normalize();
    Path relative = Objects.equals(file.getRoot(), from.getRoot()) ? from.relativize(file) : file;
    return new SafeTensors(
        Map.of(),
        Map.of(
            prefix + FILE, relative.toString().replace('\\', '/'),
            prefix + SHA256, it.network().sha256(),
            prefix + WIRING, Settings.yaml(it.wiring())));
  }

  @Override
  public Denoiser read(Shape shape, SafeTensors content, String prefix, Path folder) {
    String sha256 = text(content, prefix + SHA256);
    Path file = find(text(content, prefix + FILE), sha256, folder);
    String found = OnnxFile.inspect(file).sha256();
    if (!found.equals(sha256)) {
      throw new DataException(
          file.toString(),
          "has changed, it or a file with its tensors: the sha256 is %s, the model that refers to it was made with %s"
              .formatted(found, sha256),
          "put the file back as it was, or make the model again");
    }
    Wiring wiring =
        Settings.parse("the wiring in its metadata", text(content, prefix + WIRING), Wiring.class);
    Denoiser denoiser =
        OnnxModels.denoiser(OnnxNetwork.open(file, wiring, OnnxOptions.usual()), wiring);
    if (!denoiser.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "the network is for samples of shape %s, the card says %s"
              .formatted(denoiser.shape(), shape));
    }
    return denoiser;
  }

  private static Path find(String name, String sha256, Path folder) {
    Path there = folder.resolve(name).normalize();
    Path beside = folder.resolve(Path.of(name).getFileName());
    if (Files.isRegularFile(there)) {
      return there;
    }
    if (Files.isRegularFile(beside)) {
      return beside;
    }
    throw new DataException(
        there.toString(),
        "is missing, and with it the network that the model refers to",
        "copy the ONNX file there or to %s (its sha256 is %s)".formatted(beside, sha256));
  }

  private static String text(SafeTensors content, String key) {
    String text = content.metadata().get(key);
    if (text == null) {
      throw new IllegalArgumentException("there is no '" + key + "' in its metadata");
    }
    return text;
  }
}
