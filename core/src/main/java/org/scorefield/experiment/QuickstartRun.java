package org.scorefield.experiment;

import org.scorefield.wiring.LevelRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.data.file.NpyWriter;
import org.scorefield.data.file.SamplePicture;
import org.scorefield.metric.DenoisingLoss;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Runs a {@link QuickstartExperiment}.
final class QuickstartRun {
  private static final double HELD_OUT = 0.2;
  private static final int IMAGES = 64;
  private static final int POINTS = 2000;
  private static final int LEVELS = 13;
  private static final int LOSS_ROWS = 400;
  private static final int KL_SAMPLES = 2000;

  private final QuickstartExperiment experiment;
  private final RunDirectory directory;
  private final Progress progress;
  private final NoiseKey key;

  private QuickstartRun(
      QuickstartExperiment experiment, RunDirectory directory, Progress progress) {
    this.experiment = experiment;
    this.directory = directory;
    this.progress = progress;
    this.key = NoiseKey.of(experiment.seed()).child("quickstart");
  }

  static QuickstartResult run(
      QuickstartExperiment experiment, RunDirectory directory, Progress progress) {
    return new QuickstartRun(experiment, directory, progress).run();
  }

  private QuickstartResult run() {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    Split split = Split.fraction(experiment.data(), HELD_OUT, key);
    Model gaussian = fit(new FitExperiment.GaussianKind(Optional.empty()), split.train());
    FitExperiment.Kind kind =
        new FitExperiment.MixtureKind(
            experiment.components(), new CovarianceKind.LowRank(experiment.rank()));
    Model mixture = fit(kind, split.train());
    Empirical empirical = Empirical.of(split.train());

    double scale = gaussian.law().scale();
    TimeGrid grid =
        new RhoGrid(7)
            .toZero(
                experiment.steps(),
                scale * LevelRange.SIGMA_MAX_PER_SCALE,
                scale * LevelRange.SIGMA_MIN_PER_SCALE);
    List<QuickstartResult.Level> levels =
        levels(split.heldOut(), gaussian, mixture, empirical, scale);
    TeleportPlan plan = plan(mixture, grid);
    double sigmaSkip =
        plan.opening() instanceof SamplerSpec.Opening.Teleport ? plan.grid().first() : Double.NaN;
    List<Drawn> drawn = draw(gaussian, mixture, grid, plan);
    List<RunRecord.Result> results = new ArrayList<>(evaluate(drawn, split));
    write(mixture, gaussian, drawn);

    RunRecord record =
        new RunRecord(
            "quickstart",
            settings(split, grid, plan, sigmaSkip),
            progress.cancelled() ? "cancelled" : RunRecord.COMPLETED,
            Optional.of(experiment.steps()),
            (System.nanoTime() - started) / 1e9,
            results,
            directory.files(),
            provenance);
    return new QuickstartResult(
        record,
        shown(split.heldOut().all()),
        drawn.stream().map(Drawn::variant).toList(),
        levels,
        ((Gaussian) gaussian.law()).variances(),
        scale,
        grid,
        sigmaSkip);
  }

  private Model fit(FitExperiment.Kind kind, Dataset train) {
    return FitRun.run(new FitExperiment(kind, train, Optional.empty(), experiment.seed()), progress)
        .model();
  }

  /// Where the closed-form start lands, by the rule of `sample --teleport auto`.
  private TeleportPlan plan(Model mixture, TimeGrid grid) {
    TeleportRequest request =
        new TeleportRequest(
            new TeleportRequest.Landing.Within(experiment.klBudget(), TeleportRequest.Judge.LAW),
            new TeleportRequest.Law.OfGaussian(OptionalInt.empty()),
            Start.Teleport.Mode.EXACT,
            OptionalInt.of(0),
            Optional.empty());
    return TeleportRun.plan(
        request,
        new TeleportRequest.For(mixture, new Dpmpp2M(), grid, experiment.seed()),
        progress);
  }

  private List<QuickstartResult.Level> levels(
      Dataset heldOut, Model gaussian, Model mixture, Empirical empirical, double scale) {
    progress.begin("looking at each noise level", LEVELS);
    List<QuickstartResult.Level> levels = new ArrayList<>();
    DenoisingLoss loss = new DenoisingLoss(LOSS_ROWS);
    Gaussian matching = mixture.law().matchingGaussian();
    Noise noise = new Noise(key.child("levels"), 0, 1);
    for (double sigma : new LogUniformGrid().levels(LEVELS, 40 * scale, 0.04 * scale).toArray()) {
      levels.add(
          new QuickstartResult.Level(
              sigma,
              loss.measure(gaussian.law(), heldOut, sigma, noise),
              loss.measure(mixture.law(), heldOut, sigma, noise),
              loss.measure(empirical, heldOut, sigma, noise),
              new NoisyKl(KL_SAMPLES).measure(mixture.law(), matching, sigma, noise)));
      progress.advance(1);
    }
    return levels;
  }

