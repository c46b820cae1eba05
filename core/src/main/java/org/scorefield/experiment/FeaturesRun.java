package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Subspace;
import org.scorefield.array.Vector;
import org.scorefield.convex.features.FeatureLevel;
import org.scorefield.convex.features.FeaturePlan;
import org.scorefield.convex.features.FeatureTraining;
import org.scorefield.convex.features.FeatureWatch;
import org.scorefield.convex.features.RandomFeatureDiffusion;
import org.scorefield.convex.features.RandomFeatureFit;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;

/// Fits a {@link FitExperiment.FeaturesKind}. What places and sharpens features is the law of some
/// of the rows themselves: of all of them it would know each noisy row by name.
final class FeaturesRun {
  private final FitExperiment.FeaturesKind kind;
  private final FitExperiment experiment;
  private final Dataset heldOut;
  private final Progress progress;
  private final NoiseKey key;

  private FeaturesRun(
      FitExperiment.FeaturesKind kind,
      FitExperiment experiment,
      Dataset heldOut,
      Progress progress) {
    this.kind = kind;
    this.experiment = experiment;
    this.heldOut = heldOut;
    this.progress = progress;
    this.key = NoiseKey.of(experiment.seed()).child("random features");
  }

  /// @throws CancellationException if it was stopped
  static FitRun.Judged run(
      FitExperiment.FeaturesKind kind, FitExperiment experiment, Progress progress) {
    return new FeaturesRun(kind, experiment, experiment.heldOut().orElseThrow(), progress).run();
  }

  private FitRun.Judged run() {
    Dataset train = experiment.train();
    TrainingFrame frame =
        TrainingFrame.of(train, kind.directions(), key.child("directions"), progress);
    Dataset rows = frame.within(train);
    requireMemory(rows);
    Vector levels = kind.ladder().levels(rows.all());
    progress.begin("fitting random features at noise levels", levels.size());
    Dataset pilot = RandomRows.atMost(kind.plan().pilots(), rows, key.child("pilot"));
    RandomFeatureDiffusion fit =
        FeatureTraining.fit(
            rows.all(),
            frame.within(heldOut).all(),
            levels,
            kind.plan(),
            Empirical.of(pilot),
            key.child("levels"),
            new Look(progress));
    return new FitRun.Judged(model(fit, frame.frame()), results(fit), notes(frame.frame()));
  }

  private record Look(Progress progress) implements FeatureWatch {
    @Override
    public void fitted(FeatureLevel level) {
      progress.advance(1);
      progress.note(
          String.format(
              Locale.ROOT, "sigma %.3g: loss %.4g", level.sigma(), level.fit().best().loss()));
    }

    @Override
    public boolean cancelled() {
      return progress.cancelled();
    }
  }

  /// @throws IllegalArgumentException with what to lower, if the sums do not fit into memory
  private void requireMemory(Dataset rows) {
    int d = rows.shape().size();
    double unknowns = kind.plan().features() + d + 1.0;
    double noisy = (double) rows.size() * kind.plan().noises();
    int atATime = Math.min(kind.ladder().count(), Runtime.getRuntime().availableProcessors());
    double level = 8 * (4 * unknowns * unknowns + 6 * noisy * d);
    double heap = Runtime.getRuntime().maxMemory();
    if (unknowns * unknowns > Integer.MAX_VALUE
        || noisy * d > Integer.MAX_VALUE
        || atATime * level > heap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rows of %d components with %d noises and %d features take about %.3g GB for a"
                  + " noise level, %d levels at a time, and the heap has %.3g GB; lower --features,"
                  + " --noises or --directions, take fewer rows, or give more heap",
              rows.size(),
              d,
              kind.plan().noises(),
              kind.plan().features(),
              level / 1e9,
              atATime,
              heap / 1e9));
    }
  }

  private Model model(RandomFeatureDiffusion fit, Optional<Subspace> frame) {
    Dataset train = experiment.train();
    Denoiser denoiser = frame.<Denoiser>map(f -> f.lift(fit.model())).orElse(fit.model());
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
            how(fit, frame)));
  }

  private String how(RandomFeatureDiffusion fit, Optional<Subspace> frame) {
    return String.format(
        Locale.ROOT,
        "%d random features (%s, placed by %s) at each of %d noise levels from %.4g to %.4g%s",
        kind.plan().features(),
        kind.plan().activation().word(),
        kind.plan().density().word(),
        fit.levels().size(),
        fit.levels().getFirst().sigma(),
        fit.levels().getLast().sigma(),
        frame.map(f -> " in " + f.dimension() + " principal directions").orElse(""));
  }

  private List<RunRecord.Result> results(RandomFeatureDiffusion fit) {
    List<RunRecord.Result> results = new ArrayList<>();
    for (FeatureLevel level : fit.levels()) {
      String subject = String.format(Locale.ROOT, "sigma %.4g", level.sigma());
      RandomFeatureFit.Point best = level.fit().best();
      results.add(exact(subject, "ridge", best.ridge()));
      results.add(exact(subject, "effective parameters", level.fit().effectiveParameters()));
      results.add(loss(subject, "held-out loss", best.loss(), best.standardError()));
      results.add(loss(subject, "least squares", level.linearLoss(), level.linearError()));
      results.add(exact(subject, "log evidence a row", evidence(best)));
      results.add(exact(subject, "ridge by evidence", level.fit().mostEvident().ridge()));
    }
    return results;
  }

  /// Nats for each noisy row.
  private double evidence(RandomFeatureFit.Point point) {
    double rows = (double) experiment.train().size() * kind.plan().noises();
    return point.logEvidence() / rows;
  }

  private RunRecord.Result loss(String subject, String name, double value, double error) {
    return new RunRecord.Result(subject, name, new Estimate(value, error, heldOut.size()));
  }

  private static RunRecord.Result exact(String subject, String name, double value) {
    return new RunRecord.Result(subject, name, new Estimate(value, 0, 1));
  }

  private Map<String, String> notes(Optional<Subspace> frame) {
    FeaturePlan plan = kind.plan();
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("held out", heldOut.size() + " rows");
    notes.put("noises a row", String.valueOf(plan.noises()));
    notes.put("features a level", String.valueOf(plan.features()));
    notes.put("density", plan.density().word());
    notes.put("activation", plan.activation().word());
    if (plan.activation().smooth()) {
      notes.put("sharpness", String.valueOf(plan.sharpness()));
    }
    notes.put("pilot rows", "at most " + plan.pilots());
    notes.put("ridges", plan.ridges().toString());
    frame.ifPresent(f -> {
      notes.put("principal directions", String.valueOf(f.dimension()));
      notes.put("variance off them", String.valueOf(f.residual()));
    });
    return notes;
  }
}
