package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.ConvexDiffusion;
import org.scorefield.convex.diffusion.LevelFit;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.metric.DenoisingLoss;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Metrics;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.wiring.LevelRange;

/// Looks at a fitted diffusion of convex programs: beside other models, and by what it draws.
final class ConvexLook {
  static final String SAMPLER = "dpmpp-2m, 20 steps of rho:7";

  private static final int STEPS = 20;
  private static final int IMAGES = 400;
  private static final int POINTS = 2000;
  private static final int LOSS_ROWS = 2000;
  private static final int SLICE_POINTS = 400;
  private static final int SLICE_ROWS = 20_000;

  /// Held-out rows from which on samples are measured by them.
  private static final int ENOUGH = 50;

  private final ConvexExperiment experiment;
  private final Model model;
  private final NoiseKey key;
  private final Progress progress;

  ConvexLook(ConvexExperiment experiment, Model model, NoiseKey key, Progress progress) {
    this.experiment = experiment;
    this.model = model;
    this.key = key;
    this.progress = progress;
  }

  /// Losses of the model, of the Gaussian, and of the exact law where it is known, on the held-out
  /// rows with noise that chose nothing.
  ///
  /// @param rows the training rows in the coordinates of the programs
  /// @param heldOut the same of the held-out rows
  List<ConvexResult.Yardstick> yardsticks(
      ConvexDiffusion diffusion, Dataset rows, Dataset heldOut) {
    progress.begin("judging by the held-out rows", 0);
    Gaussian gaussian = LowRank.exact(rows, rows.shape().size());
    boolean framed = rows.shape().size() != experiment.train().shape().size();
    Optional<Denoiser> exact = framed ? Optional.empty() : experiment.law().map(law -> law);
    List<ConvexResult.Yardstick> all = new ArrayList<>();
    all.add(yardstick(ConvexResult.CONVEX, diffusion.model(), diffusion, heldOut, exact));
    all.add(yardstick(ConvexResult.GAUSSIAN, gaussian, diffusion, heldOut, exact));
    exact.ifPresent(
        law -> all.add(yardstick(ConvexResult.EXACT, law, diffusion, heldOut, Optional.empty())));
    return all;
  }

  private ConvexResult.Yardstick yardstick(
      String name,
      Denoiser denoiser,
      ConvexDiffusion diffusion,
      Dataset heldOut,
      Optional<Denoiser> exact) {
    Preconditioning c = diffusion.model().preconditioning();
    DenoisingLoss loss = new DenoisingLoss(LOSS_ROWS);
    Noise noise = new Noise(key.child("loss"), 0, 1);
    return new ConvexResult.Yardstick(
        name,
        byLevel(diffusion, c, sigma -> loss.rows(denoiser, heldOut, sigma, noise)),
        exact.map(law ->
            byLevel(diffusion, c, sigma -> loss.distances(denoiser, law, heldOut, sigma, noise))));
  }

  /// Means over rows, in units of the target.
  private static List<Estimate> byLevel(
      ConvexDiffusion diffusion, Preconditioning c, Function<Double, Vector> perRow) {
    return diffusion.levels().stream()
        .map(LevelFit::sigma)
        .map(sigma -> {
          double unit = c.out(sigma) * c.out(sigma);
          return Estimate.mean(perRow.apply(sigma).stream().map(v -> v / unit).toArray());
        })
        .toList();
  }

  /// Answers at a high, a middle and a low level, of samples of one or two components.
  List<ConvexResult.Slice> slices(Vector levels) {
    int d = experiment.train().shape().size();
    if (d > 2) {
      return List.of();
    }
    int n = levels.size();
    return Stream.of(n / 4, n / 2, 3 * n / 4)
        .distinct()
        .map(levels::get)
        .map(sigma -> d == 1 ? onTheLine(sigma) : inThePlane(sigma))
        .toList();
  }

  private ConvexResult.Slice onTheLine(double sigma) {
    double[] x = experiment.train().all().toArray();
    double low = Vector.adopt(x).stream().min().orElse(0) - 2 * sigma;
    double high = Vector.adopt(x).stream().max().orElse(0) + 2 * sigma;
    Batch inputs =
        Batch.adopt(
            experiment.train().shape(),
            Vector.generate(SLICE_POINTS, i -> low + (high - low) * i / (SLICE_POINTS - 1))
                .toArray());
    return slice(sigma, inputs);
  }

