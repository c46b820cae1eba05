package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.RandomRows;
import org.scorefield.data.Split;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.ClassLinearity;
import org.scorefield.linear.Condensation;
import org.scorefield.linear.CumulantKl;
import org.scorefield.linear.DataOnly;
import org.scorefield.linear.Linearity;
import org.scorefield.linear.LinearityProbe;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.ResidualCurve;
import org.scorefield.linear.Surrogates;
import org.scorefield.linear.UnitsCheck;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// Runs an {@link InspectExperiment}.
final class InspectRun {
  private static final double HELD_OUT = 0.2;

  /// Directions of the Gaussian: all, up to where a full eigendecomposition takes seconds.
  private static final int LARGEST_RANK = 1024;

  /// Rows that stand for the data as a model of themselves. What they can tell ends at their
  /// condensation, which hardly moves with their number: ten times as many lower it by a seventh.
  private static final int MOST_ROWS = 4000;

  /// Rows that a mixture which only stands in for the data is fitted to: some 300 a component.
  private static final int MIXTURE_ROWS = 6000;

  private static final int CUMULANT_DIRECTIONS = 64;
  private static final int CUMULANT_ROWS = 4096;
  private static final double MOST_CUMULANT_NATS = 3;

  /// Rows of a class below which a mixture of it says nothing.
  private static final int FEWEST_CLASS_ROWS = 100;

  /// Lengths of the runs that the verdict speaks of: those published for 32 and 64 pixels.
  private static final int[] RUNS = {18, 40};

  private static final int IMAGES = 36;
  private static final int POINTS = 2000;

  /// Lowest noise level measured, as a multiple of the standard deviation of the data.
  private static final double LOWEST = 0.02;

  private final InspectExperiment experiment;
  private final Progress progress;
  private final NoiseKey key;
  private final Dataset data;
  private final NamedDenoiser model;
  private final Gaussian gaussian;
  private final double scale;
  private final LevelRange range;

  private InspectRun(InspectExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    this.key = NoiseKey.of(experiment.seed()).child("inspect");
    this.data = experiment.data();
    this.model = new NamedDenoiser(experiment.model().card().kind(), experiment.model().denoiser());
    progress.begin("mean and covariance of " + data.name(), 0);
    this.gaussian =
        LowRank.fit(data, Math.min(data.shape().size(), LARGEST_RANK), key.child("gaussian"));
    this.scale = gaussian.scale();
    this.range = LevelRange.of(experiment.model().denoiser(), scale);
  }

  static InspectResult run(
      InspectExperiment experiment, RunDirectory directory, Progress progress) {
    return new InspectRun(experiment, progress).run(directory);
  }

