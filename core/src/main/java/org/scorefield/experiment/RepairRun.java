package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.linear.Bands;
import org.scorefield.linear.FittedStack;
import org.scorefield.linear.MeasuredMembers;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.StackFit;
import org.scorefield.linear.StackJudgement;
import org.scorefield.linear.StackPenalty;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

/// Runs a {@link RepairExperiment}.
final class RepairRun {
  private static final int IMAGES = 36;
  private static final int POINTS = 2000;

  private final RepairExperiment experiment;
  private final Progress progress;
  private final NoiseKey key;
  private final double scale;
  private final RepairPlan plan;
  private final Map<String, String> notes = new LinkedHashMap<>();

  private RepairRun(RepairExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
    this.key = NoiseKey.of(experiment.seed()).child("repair");
    Gaussian round = LowRank.fit(experiment.data(), 0, key);
    this.scale = round.scale();
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          "all rows of "
              + experiment.data().name()
              + " are equal; there is nothing to repair a model with");
    }
    SameScale.require("the model", experiment.model().card(), experiment.data(), scale);
    this.plan = RepairPlan.of(experiment, scale);
  }

  static RepairResult run(RepairExperiment experiment, RunDirectory directory, Progress progress) {
    Provenance provenance = Provenance.now(experiment.seed());
    long started = System.nanoTime();
    RepairRun run = new RepairRun(experiment, progress);
    progress.say(run.plan.cost());
    run.noteRowsSeen();
    Found found = run.find();
    Model model = new Model(found.fitted().stack(), run.card(found));
    RepairSamples samples = new RepairSamples(run.plan, found.fitted().stack(), run.key, progress);
    List<RepairSamples.Drawn> drawn = run.plan.samples() == 0 ? List.of() : samples.draw();
    List<RunRecord.Result> quality = samples.measure(drawn, experiment.seed());
    List<RunRecord.Result> inFeatures =
        experiment
            .features()
            .map(map -> samples.measure(drawn, map, experiment.seed()))
            .orElse(List.of());
    List<RunRecord.Result> results = new ArrayList<>(numbers(found));
    drawn.forEach(d -> results.add(evaluations(d.way())));
    results.addAll(quality);
    inFeatures.forEach(
        r -> results.add(new RunRecord.Result(r.subject(), r.name() + ", features", r.estimate())));
    RunRecord record =
        new RunRecord(
            "repair",
            run.settings(found),
            RunRecord.COMPLETED,
            Optional.empty(),
            (System.nanoTime() - started) / 1e9,
            results,
            directory.files(),
            provenance);
    return new RepairResult(
        record,
        experiment.model().card(),
        model,
        found.fitted(),
        found.judged(),
        run.plan,
        drawn.stream().map(RepairSamples.Drawn::way).toList(),
        quality,
        inFeatures,
        run.real());
  }

  /// The stack, and what it is worth.
  private record Found(FittedStack fitted, StackJudgement judged) {}

  private Found find() {
    RepairMembers members =
        RepairMembers.of(
            new NamedDenoiser(RepairMembers.MODEL, experiment.model().denoiser()),
            plan.closedForms(),
            experiment.settings(),
            key,
            progress);
    Optional<Bands> bands =
        Optional.of(experiment.settings().bands())
            .filter(count -> count > 1)
            .map(count -> Bands.of(members.widest(), count));
    StackFit fit =
        StackFit.at(plan.knots())
            .with(
                new StackPenalty(
                    StackPenalty.USUAL.ridge(),
                    StackPenalty.USUAL.smoothness(),
                    OptionalInt.of(RepairResult.MODEL)));
    MeasuredMembers weighed =
        measure("weighting", members.all(), plan.weighing(), plan.knots(), bands);
    List<Integer> chosen = members.chosen(weighed, fit);
    List<NamedDenoiser> named = members.named(chosen);
    FittedStack fitted = weighed.renamed(chosen, named).fit(fit, all(named));
    MeasuredMembers judging = measure("judging", named, plan.judging(), plan.sigmas(), bands);
    return new Found(fitted, judging.judge(fitted.stack(), all(named)));
  }

  private static List<Integer> all(List<NamedDenoiser> members) {
    return IntStream.range(0, members.size()).boxed().toList();
  }

  private MeasuredMembers measure(
      String purpose,
      List<NamedDenoiser> members,
      Dataset rows,
      Vector sigmas,
      Optional<Bands> bands) {
    progress.begin(purpose + " by " + rows.name(), sigmas.size());
    return MeasuredMembers.of(
        members,
        RandomRows.atMost(plan.rows(), rows, key.child(purpose + " rows")),
        sigmas,
        bands,
        new Noise(key.child(purpose), 0, 1),
        () -> {
          progress.advance(1);
          if (progress.cancelled()) {
            throw new CancellationException("cancelled");
          }
        });
  }

  private ModelCard card(Found found) {
    return new ModelCard(
        ModelTensors.STACK,
        experiment.data().shape(),
        experiment.data().units(),
        scale,
        plan.closedForms().name(),
        ContentHash.of(plan.closedForms()).hex(),
        plan.closedForms().size(),
        experiment.seed(),
        "%s model repaired with %s, weighted at %d noise levels by %d held-out rows"
            .formatted(
                experiment.model().card().kind(),
                found.fitted().stack().members().stream()
                    .skip(1)
                    .map(NamedDenoiser::name)
                    .collect(Collectors.joining(" and ")),
                plan.knots().size(),
                plan.rows()));
  }

  /// A network that was trained on the rows that judge it looks better at low noise than it is.
  private void noteRowsSeen() {
    String trained = experiment.model().card().dataHash();
    if (trained.equals(ContentHash.of(experiment.data()).hex())) {
      String why =
          "was fitted to the very rows that judge it: its losses at low noise are flattered; give rows it has not seen";
      progress.say("warning: the model " + why);
      notes.put("warning, model", why);
    }
  }

  /// One row a level: losses of the members and the stack, the difference, and the weights.
  private static List<RunRecord.Result> numbers(Found found) {
    List<RunRecord.Result> results = new ArrayList<>();
    List<NamedDenoiser> members = found.fitted().stack().members();
    for (StackJudgement.Level level : found.judged().levels()) {
      String subject = String.format(Locale.ROOT, "sigma %.4g", level.sigma());
      for (int j = 0; j < members.size(); j++) {
        String name = members.get(j).name();
        results.add(new RunRecord.Result(subject, "loss, " + name, level.members().get(j)));
        results.add(new RunRecord.Result(subject, "excess over " + name, level.excess().get(j)));
      }
      results.add(new RunRecord.Result(subject, "loss, repaired", level.stack()));
    }
    for (FittedStack.Level level : found.fitted().levels()) {
      String subject = String.format(Locale.ROOT, "weights at sigma %.4g", level.sigma());
      for (int b = 0; b < level.weights().size(); b++) {
        String band = level.weights().size() == 1 ? "" : ", band " + (b + 1);
        for (int j = 0; j < members.size(); j++) {
          Estimate weight = level.weights().get(b).get(j);
          results.add(
              new RunRecord.Result(subject, "weight, " + members.get(j).name() + band, weight));
        }
      }
    }
    return results;
  }

  private static RunRecord.Result evaluations(RepairResult.Way way) {
    return new RunRecord.Result(
        way.name(),
        "evaluations of the model a sample",
        new Estimate(way.evaluations(), Double.NaN, 1));
  }

  private Map<String, String> settings(Found found) {
    Map<String, String> settings = new LinkedHashMap<>();
    ModelCard card = experiment.model().card();
    settings.put("model", card.described());
    settings.put("data", experiment.data().name() + ", " + experiment.data().units());
    settings.put("data sha256", ContentHash.of(experiment.data()).hex());
    settings.put("standard deviation of the data", String.valueOf(scale));
    settings.put("rows the closed forms are fitted to", String.valueOf(plan.closedForms().size()));
    settings.put("rows that weight", String.valueOf(plan.rows()));
    settings.put("rows that judge", String.valueOf(plan.rows()));
    settings.put("rows that samples are compared with", String.valueOf(plan.judging().size()));
    settings.put("noise levels of the weights", plan.knots().toString());
    settings.put("noise levels that are judged", plan.sigmas().toString());
    settings.put("bands", String.valueOf(experiment.settings().bands()));
    settings.put("evaluations", plan.cost());
    for (NamedDenoiser member : found.fitted().stack().members()) {
      if (member.denoiser() instanceof Gaussian gaussian) {
        settings.put("rank of the Gaussian", String.valueOf(gaussian.rank()));
      }
    }
    OptionalDouble skip = found.fitted().stack().skippedAbove(RepairResult.MODEL);
    settings.put(
        "model not evaluated above sigma",
        skip.isPresent() ? String.valueOf(skip.getAsDouble()) : "evaluated at every level");
    settings.put("samples", String.valueOf(plan.samples()));
    settings.put("sampler", "dpmpp-2m, %d steps, rho 7".formatted(plan.steps()));
    experiment
        .features()
        .ifPresent(map -> {
          settings.put("features", map.name());
          settings.put("features sha256", map.sha256());
        });
    settings.putAll(notes);
    return settings;
  }

  private Batch real() {
    int shown = experiment.data().shape().size() == 2 ? POINTS : IMAGES;
    return plan.judging().rows(0, Math.min(shown, plan.judging().size()));
  }
}
