package org.scorefield.engine.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import org.scorefield.data.DataException;
import org.scorefield.denoise.Denoiser;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.ModelKind;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.BetweenLevels;
import org.scorefield.wiring.Wired;
import org.scorefield.wiring.Wiring;

/// Models that were made elsewhere: a network in an ONNX file, and its {@link Wiring} as YAML. What
/// a file says is never run as a program; it is data for ONNX Runtime, which knows nothing but its
/// operators.
public final class OnnxModels {
  /// Ends the name of every file.
  public static final String SUFFIX = OnnxFiles.SUFFIX;

  /// Imported networks as parts of other models.
  public static final ModelKind KIND = new OnnxKind();

  private OnnxModels() {}

  /// Whether a file is one of these, by its name.
  public static boolean is(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  /// The model in a file, with the YAML of the same name beside it.
  ///
  /// @param file ends in `.onnx`
  /// @throws DataException if one of the two is missing or damaged, or they do not fit together
  public static Model read(Path file) {
    return read(file, requireSettings(file));
  }

  /// The model in a file, called as another file says.
  ///
  /// @throws DataException as {@link #read(Path)} does
  public static Model read(Path file, Path wiring) {
    return read(file, Settings.read(wiring, Wiring.class), OnnxOptions.usual());
  }

  /// The model in a file, called so.
  ///
  /// @throws DataException as {@link #read(Path)} does
  public static Model read(Path file, Wiring wiring, OnnxOptions options) {
    OnnxNetwork network = OnnxNetwork.open(file, wiring, options);
    Denoiser denoiser = denoiser(network, wiring);
    ModelCard card =
        new ModelCard(
            OnnxKind.NAME,
            denoiser.shape(),
            wiring.valueRange().isPresent() ? "pixels in [-1, 1]" : "those of the network",
            wiring.scale(),
            ModelCard.NOT_KNOWN,
            "",
            0,
            0,
            "imported from %s (sha256 %s), computed on %s; %s"
                .formatted(
                    file.getFileName(), network.sha256(), network.device(), levels(denoiser)));
    return new Model(denoiser, card);
  }

  /// The YAML beside a model, which must be there.
  static Path requireSettings(Path file) {
    Path beside = OnnxFiles.settingsOf(file);
    if (Files.isRegularFile(file) && !Files.isRegularFile(beside)) {
      throw new DataException(
          file.toString(),
          "there is no '%s' beside it, which says how the network is called"
              .formatted(beside.getFileName()),
          "write one (keys and examples are in docs/imported-models.md)");
    }
    return beside;
  }

  /// The denoiser of a network.
  ///
  /// @throws DataException if the network cannot be called so
  static Denoiser denoiser(OnnxNetwork network, Wiring wiring) {
    try {
      Wired wired = wiring.denoiser(network, network.wholeNoise());
      return network.classes() == 0 ? wired : new OnnxClasses(network, wired);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          network.file().toString(),
          "does not fit its wiring (" + e.getMessage() + ")",
          "correct the yaml",
          e);
    }
  }

  private static String levels(Denoiser denoiser) {
    Wired wired = Wired.in(denoiser).orElseThrow();
    if (wired.wiring().table().isEmpty()) {
      return "continuous time";
    }
    return wired.between() == BetweenLevels.SNAP
        ? "discrete time: asked at the nearest level of its table"
        : "discrete time: told fractional timesteps between the levels of its table";
  }
}