  private InspectResult run(RunDirectory directory) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "all rows of " + data.name() + " are equal; there is nothing to inspect a model with");
    }
    requireUnits();
    Split split = Split.fraction(data, HELD_OUT, key);
    Distribution mixture = mixture(split.train(), key.child("mixture"));
    Linearity linearity = linearity(split, mixture);
    List<InspectResult.Start> starts =
        List.of(start(Surrogates.GAUSSIAN, linearity), start(Surrogates.MIXTURE, linearity));
    InspectResult.DataAlone dataAlone = dataAlone(split, mixture, linearity.sigmas());
    List<InspectResult.ClassCost> classes =
        experiment.perClass() && data instanceof Labelled labelled
            ? classes(labelled, linearity.sigmas())
            : List.of();
    InspectResult.Travel travel =
        InspectTravel.of(
            model,
            gaussian,
            linearity.curve(Surrogates.GAUSSIAN),
            grid(RUNS[RUNS.length - 1]),
            key,
            progress);
    int rows = Math.min(MOST_ROWS, split.train().size());
    double condensation = Condensation.sigma(gaussian.totalVariance(), rows);
    RunRecord record =
        new RunRecord(
            "inspect",
            settings(split, starts, condensation),
            RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            InspectNumbers.of(linearity, starts, dataAlone, classes),
            directory.files(),
            provenance);
    int shown = data.shape().size() == 2 ? POINTS : IMAGES;
    Batch real = split.heldOut().rows(0, Math.min(shown, split.heldOut().size()));
    return new InspectResult(
        record,
        experiment.model().card(),
        experiment.klTarget(),
        linearity,
        gaussian,
        condensation,
        starts,
        dataAlone,
        classes,
        travel,
        real);
  }

  private void requireUnits() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int from = 0; from < data.size(); from += data.comfortableBlock()) {
      Batch rows = data.rows(from, Math.min(data.comfortableBlock(), data.size() - from));
      for (double v : rows.shared()) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    Optional<String> cure = UnitsCheck.of(model, gaussian, key).cure(low, high);
    if (cure.isPresent() && !experiment.anyUnits()) {
      throw new IllegalArgumentException(
          cure.get() + ". If they are right as they are, say --any-units");
    }
    cure.ifPresent(progress::say);
  }

  private Distribution mixture(Dataset train, NoiseKey own) {
    Dataset rows = RandomRows.atMost(MIXTURE_ROWS, train, own.child("rows"));
    progress.begin("fitting a mixture to %d rows of %s".formatted(rows.size(), train.name()), 0);
    int components = Math.clamp(train.size() / 50, 1, QuickstartExperiment.COMPONENTS);
    int rank = Math.min(QuickstartExperiment.RANK, train.shape().size());
    return new ExpectationMaximization(components, new CovarianceKind.LowRank(rank))
        .fit(
            rows,
            own,
            (_, _) -> {
              goOn();
              return true;
            })
        .mixture();
  }

  private LinearityProbe probe(Dataset heldOut) {
    int rows = Math.min(heldOut.size(), experiment.samples());
    return new LinearityProbe(Math.max(2, rows), Math.ceilDiv(experiment.samples(), rows));
  }

  private Linearity linearity(Split split, Distribution mixture) {
    progress.begin("measuring each noise level", experiment.levels());
    List<NamedDenoiser> surrogates = new ArrayList<>(Surrogates.ofMoments(gaussian));
    surrogates.add(new NamedDenoiser(Surrogates.MIXTURE, mixture));
    surrogates.add(Surrogates.rows(split.train(), MOST_ROWS, key));
    return probe(split.heldOut())
        .measure(
            model,
            split.heldOut(),
            surrogates,
            sigmas(),
            key,
            _ -> {
              progress.advance(1);
              goOn();
              return true;
            });
  }

  private void goOn() {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  private Vector sigmas() {
    Vector falling =
        range
            .onLevels(
                new TimeGrid(
                    new LogUniformGrid()
                        .levels(
                            experiment.levels(),
                            range.sigmaMax(),
                            Math.max(scale * LOWEST, range.sigmaMin()))))
            .sigmas();
    int n = falling.size();
    return Vector.generate(n, i -> falling.get(n - 1 - i));
  }

  private TimeGrid grid(int steps) {
    return range.onLevels(new RhoGrid(7).toZero(steps, range.sigmaMax(), range.sigmaMin()));
  }

  private InspectResult.Start start(String surrogate, Linearity linearity) {
    ResidualCurve curve = linearity.curve(surrogate).lessFloor(linearity.energies());
    List<InspectResult.Plan> plans = new ArrayList<>();
    for (int steps : RUNS) {
      TimeGrid grid = grid(steps);
      plans.add(
          new InspectResult.Plan(grid, new AutoSkip(experiment.klTarget()).choose(curve, grid)));
    }
    return new InspectResult.Start(surrogate, curve, plans);
  }

  private InspectResult.DataAlone dataAlone(Split split, Distribution mixture, Vector sigmas) {
    progress.begin("what the data alone say", sigmas.size());
    CumulantKl cumulants = CumulantKl.of(data, gaussian, CUMULANT_DIRECTIONS, CUMULANT_ROWS, key);
    List<InspectResult.Landing> costs = new ArrayList<>();
    for (int i = sigmas.size() - 1; i >= 0 && small(costs); i--) {
      goOn();
      costs.add(new InspectResult.Landing(sigmas.get(i), cumulants.at(sigmas.get(i))));
      progress.advance(1);
    }
    LinearityProbe probe = probe(split.heldOut());
    Dataset rows = RandomRows.atMost(MOST_ROWS, split.train(), key);
    return new InspectResult.DataAlone(
        costs,
        DataOnly.byLaw(probe, mixture, split.heldOut(), mixture.matchingGaussian(), sigmas, key),
        DataOnly.byRows(probe, rows, split.heldOut(), unseeing(split), sigmas, key));
  }

  /// Whether the expansion in cumulants may still mean something one level lower.
  private static boolean small(List<InspectResult.Landing> costs) {
    return costs.isEmpty() || costs.getLast().nats().value() < MOST_CUMULANT_NATS;
  }

  /// The Gaussian of the rows that are not held out. The difference of two losses is only right
  /// where neither has seen the rows it is measured on.
  private Gaussian unseeing(Split split) {
    return LowRank.fit(split.train(), gaussian.rank(), key.child("gaussian"));
  }

  private List<InspectResult.ClassCost> classes(Labelled labelled, Vector sigmas) {
    progress.begin("class by class", 0);
    int rank = Math.min(data.shape().size(), LARGEST_RANK);
    LinearityProbe probe = new LinearityProbe(experiment.samples(), 1);
    return ClassLinearity.measure(probe, _ -> model, labelled, gaussian, rank, sigmas, key).stream()
        .map(c -> new InspectResult.ClassCost(c, classSkip(labelled, c)))
        .toList();
  }

  /// The lowest level of the longest run at which the Gaussian of a class may stand for a mixture
  /// fitted to it.
  private Optional<Double> classSkip(Labelled labelled, ClassLinearity c) {
    goOn();
    if (c.rows() < FEWEST_CLASS_ROWS) {
      return Optional.empty();
    }
    NoiseKey own = key.child("class mixture").child(c.label());
    Split split = Split.fraction(ClassLinearity.rowsOf(labelled, c.label()), HELD_OUT, own);
    Distribution law = mixture(split.train(), own);
    ResidualCurve curve =
        DataOnly.byLaw(
            probe(split.heldOut()), law, split.heldOut(), law.matchingGaussian(), sigmas(), own);
    return new AutoSkip(experiment.klTarget())
        .choose(curve, grid(RUNS[RUNS.length - 1]))
        .map(AutoSkip.Skip::sigma);
  }

  private Map<String, String> settings(
      Split split, List<InspectResult.Start> starts, double condensation) {
    Map<String, String> settings = new LinkedHashMap<>();
    ModelCard card = experiment.model().card();
    settings.put("model", card.described());
    settings.put("data", data.name() + ", " + data.units());
    settings.put("data sha256", ContentHash.of(data).hex());
    settings.put("rows held out for measuring", String.valueOf(split.heldOut().size()));
    settings.put(
        "rows a mixture was fitted to",
        String.valueOf(Math.min(MIXTURE_ROWS, split.train().size())));
    settings.put(
        "training rows as a model", String.valueOf(Math.min(MOST_ROWS, split.train().size())));
    settings.put("samples a level", String.valueOf(experiment.samples()));
    settings.put("noise levels", sigmas().toString());
    settings.put("KL target", String.valueOf(experiment.klTarget()));
    settings.put("standard deviation of the data", String.valueOf(scale));
    settings.put("condensation", String.valueOf(condensation));
    for (InspectResult.Start start : starts) {
      for (InspectResult.Plan plan : start.plans()) {
        settings.put(
            "sigma_skip, %s, %d steps".formatted(start.surrogate(), plan.grid().steps()),
            plan.skip().map(s -> String.valueOf(s.sigma())).orElse("none"));
      }
    }
    settings.put("rank of the Gaussian", String.format(Locale.ROOT, "%d", gaussian.rank()));
    return settings;
  }
}
