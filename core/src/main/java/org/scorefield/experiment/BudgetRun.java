package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.budget.Advice;
import org.scorefield.budget.Advisor;
import org.scorefield.budget.Counsel;
import org.scorefield.budget.ErrorBudget;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Split;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Sampler;

/// Runs a {@link BudgetExperiment}.
final class BudgetRun {
  /// Directions of the Gaussian: all, up to where a full eigendecomposition takes seconds.
  private static final int LARGEST_RANK = 1024;

  private static final int IMAGES = 36;
  private static final int POINTS = 2000;

  private final BudgetExperiment experiment;
  private final Progress progress;
  private final Gaussian gaussian;
  private final BudgetPlan plan;
  private final Map<String, String> notes = new LinkedHashMap<>();

  private BudgetRun(BudgetExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    progress.begin("mean and covariance of " + experiment.data().name(), 0);
    this.gaussian =
        LowRank.fit(
            experiment.data(),
            Math.min(experiment.data().shape().size(), LARGEST_RANK),
            NoiseKey.of(experiment.seed()).child("budget").child("gaussian"));
    double scale = gaussian.scale();
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "all rows of "
              + experiment.data().name()
              + " are equal; there is nothing to make a budget of");
    }
    SameScale.require("the model", experiment.model().card(), experiment.data(), scale);
    for (List<BudgetExperiment.Named> others :
        List.of(experiment.references(), experiment.earlier())) {
      for (BudgetExperiment.Named other : others) {
        SameScale.require(other.name(), other.model().card(), experiment.data(), scale);
      }
    }
    this.plan = BudgetPlan.of(experiment, scale);
  }

  static BudgetResult run(BudgetExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    BudgetRun run = new BudgetRun(experiment, progress);
    progress.say(run.plan.cost());
    run.noteRowsSeen();
    ClockedModel clocked = new ClockedModel(experiment.model().denoiser());
    BudgetExperiment watched = experiment.with(new Model(clocked, experiment.model().card()));
    BudgetEvidence evidence = new BudgetEvidence(watched, run.plan, run.gaussian, progress);
    long measuring = System.nanoTime();
    BudgetEvidence.Found found = evidence.measure();
    double comparisons = since(measuring) - clocked.seconds();
    long advising = System.nanoTime();
    BudgetExperiment.Settings asked = experiment.settings();
    Advice advice =
        new Advisor(found.model(), asked.rule(), asked.noise(), asked.steps())
            .advise(found.earlier());
    double advised = since(advising);
    evidence.requirePrecision(
        advice.budget().parts().stream()
            .mapToDouble(part -> part.value().standardError())
            .max()
            .orElseThrow());
    if (!found.ceiling().above().isEmpty()) {
      run.notes.put("worse than the best multiple of the input", found.ceiling().range());
    }
    BudgetSamples.Drawn drawn = new BudgetSamples(watched, run.plan, progress).draw(advice);
    String sampler = run.writeBest(advice, directory, provenance);
    BudgetResult.Spent spent =
        new BudgetResult.Spent(
            clocked.evaluations(), clocked.seconds(), comparisons, advised, since(started));
    RunRecord record =
        new RunRecord(
            "budget",
            run.settings(),
            RunRecord.COMPLETED,
            Optional.empty(),
            spent.total(),
            numbers(advice, drawn, spent),
            directory.files(),
            provenance);
    return new BudgetResult(
        record,
        experiment.model().card(),
        found.model(),
        found.references(),
        found.ceiling(),
        advice,
        drawn.realised(),
        drawn.control(),
        run.real(),
        sampler,
        spent);
  }

  /// A network that was trained on the rows that judge it looks better at low noise than it is.
  private void noteRowsSeen() {
    ModelCard card = experiment.model().card();
    String name = experiment.data().name();
    if (experiment.law().isPresent()) {
      return;
    }
    if (card.dataHash().equals(ContentHash.of(experiment.data()).hex())) {
      note("was fitted to the very rows that judge it");
    } else if (card.data().equals(name) || card.data().equals(Split.trainName(name))) {
      note("was fitted to rows of " + name + ", which may be among those that judge it");
    }
  }

  private void note(String seen) {
    String why = seen + ": its losses at low noise may be flattered; give rows it has not seen";
    progress.say("warning: the model " + why);
    notes.put("warning, model", why);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /// The best scheme for `sample --sampler`, with a last denoising.
  private String writeBest(Advice advice, RunDirectory directory, Provenance provenance) {
    Advice.Ranked best = advice.best();
    Sampler sampler = best.scheme().denoising();
    String name = "scheme-%d.json".formatted(best.scheme().steps());
    SamplerFile.write(
        directory.file(name),
        new SamplerSpec(
            sampler.solver(),
            sampler.grid(),
            new SamplerSpec.Opening.WhiteNoise(),
            experiment.model().card().noiseScale(),
            new SamplerSpec.Aim(
                "least path divergence: " + best.scheme().name(),
                OptionalInt.of(sampler.grid().steps())),
            List.of(
                new RunRecord.Result(
                    best.scheme().name(), "discretisation, nats", best.discretisation())),
            provenance));
    return name;
  }

  private static List<RunRecord.Result> numbers(
      Advice advice, BudgetSamples.Drawn drawn, BudgetResult.Spent spent) {
    List<RunRecord.Result> results = new ArrayList<>();
    String asked = advice.scheme().name();
    for (ErrorBudget.Part part : advice.budget().parts()) {
      add(results, asked, part.name() + ", nats", part.value());
    }
    add(results, asked, "score's share, at least", exact(advice.scoreShareAtLeast()));
    add(results, asked, "score's share, at most", exact(advice.scoreShareAtMost()));
    for (Advice.Ranked ranked : advice.ranking()) {
      add(results, ranked.scheme().name(), "discretisation, nats", ranked.discretisation());
      add(
          results,
          ranked.scheme().name(),
          "against " + advice.scheme().name() + ", nats",
          ranked.against().difference());
    }
    advice
        .published()
        .ifPresent(d ->
            add(
                results,
                d.first().name() + " against " + d.second().name(),
                "difference, nats",
                d.difference()));
    for (Counsel counsel : advice.counsels()) {
      add(results, counsel.change().label(), "gain, nats", counsel.gain());
    }
    for (Advice.Stage stage : advice.training()) {
      add(results, stage.name(), "score error above the model's, nats", stage.behind());
    }
    drawn.realised().forEach(r -> results.addAll(r.qualities()));
    results.addAll(drawn.control());
    add(results, "model", "share of the time", new Estimate(spent.share(), 0, 1));
    return results;
  }

  private static Estimate exact(double value) {
    return new Estimate(value, Double.NaN, 1);
  }

  private static void add(
      List<RunRecord.Result> results, String subject, String name, Estimate value) {
    results.add(new RunRecord.Result(subject, name, value));
  }

  private Map<String, String> settings() {
    BudgetExperiment.Settings asked = experiment.settings();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", experiment.model().card().described());
    settings.put("data", experiment.data().name() + ", " + experiment.data().units());
    settings.put("data sha256", ContentHash.of(experiment.data()).hex());
    settings.put("standard deviation of the data", String.valueOf(gaussian.scale()));
    settings.put("law of the data", experiment.law().isPresent() ? "known" : "not known");
    settings.put(
        "scheme",
        "%s, %s noise, %d steps"
            .formatted(asked.rule().name(), asked.noise().label(), asked.steps()));
    settings.put(
        "noise levels", "%s to %s".formatted(plan.range().sigmaMax(), plan.range().sigmaMin()));
    settings.put("rows whose losses are measured", String.valueOf(plan.judging().size()));
    settings.put("rows that closed forms are fitted to", String.valueOf(plan.fitting().size()));
    settings.put("noise levels measured", String.valueOf(plan.sigmas().size()));
    settings.put("evaluations", plan.cost());
    settings.putAll(notes);
    return settings;
  }

  private Batch real() {
    int shown = experiment.data().shape().size() == 2 ? POINTS : IMAGES;
    return plan.judging().rows(0, Math.min(shown, plan.judging().size()));
  }
}