  /// A sampler's samples and what is shown of them.
  private record Drawn(QuickstartResult.Variant variant, Dataset samples) {}

  private List<Drawn> draw(Model gaussian, Model mixture, TimeGrid grid, TeleportPlan plan) {
    List<Drawn> drawn = new ArrayList<>();
    drawn.add(sample("mixture, full run", mixture, grid, new SamplerSpec.Opening.WhiteNoise()));
    if (plan.opening() instanceof SamplerSpec.Opening.Teleport jump) {
      drawn.add(sample("mixture, teleport", mixture, plan.grid(), jump));
    }
    drawn.add(exact("mixture, exact samples", mixture));
    drawn.add(exact("Gaussian, exact samples", gaussian));
    return drawn;
  }

  private Drawn sample(String name, Model model, TimeGrid grid, SamplerSpec.Opening opening) {
    SamplerSpec spec =
        new SamplerSpec(
            new Dpmpp2M(),
            grid,
            opening,
            model.card().noiseScale(),
            new SamplerSpec.Aim("quickstart", OptionalInt.empty()),
            List.of(),
            Provenance.now(experiment.seed()));
    SampleExperiment what =
        new SampleExperiment(
            model,
            Conditioning.NONE,
            experiment.samples(),
            spec,
            experiment.seed(),
            SampleStream.comfortableBatch(model.card().shape()),
            Runtime.getRuntime().availableProcessors());
    List<Batch> parts = new ArrayList<>();
    SampleRun.Drawing drawing = SampleRun.draw(what, progress, parts::add);
    drawing.outcome().orElseThrow();
    Batch samples = Batch.concat(parts);
    QuickstartResult.Variant variant =
        new QuickstartResult.Variant(
            name,
            SampleRun.evaluations(drawing.outcome()).orElse(0),
            shown(samples),
            drawing.trajectory());
    return new Drawn(variant, Dataset.of(name, model.card().units(), samples));
  }

  private Drawn exact(String name, Model model) {
    Batch samples = model.law().sample(new Noise(key.child(name), 0, experiment.samples()));
    QuickstartResult.Variant variant =
        new QuickstartResult.Variant(name, 0, shown(samples), List.of());
    return new Drawn(variant, Dataset.of(name, model.card().units(), samples));
  }

  private List<RunRecord.Result> evaluate(List<Drawn> drawn, Split split) {
    List<Metric> metrics =
        List.of(
            Metrics.named("frechet"),
            Metrics.named("sliced-w2"),
            Metrics.named("energy"),
            Metrics.named("precision"),
            Metrics.named("recall"),
            Metrics.named("c2st"),
            Metrics.named("memorisation"));
    List<EvaluateExperiment.Candidate> candidates =
        drawn.stream()
            .map(d -> new EvaluateExperiment.Candidate(d.variant().name(), d.samples()))
            .toList();
    return EvaluateRun.measure(
        new EvaluateExperiment(
            candidates,
            split.heldOut(),
            Optional.of(split.train()),
            metrics,
            true,
            Optional.empty(),
            experiment.seed()),
        progress);
  }

  private void write(Model mixture, Model gaussian, List<Drawn> drawn) {
    ModelFiles.CLOSED_FORMS.write(directory.file("mixture.safetensors"), mixture);
    ModelFiles.CLOSED_FORMS.write(directory.file("gaussian.safetensors"), gaussian);
    Batch best = drawn.get(drawn.size() > 3 ? 1 : 0).samples().all();
    NpyWriter.write(directory.file("samples.npy"), best);
    Batch shown = shown(best);
    SamplePicture.fitting(shown)
        .ifPresent(picture -> picture.write(directory.file("samples.png"), shown));
  }

  /// The samples that are shown: few images, or a cloud of points.
  private static Batch shown(Batch batch) {
    int most = batch.shape().size() == 2 ? POINTS : IMAGES;
    return batch.slice(0, Math.min(most, batch.count()));
  }

  private Map<String, String> settings(
      Split split, TimeGrid grid, TeleportPlan plan, double sigmaSkip) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", experiment.data().name() + ", " + experiment.data().units());
    settings.put("data sha256", ContentHash.of(experiment.data()).hex());
    settings.put("rows fitted", String.valueOf(split.train().size()));
    settings.put("rows held out", String.valueOf(split.heldOut().size()));
    settings.put("mixture", experiment.components() + " components of rank " + experiment.rank());
    settings.put("solver", new Dpmpp2M().name());
    settings.put("noise levels", grid.sigmas().toString());
    settings.put("sigma_skip", String.valueOf(sigmaSkip));
    settings.put("teleport", plan.message());
    settings.put("samples", String.valueOf(experiment.samples()));
    return settings;
  }
}
