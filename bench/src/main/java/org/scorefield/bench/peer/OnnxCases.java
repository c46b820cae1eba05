package org.scorefield.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.bench.input.Inputs;
import org.scorefield.bench.input.TrainingInput;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.UNet;
import org.scorefield.engine.onnx.OnnxCard;
import org.scorefield.engine.onnx.OnnxFiles;
import org.scorefield.engine.onnx.OnnxModels;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Whole runs of a sampler by a network in an ONNX file.
final class OnnxCases {
  private static final Shape PICTURE = Shape.image(1, 28, 28);
  private static final int STEPS = 10;

  private OnnxCases() {}

  /// Euler by a U-Net of pictures.
  ///
  /// ONNX Runtime from Python, its own threads: the same steps as a loop in NumPy, and the same
  /// calls with nothing between them, which is what no solver can be faster than.
  static Case euler() {
    return new Case(
        "euler-onnx",
        List.of(
            Rival.beside("onnxruntime, numpy", 1, 1e-4),
            Rival.beside("onnxruntime, calls alone", 1.02, 1e-4)),
        size -> task(size.of(64, 4)));
  }

  private static Task task(int n) {
    Path file = written();
    Denoiser model = OnnxModels.read(file).denoiser();
    TimeGrid grid = new RhoGrid(7).toZero(STEPS, 80, 0.002);
    int d = PICTURE.size();
    Batch start = Batch.adopt(PICTURE, Inputs.normals(n, d, 1).shared()).times(grid.first());
    int threads = Runtime.getRuntime().availableProcessors();
    SampleStream stream =
        new SampleStream(
            new Sampler(grid, new Euler(), new Start.Given(start)),
            Math.ceilDiv(n, threads),
            threads);
    byte[] bytes = bytes(file);
    return new Task(
        String.format(Locale.ROOT, "Euler, %d steps, %d pictures by an ONNX U-Net", STEPS, n),
        Map.of(
            "model",
            Matrix.adopt(1, bytes.length, Vector.generate(bytes.length, i -> bytes[i]).toArray()),
            "start",
            Matrix.adopt(n, d, start.shared()),
            "sigmas",
            Matrix.adopt(1, STEPS + 1, grid.sigmas().toArray())),
        Map.of(),
        () -> {
          List<Batch> parts = new ArrayList<>();
          stream.run(model, NoiseKey.of(1), n, Watch.NONE, parts::add).orElseThrow();
          return () -> Batch.concat(parts).toArray();
        });
  }

  private static Path written() {
    Network network = UNet.small(PICTURE, 0);
    TrainedNetwork trained =
        TrainedNetwork.of(
            network,
            TrainingInput.parameters(network),
            Parametrisation.EDM,
            new Normaliser(
                Vector.generate(PICTURE.size(), i -> 0), Vector.generate(PICTURE.size(), i -> 0.5)),
            0);
    try {
      Path file = Files.createTempDirectory("scorefield-bench").resolve("unet.onnx");
      OnnxFiles.writeDenoiser(file, trained, OnnxCard.named("unet"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
