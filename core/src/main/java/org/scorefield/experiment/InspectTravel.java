package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Products;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.ResidualCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.TimeGrid;

/// Follows a few samples of a model from noise to data, and the closed form of the data's Gaussian
/// from the same noise.
final class InspectTravel {
  private static final int SEEDS = 64;
  private static final int SHOWN = 4;

  /// Points of a plane are seen as a cloud, or not at all.
  private static final int POINTS = 500;

  private static final int DIRECTIONS = 3;

  private InspectTravel() {}

  /// A state of the run.
  private record Stage(double sigma, Batch state) {}

  static InspectResult.Travel of(
      NamedDenoiser model,
      Gaussian gaussian,
      ResidualCurve curve,
      TimeGrid grid,
      NoiseKey key,
      Progress progress) {
    progress.begin("following samples", grid.steps());
    boolean plane = gaussian.shape().size() == 2;
    Noise noise = new Noise(key.child("travel"), 0, plane ? POINTS : SEEDS);
    Start.Prior prior = new Start.Prior();
    Batch first = prior.at(grid.first(), gaussian.shape(), noise);
    List<Stage> stages = new ArrayList<>(List.of(new Stage(grid.first(), first)));
    Watch watch =
        new Watch() {
          @Override
          public void stepped(StepEvent event) {
            progress.advance(1);
            if (event.next() > 0) {
              stages.add(new Stage(event.next(), event.state()));
            }
          }

          @Override
          public boolean cancelled() {
            return progress.cancelled();
          }
        };
    Outcome<Batch> outcome =
        new Sampler(grid, new Heun(), prior).sample(model.denoiser(), noise, watch);
    if (outcome instanceof Outcome.Diverged<Batch> diverged) {
      throw new IllegalArgumentException(
          "the model '%s' cannot be sampled: %s".formatted(model.name(), diverged.message()));
    }
    if (outcome instanceof Outcome.Cancelled<Batch>) {
      throw new CancellationException("cancelled");
    }
    return compare(model, gaussian, curve, stages, plane ? POINTS : SHOWN);
  }

  private static InspectResult.Travel compare(
      NamedDenoiser model, Gaussian gaussian, ResidualCurve curve, List<Stage> stages, int shown) {
    int directions = Math.min(DIRECTIONS, gaussian.rank());
    double top = stages.getFirst().sigma();
    Batch first = stages.getFirst().state();
    int n = stages.size();
    double[][] own = new double[directions][n];
    double[][] closed = new double[directions][n];
    double[] distance = new double[n];
    double[] bound = new double[n];
    List<SampleResult.Frame> frames = new ArrayList<>();
    List<SampleResult.Frame> closedFrames = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double sigma = stages.get(i).sigma();
      Batch state = stages.get(i).state();
      Batch flow = gaussian.flow(first, top, sigma);
      Batch denoised = model.denoiser().denoise(state.slice(0, shown), sigma);
      Batch linear = gaussian.denoise(flow.slice(0, shown), sigma);
      distance[i] = rootMeanSquare(state.minus(flow));
      bound[i] =
          sigma >= curve.lowest() && top <= curve.highest()
              ? curve.seedError(sigma, top).value()
              : Double.NaN;
      fill(own, i, gaussian, denoised);
      fill(closed, i, gaussian, linear);
      frames.add(new SampleResult.Frame(sigma, denoised));
      closedFrames.add(new SampleResult.Frame(sigma, linear));
    }
    return new InspectResult.Travel(
        Vector.generate(n, i -> stages.get(i).sigma()),
        java.util.Arrays.stream(own).map(Vector::adopt).toList(),
        java.util.Arrays.stream(closed).map(Vector::adopt).toList(),
        Vector.adopt(distance),
        Vector.adopt(bound),
        frames,
        closedFrames);
  }

  /// Coefficients of the first sample along the leading directions, in standard deviations.
  private static void fill(double[][] out, int column, Gaussian gaussian, Batch samples) {
    double[] centred = samples.row(0);
    for (int j = 0; j < centred.length; j++) {
      centred[j] -= gaussian.mean().get(j);
    }
    double[] c = Products.times(centred, 1, gaussian.basis());
    for (int k = 0; k < out.length; k++) {
      double variance = gaussian.variances().get(k);
      out[k][column] = variance > 0 ? c[k] / Math.sqrt(variance) : 0;
    }
  }

  private static double rootMeanSquare(Batch difference) {
    double sum = 0;
    for (double v : difference.shared()) {
      sum += v * v;
    }
    return Math.sqrt(sum / difference.count());
  }
}
