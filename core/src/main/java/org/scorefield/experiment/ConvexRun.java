package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Subspace;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.convex.diffusion.ConvexDiffusion;
import org.scorefield.convex.diffusion.ConvexPlan;
import org.scorefield.convex.diffusion.LevelFit;
import org.scorefield.convex.diffusion.LevelTraining;
import org.scorefield.convex.diffusion.MomentMatching;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Runs a {@link ConvexExperiment}.
final class ConvexRun {
  /// The loss of the model once its moments are matched.
  private static final String MATCHED = "moments matched";

  /// Particles whose moments are matched.
  private static final int PARTICLES = 2000;

  private final ConvexExperiment experiment;
  private final Progress progress;
  private final NoiseKey key;
  private final Provenance provenance;
  private final long started = System.nanoTime();

  private ConvexRun(ConvexExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    this.key = NoiseKey.of(experiment.seed()).child("convex");
    this.provenance = Provenance.now(experiment.seed());
  }

  /// @throws CancellationException if it was stopped
  static ConvexResult run(ConvexExperiment experiment, Progress progress) {
    return new ConvexRun(experiment, progress).run();
  }

  private ConvexResult run() {
    Dataset train = experiment.train();
    TrainingFrame training =
        TrainingFrame.of(train, experiment.directions(), key.child("directions"), progress);
    Optional<Subspace> frame = training.frame();
    Dataset rows = training.within(train);
    Dataset heldOut = training.within(experiment.heldOut());
    Vector levels = experiment.ladder().levels(rows.all());
    ConvexMemory.require(rows, experiment.plan(), levels.size());
    ConvexDescents descents = new ConvexDescents(progress);
    int programs = levels.size() * experiment.plan().betas();
    progress.begin(
        "solving convex programs of %s at %d noise levels".formatted(train.name(), levels.size()),
        programs);
    ConvexDiffusion solved =
        LevelTraining.fit(
            rows.all(), heldOut.all(), levels, experiment.plan(), key.child("levels"), descents);
    requireWhole(descents, programs);
    ConvexDiffusion diffusion = experiment.moments() ? matched(solved, rows) : solved;
    Model model = model(diffusion, frame);
    ConvexLook look = new ConvexLook(experiment, model, key.child("look"), progress);
    List<ConvexResult.Yardstick> yardsticks = look.yardsticks(diffusion, rows, heldOut);
    List<ConvexResult.Slice> slices = look.slices(levels);
    Batch samples = look.samples();
    List<RunRecord.Result> results = results(diffusion, yardsticks);
    results.addAll(look.evaluated(samples));
    requireWhole(descents, programs);
    RunRecord record =
        new RunRecord(
            "fit convex",
            settings(model, diffusion, frame),
            RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            results,
            List.of(),
            provenance);
    return new ConvexResult(
        record,
        model,
        experiment.plan(),
        diffusion.levels(),
        descents.all(),
        yardsticks,
        slices,
        samples,
        look.real());
  }

  private ConvexDiffusion matched(ConvexDiffusion solved, Dataset rows) {
    return new ConvexDiffusion(
        MomentMatching.of(
            solved.model(), rows.all(), new Noise(key.child("moments"), 0, PARTICLES)),
        solved.levels());
  }

  private void requireWhole(ConvexDescents descents, int programs) {
    if (progress.cancelled()) {
      throw new CancellationException(
          "cancelled after %d of at most %d convex programs"
              .formatted(descents.solved(), programs));
    }
  }

  private Model model(ConvexDiffusion diffusion, Optional<Subspace> frame) {
    Dataset train = experiment.train();
    Denoiser denoiser =
        frame.<Denoiser>map(f -> f.lift(diffusion.model())).orElse(diffusion.model());
    return new Model(
        denoiser,
        new ModelCard(
            frame.isPresent() ? ModelTensors.LIFTED : ModelTensors.CONVEX,
            train.shape(),
            train.units(),
            LowRank.fit(train, 0, key).scale(),
            train.name(),
            ContentHash.of(train).hex(),
            train.size(),
            experiment.seed(),
            how(diffusion, frame)));
  }

