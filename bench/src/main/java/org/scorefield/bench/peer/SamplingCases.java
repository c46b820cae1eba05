package org.scorefield.bench.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.bench.input.Inputs;
import org.scorefield.bench.input.TrainingInput;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.NetworkFunction;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Whole runs of a sampler.
final class SamplingCases {
  private static final int STEPS = 18;
  private static final double VARIANCE = 0.01;

  private SamplingCases() {}

  /// 100,000 two-dimensional samples of eight Gaussians on a circle by EDM's Heun, 35 evaluations,
  /// from the same starting states.
  ///
  /// Torch: the same steps, vectorised over samples and components; samples as rows or as columns,
  /// all at once or in chunks, whichever the worker finds fastest.
  static Case heun() {
    return new Case(
        "heun",
        List.of(Rival.beside("torch float64", 0.5, 1e-7), Rival.beside("torch float32", 0.5, 1e-4)),
        size -> {
          int n = size.of(100_000, 3_000);
          Matrix means = ring();
          GaussianMixture mixture =
              GaussianMixture.isotropic(Batch.copyOf(Shape.vector(2), means.shared()), VARIANCE);
          TimeGrid grid = new RhoGrid(7).toZero(STEPS, 80, 0.002);
          Batch start =
              Batch.adopt(Shape.vector(2), Inputs.normals(n, 2, 1).shared()).times(grid.first());
          Sampler sampler = new Sampler(grid, new Heun(), new Start.Given(start));
          SampleStream stream =
              new SampleStream(
                  sampler,
                  SampleStream.comfortableBatch(start.shape()),
                  Runtime.getRuntime().availableProcessors());
          return new Task(
              String.format(
                  Locale.ROOT,
                  "Heun, %d steps, %,d samples of 8 Gaussians in the plane, float64",
                  STEPS,
                  n),
              Map.of(
                  "means", means,
                  "start", Matrix.adopt(n, 2, start.shared()),
                  "sigmas", Matrix.adopt(1, STEPS + 1, grid.sigmas().toArray())),
              Map.of("variance", VARIANCE),
              () -> drawn(stream, mixture, n));
        });
  }

  /// The same by a network of three layers of width 128 that predicts the noise, `D = x - sigma
  /// F(x/sqrt(1 + sigma^2); log(sigma)/4)`: float32 inside, state in float64.
  ///
  /// Torch: all in float32, at once or in chunks, whichever the worker finds fastest.
  static Case heunNetwork() {
    return new Case(
        "heun-mlp",
        List.of(Rival.beside("torch float32", 0.7, 1e-3)),
        size -> {
          int n = size.of(100_000, 3_000);
          Network network = new Mlp(Shape.vector(2), 0, 128, 3, 0);
          float[] parameters = TrainingInput.parameters(network);
          Denoiser denoiser =
              new PredictionDenoiser(
                  NetworkFunction.of(network, parameters),
                  Prediction.EPSILON,
                  PredictionDenoiser.VARIANCE_PRESERVING,
                  sigma -> Math.log(sigma) / 4);
          TimeGrid grid = new RhoGrid(7).toZero(STEPS, 80, 0.002);
          Batch start =
              Batch.adopt(Shape.vector(2), Inputs.normals(n, 2, 1).shared()).times(grid.first());
          Sampler sampler = new Sampler(grid, new Heun(), new Start.Given(start));
          SampleStream stream =
              new SampleStream(
                  sampler,
                  SampleStream.comfortableBatch(start.shape()),
                  Runtime.getRuntime().availableProcessors());
          Map<String, Matrix> arrays = new HashMap<>(TrainingCases.parameters(network, parameters));
          arrays.put("start", Matrix.adopt(n, 2, start.shared()));
          arrays.put("sigmas", Matrix.adopt(1, STEPS + 1, grid.sigmas().toArray()));
          return new Task(
              String.format(
                  Locale.ROOT, "Heun, %d steps, %,d points by MLP 2-128-128-128-2", STEPS, n),
              arrays,
              Map.of(),
              () -> drawn(stream, denoiser, n));
        });
  }

  private static Answer drawn(SampleStream stream, Denoiser model, int n) {
    List<Batch> parts = new ArrayList<>();
    stream.run(model, NoiseKey.of(1), n, Watch.NONE, parts::add).orElseThrow();
    return () -> Batch.concat(parts).toArray();
  }

  /// Eight points on the unit circle.
  private static Matrix ring() {
    double[] out = new double[16];
    for (int i = 0; i < 8; i++) {
      out[2 * i] = Math.cos(Math.PI * i / 4);
      out[2 * i + 1] = Math.sin(Math.PI * i / 4);
    }
    return Matrix.adopt(8, 2, out);
  }
}