  private ConvexResult.Slice inThePlane(double sigma) {
    Batch clean = experiment.heldOut().rows(0, Math.min(SLICE_POINTS, experiment.heldOut().size()));
    Noise noise = new Noise(key.child("slice"), 0, clean.count());
    return slice(sigma, clean.plus(noise.normal(clean.shape()), sigma));
  }

  private ConvexResult.Slice slice(double sigma, Batch inputs) {
    List<ConvexResult.Answer> answers = new ArrayList<>();
    if (experiment.law().isPresent()) {
      answers.add(
          new ConvexResult.Answer(
              ConvexResult.EXACT, experiment.law().get().denoise(inputs, sigma)));
    } else if (experiment.train().size() <= SLICE_ROWS) {
      answers.add(
          new ConvexResult.Answer(
              ConvexResult.EMPIRICAL, Empirical.of(experiment.train()).denoise(inputs, sigma)));
    }
    answers.add(
        new ConvexResult.Answer(ConvexResult.CONVEX, model.denoiser().denoise(inputs, sigma)));
    return new ConvexResult.Slice(sigma, inputs, answers);
  }

  /// Rows to show beside samples: held-out pictures, but of points the many of the training.
  Batch real() {
    Dataset rows = experiment.train().shape().isImage() ? experiment.heldOut() : experiment.train();
    return rows.rows(0, Math.min(shown(), rows.size()));
  }

  private int shown() {
    return experiment.train().shape().isImage() ? IMAGES : POINTS;
  }

  /// Samples of the model; none if it diverges.
  Batch samples() {
    Shape shape = model.card().shape();
    LevelRange range = LevelRange.of(model.denoiser(), model.card().noiseScale());
    Sampler sampler =
        new Sampler(range.upTo(new RhoGrid(7), STEPS), new Dpmpp2M(), new Start.Prior());
    progress.begin("sampling", shown());
    List<Batch> parts = new ArrayList<>();
    Outcome<Long> outcome =
        new SampleStream(
                sampler,
                SampleStream.comfortableBatch(shape),
                Runtime.getRuntime().availableProcessors())
            .run(
                model.denoiser(),
                key.child("samples"),
                shown(),
                new SampledRows(sampler, progress),
                parts::add);
    if (outcome instanceof Outcome.Diverged<Long> diverged) {
      progress.say("no samples: " + diverged.message());
    }
    return outcome instanceof Outcome.Completed<Long> ? Batch.concat(parts) : Batch.zeros(shape, 0);
  }

  /// How far the samples are from the held-out rows, beside those of the Gaussian.
  List<RunRecord.Result> evaluated(Batch samples) {
    Dataset heldOut = experiment.heldOut();
    int n = Math.min(samples.count(), heldOut.size());
    if (n < ENOUGH || progress.cancelled()) {
      return List.of();
    }
    Dataset train = experiment.train();
    int rank = experiment.chosenDirections().orElse(train.shape().size());
    Gaussian gaussian = LowRank.fit(train, rank, key.child("gaussian"));
    Batch plain = gaussian.sample(new Noise(key.child("plain"), 0, n));
    return EvaluateRun.measure(
        new EvaluateExperiment(
            List.of(
                candidate(ConvexResult.CONVEX, samples.slice(0, n)),
                candidate(ConvexResult.GAUSSIAN, plain)),
            few(heldOut, n),
            Optional.of(train),
            List.of(
                Metrics.named("sliced-w2"), Metrics.named("energy"), Metrics.named("memorisation")),
            true,
            Optional.empty(),
            experiment.seed()),
        progress);
  }

  private EvaluateExperiment.Candidate candidate(String name, Batch samples) {
    return new EvaluateExperiment.Candidate(name, Dataset.of(name, model.card().units(), samples));
  }

  private static Dataset few(Dataset data, int n) {
    return Dataset.of(data.name(), data.units(), data.rows(0, n));
  }
}
