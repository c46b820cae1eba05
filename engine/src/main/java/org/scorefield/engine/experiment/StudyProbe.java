package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.scorefield.analytic.Distribution;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.Choice;
import org.scorefield.engine.train.Trained;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.engine.train.Trainer;
import org.scorefield.engine.train.TrainingOutcome;
import org.scorefield.engine.train.TrainingSettings;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.engine.train.TrainingWatch;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.TrainingStudies;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogBins;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.study.BellStudy;
import org.scorefield.study.Convergence;
import org.scorefield.study.ErrorParts;
import org.scorefield.study.Trace;

/// Measures a network on its way, at steps equally spaced in their logarithm, always on the same
/// rows and noises. Memory of one run.
final class StudyProbe {
  private static final int LEVELS = 16;
  private static final double LOWEST = 0.02;
  private static final double HIGHEST = 50;
  private static final int STEPS = 24;
  private static final int NUMBERS = 1 << 17;
  private static final int MOST_ROWS = 2000;

  /// How much longer the networks are trained that stand for what training tends to.
  private static final int LONGER = 4;

  /// Rows of endless data: beyond this a row comes again, with other noise.
  private static final int FRESH_ROWS = 1 << 20;

  /// Shares of training at which the shape of the loss is looked at.
  private static final double[] STAGES = {0.01, 0.1, 1};

  private final TrainExperiment experiment;
  private final double scale;
  private final LogBins bins;
  private final HeldOut heldOut;
  private final Set<Integer> steps = new TreeSet<>();
  private final Optional<Denoiser> exact;
  private final List<Double> measured = new ArrayList<>();
  private final List<LossCurve> curves = new ArrayList<>();
  private final List<LossCurve> excesses = new ArrayList<>();

  StudyProbe(TrainExperiment experiment, double scale) {
    this.experiment = experiment;
    this.scale = scale;
    this.exact = experiment.law().map(Remembered::new);
    this.bins = new LogBins(LOWEST * scale, HIGHEST * scale, LEVELS);
    Dataset rows = experiment.heldOut().orElse(experiment.train());
    this.heldOut =
        HeldOut.of(
            rows,
            bins.centres(),
            Math.clamp(NUMBERS / rows.shape().size(), 100, MOST_ROWS),
            1,
            NoiseKey.of(experiment.seed()).child("study"));
    int last = experiment.config().training().steps();
    for (double share : STAGES) {
      steps.add(at(share));
    }
    double first = Math.max(1, last / 100.0);
    for (int i = 0; i < STEPS; i++) {
      steps.add((int) Math.round(first * Math.pow(last / first, i / (STEPS - 1.0))));
    }
  }

  private int at(double share) {
    return (int) Math.max(1, Math.round(share * experiment.config().training().steps()));
  }

  /// Whether the network is to be measured after so many steps.
  boolean wants(int step) {
    boolean followed =
        experiment.studies().contains(Study.CONVERGENCE)
            || experiment.studies().contains(Study.BELL);
    return followed && steps.contains(step);
  }

  void measure(Trained trained) {
    TrainedNetwork network = trained.last();
    measured.add((double) trained.steps());
    curves.add(heldOut.curve(network));
    exact.ifPresent(law -> excesses.add(heldOut.excess(network, law)));
  }

  /// What came of it.
  ///
  /// @param chosen the parameters that were chosen
  TrainingStudies results(TrainedNetwork chosen, Progress progress) {
    return new TrainingStudies(
        experiment.studies().contains(Study.CONVERGENCE)
            ? Optional.of(convergence())
            : Optional.empty(),
        experiment.studies().contains(Study.BELL) ? Optional.of(bell()) : Optional.empty(),
        experiment.studies().contains(Study.DECOMPOSITION)
            ? Optional.of(parts(chosen, progress))
            : Optional.empty());
  }

  private TrainingStudies.Falling convergence() {
    boolean exact = !excesses.isEmpty();
    List<Estimate> values = (exact ? excesses : curves).stream().map(LossCurve::integral).toList();
    Trace trace = new Trace(Vector.generate(measured.size(), measured::get), values);
    return new TrainingStudies.Falling(
        exact
            ? "score error against the exact denoiser, nats"
            : "error of the noise prediction, summed over components and integrated over ln sigma",
        trace,
        Convergence.of(trace));
  }

  private BellStudy bell() {
    NoiseLevels levels = experiment.config().training().loss().levels(scale);
    Vector centres = bins.centres();
    Vector betas =
        Vector.generate(
            bins.count(),
            b ->
                experiment
                    .config()
                    .training()
                    .loss()
                    .startWeighting()
                    .totalPerLog(centres.get(b), levels));
    BellStudy study = BellStudy.of(bins, scale * scale);
    for (double share : STAGES) {
      int index = measured.indexOf((double) at(share));
      boolean again = !study.stages().isEmpty() && study.stages().getLast().step() == at(share);
      if (index >= 0 && !again) {
        study = study.with(share, at(share), curves.get(index), betas);
      }
    }
    return study;
  }

  private TrainingStudies.Parts parts(TrainedNetwork chosen, Progress progress) {
    Distribution law = experiment.law().orElseThrow();
    Denoiser remembered = exact.orElseThrow();
    TrainingSettings settings = experiment.config().training();
    int longer = Math.multiplyExact(LONGER, settings.steps());
    int fresh = (int) Math.min(FRESH_ROWS, (long) longer * settings.batch());
    NoiseKey key = NoiseKey.of(experiment.seed()).child("fresh rows");
    Dataset endless =
        Dataset.of("fresh draws", experiment.train().units(), law.sample(new Noise(key, 0, fresh)));
    TrainedNetwork converged = train(experiment.train(), settings.withSteps(longer), progress);
    TrainedNetwork unlimited = train(endless, settings.withSteps(longer), progress);
    LossCurve here = heldOut.excess(chosen, remembered);
    LossCurve long_ = heldOut.excess(converged, remembered);
    LossCurve all = heldOut.excess(unlimited, remembered);
    return new TrainingStudies.Parts(
        ErrorParts.of(here, long_, all),
        heldOut.sigmas(),
        ErrorParts.byLevel(here, long_, all),
        "Converged means %,d steps, %d times as many as this run; endless data are %,d fresh rows of the law."
            .formatted(longer, LONGER, fresh));
  }

  private TrainedNetwork train(Dataset rows, TrainingSettings settings, Progress progress) {
    Trainer trainer = new Trainer(experiment.config().net(), rows, settings, experiment.seed());
    TrainingOutcome outcome =
        trainer.run(Optional.empty(), new TrainingWatch(progress, _ -> {}, System::nanoTime));
    try {
      return Choice.of(outcome.orElseThrow(), heldOut).best().candidate().network();
    } catch (TrainingStopped e) {
      throw e.of("study decomposition, training on " + rows.name());
    }
  }
}
