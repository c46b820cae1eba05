package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;
import org.scorefield.metric.FeatureMap;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.TimeGrid;

/// Samples with and without a repair, of the same seeds, on the same noise levels, measured against
/// the judging rows: the model and the stack, each from white noise, and each from the closed form
/// at the level above which the stack does not evaluate the model. So four ways tell apart what the
/// better denoiser does and what the skipped evaluations do.
final class RepairSamples {
  static final String MODEL = "model";
  static final String REPAIRED = "repaired";

  private static final String JUMPED = ", closed-form start";
  private static final int PREVIEW = 36;
  private static final int POINTS = 2000;
  private static final int REFERENCE_ROWS = 4000;
  private static final int ROWS_A_DIRECTION = 20;
  private static final int MOST_DIRECTIONS = 50;

  private final RepairPlan plan;
  private final Stacked stack;
  private final NoiseKey key;
  private final Progress progress;
  private final ClockedModel model;

  RepairSamples(RepairPlan plan, Stacked stack, NoiseKey key, Progress progress) {
    this.plan = plan;
    this.stack = stack;
    this.key = key;
    this.progress = progress;
    this.model = new ClockedModel(stack.members().getFirst().denoiser());
  }

  /// A way of sampling and what it gave.
  record Drawn(RepairResult.Way way, Dataset samples) {}

  /// Draws all ways; one that diverges is left out, and said to be.
  List<Drawn> draw() {
    List<NamedDenoiser> members = new ArrayList<>(stack.members());
    members.set(0, new NamedDenoiser(members.getFirst().name(), model));
    Denoiser repaired = new Stacked(members, stack.curves(), stack.bands());
    TimeGrid full = plan.grid();
    Sampler whole = sampler(full, new Start.Prior());
    List<Drawn> drawn = new ArrayList<>();
    draw(MODEL, model, whole).ifPresent(drawn::add);
    draw(REPAIRED, repaired, whole).ifPresent(drawn::add);
    tail(full)
        .ifPresent(tail -> {
          Sampler jump = sampler(tail, closedForm(full.first()));
          draw(MODEL + JUMPED, model, jump).ifPresent(drawn::add);
          draw(REPAIRED + JUMPED, repaired, jump).ifPresent(drawn::add);
        });
    return drawn;
  }

  /// The levels from the first one on at which the stack evaluates the model, if there are others
  /// above: starting there, model and stack take the same number of evaluations.
  private Optional<TimeGrid> tail(TimeGrid full) {
    OptionalDouble skip = stack.skippedAbove(RepairResult.MODEL);
    int first = 0;
    while (first < full.steps() && skip.isPresent() && full.sigma(first) >= skip.getAsDouble()) {
      first++;
    }
    return first == 0 || first == full.steps()
        ? Optional.empty()
        : Optional.of(full.from(full.sigma(first)));
  }

  private Start closedForm(double sigmaMax) {
    Gaussian gaussian =
        stack.members().stream()
            .skip(1)
            .map(NamedDenoiser::denoiser)
            .filter(Gaussian.class::isInstance)
            .map(Gaussian.class::cast)
            .findFirst()
            .orElseThrow();
    return new Start.Teleport(gaussian, sigmaMax, Start.Teleport.Mode.EXACT);
  }

  private static Sampler sampler(TimeGrid grid, Start start) {
    return new Sampler(grid, new Dpmpp2M(), start);
  }

  private Optional<Drawn> draw(String name, Denoiser denoiser, Sampler sampler) {
    progress.begin("sampling, " + name, plan.samples());
    model.reset();
    Shape shape = denoiser.shape();
    List<Batch> batches = new ArrayList<>();
    int batch = SampleStream.comfortableBatch(shape);
    Outcome<Long> outcome =
        new SampleStream(sampler, batch, 1)
            .run(
                denoiser,
                key.child("samples"),
                plan.samples(),
                new SampledRows(sampler, progress),
                batches::add);
    return switch (outcome) {
      case Outcome.Completed<Long> _ -> {
        Batch all = Batch.concat(batches);
        int shown = Math.min(all.count(), shape.size() == 2 ? POINTS : PREVIEW);
        yield Optional.of(
            new Drawn(
                new RepairResult.Way(
                    name,
                    model.evaluations() / (double) all.count(),
                    sampler.grid().first(),
                    all.slice(0, shown)),
                Dataset.of(name, plan.judging().units(), all)));
      }
      case Outcome.Diverged<Long> d -> {
        progress.say("sampling, " + name + ", diverged: " + d.message());
        yield Optional.empty();
      }
      case Outcome.Cancelled<Long> _ -> throw new CancellationException("cancelled");
    };
  }

  /// How near each way's samples are to the judging rows, component by component.
  List<RunRecord.Result> measure(List<Drawn> drawn, long seed) {
    return measure(drawn, metrics(), Optional.empty(), seed);
  }

  /// The same in features.
  List<RunRecord.Result> measure(List<Drawn> drawn, FeatureMap features, long seed) {
    return measure(
        drawn,
        List.of(Metrics.named("frechet-inf"), Metrics.named("precision"), Metrics.named("recall")),
        Optional.of(features),
        seed);
  }

  private List<RunRecord.Result> measure(
      List<Drawn> drawn, List<Metric> metrics, Optional<FeatureMap> features, long seed) {
    if (drawn.isEmpty()) {
      return List.of();
    }
    List<RunRecord.Result> results =
        EvaluateRun.measure(evaluation(drawn, metrics, features, seed), progress);
    if (progress.cancelled()) {
      throw new CancellationException("cancelled");
    }
    return results;
  }

  private EvaluateExperiment evaluation(
      List<Drawn> drawn, List<Metric> metrics, Optional<FeatureMap> features, long seed) {
    return new EvaluateExperiment(
        drawn.stream()
            .map(d -> new EvaluateExperiment.Candidate(d.way().name(), d.samples()))
            .toList(),
        RandomRows.atMost(REFERENCE_ROWS, plan.judging(), key.child("reference")),
        Optional.of(RandomRows.atMost(REFERENCE_ROWS, plan.closedForms(), key.child("control"))),
        metrics,
        true,
        features,
        seed);
  }

  private List<Metric> metrics() {
    int directions = Math.clamp(plan.samples() / ROWS_A_DIRECTION, 1, MOST_DIRECTIONS);
    int d = Math.min(directions, plan.judging().shape().size());
    return List.of(
        Metrics.named("sliced-w2"),
        Metrics.named("energy"),
        Metrics.named("frechet-inf-pca:" + d),
        Metrics.named("precision"),
        Metrics.named("recall"));
  }
}