  private String how(ConvexDiffusion diffusion, Optional<Subspace> frame) {
    List<LevelFit> levels = diffusion.levels();
    return String.format(
        Locale.ROOT,
        "convex programs at %d noise levels from %.4g to %.4g%s%s%s",
        levels.size(),
        levels.getFirst().sigma(),
        levels.getLast().sigma(),
        frame.map(f -> " in " + f.dimension() + " principal directions").orElse(""),
        line() ? ", exact on the line" : ", over " + experiment.plan().gates() + " gates each",
        experiment.moments() ? ", moments matched" : "");
  }

  private boolean line() {
    return experiment.train().shape().size() == 1;
  }

  private List<RunRecord.Result> results(
      ConvexDiffusion diffusion, List<ConvexResult.Yardstick> yardsticks) {
    List<RunRecord.Result> results = new ArrayList<>();
    for (int l = 0; l < diffusion.levels().size(); l++) {
      LevelFit level = diffusion.levels().get(l);
      String subject = subject(level);
      LevelFit.Point best = level.best();
      results.add(exact(subject, "beta", best.beta()));
      results.add(exact(subject, "relative gap", best.certificate().relativeGap()));
      results.add(exact(subject, "active gates", best.activeGates()));
      long n = experiment.heldOut().size();
      results.add(
          new RunRecord.Result(
              subject, "held-out loss", new Estimate(best.loss(), best.standardError(), n)));
      results.add(
          new RunRecord.Result(
              subject, "least squares", new Estimate(level.linearLoss(), level.linearError(), n)));
      for (ConvexResult.Yardstick yardstick : yardsticks) {
        if (!yardstick.name().equals(ConvexResult.CONVEX)) {
          results.add(new RunRecord.Result(subject, yardstick.name(), yardstick.losses().get(l)));
        } else if (experiment.moments()) {
          results.add(new RunRecord.Result(subject, MATCHED, yardstick.losses().get(l)));
        }
      }
      results.add(exact(subject, "neighbours", level.neighbours()));
    }
    return results;
  }

  private static String subject(LevelFit level) {
    return String.format(Locale.ROOT, "sigma %.4g", level.sigma());
  }

  private static RunRecord.Result exact(String subject, String name, double value) {
    return new RunRecord.Result(subject, name, new Estimate(value, 0, 1));
  }

  private Map<String, String> settings(
      Model model, ConvexDiffusion diffusion, Optional<Subspace> frame) {
    Map<String, String> settings = FitRun.settings(model.card());
    ConvexPlan plan = experiment.plan();
    settings.put("held out", experiment.heldOut().size() + " rows");
    settings.put("noises a row", String.valueOf(plan.noises()));
    if (line()) {
      settings.put("gates", "all there are: one component");
    } else {
      settings.put("gates drawn a level", String.valueOf(plan.gates()));
      settings.put("placement", name(plan.placement()));
      settings.put("penalty", name(plan.penalty()));
      settings.put("free of penalty", free(plan));
    }
    settings.put("activation", name(plan.activation()));
    settings.put(
        "betas a level",
        "at most %d, down to %s of the largest".formatted(plan.betas(), plan.fraction()));
    settings.put("tolerance", String.valueOf(plan.tolerance()));
    settings.put("steps a beta", "at most " + plan.steps());
    settings.put(
        "moments",
        experiment.moments() ? "matched, by %d particles".formatted(PARTICLES) : "as trained");
    frame.ifPresent(f -> {
      settings.put("principal directions", String.valueOf(f.dimension()));
      settings.put("variance off them", String.valueOf(f.residual()));
    });
    settings.put("sampler of the report", ConvexLook.SAMPLER);
    for (LevelFit level : diffusion.levels()) {
      settings.put("certificate, " + subject(level), level.best().certificate().words());
    }
    return settings;
  }

  private static String free(ConvexPlan plan) {
    return plan.affine().skip()
        ? plan.affine().bias() ? "skip connection and bias" : "skip connection"
        : plan.affine().bias() ? "bias" : "nothing";
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
