package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.linear.Bands;
import org.scorefield.linear.FittedStack;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.StackFit;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

/// Fits a {@link FitExperiment.StackKind}: fits the members that are to be fitted, checks all of
/// them, and weights them by the held-out rows.
final class StackRun {
  /// Levels of the weights: from where every model is nearly the identity to the first level of
  /// EDM, in steps of about two thirds of ln sigma.
  private static final int LEVELS = 15;

  private static final double LOWEST_PER_SCALE = 0.02;

  private static final int ROWS_LOOKED_UP = 200;
  private static final double REMEMBERED = 0.05;

  private final FitExperiment.StackKind kind;
  private final FitExperiment experiment;
  private final Dataset heldOut;
  private final NoiseKey key;
  private final Progress progress;
  private final Map<String, String> notes = new LinkedHashMap<>();

  private StackRun(
      FitExperiment.StackKind kind, FitExperiment experiment, Dataset heldOut, Progress progress) {
    this.kind = kind;
    this.experiment = experiment;
    this.heldOut = heldOut;
    this.key = NoiseKey.of(experiment.seed()).child("fit");
    this.progress = progress;
  }

  static FitRun.Judged run(
      FitExperiment.StackKind kind, FitExperiment experiment, Progress progress) {
    return new StackRun(kind, experiment, experiment.heldOut().orElseThrow(), progress).run();
  }

  private FitRun.Judged run() {
    requireBands(experiment.train().shape().size());
    Gaussian round = LowRank.fit(experiment.train(), 0, key);
    kind.members().forEach(member -> check(member, round.scale()));
    List<NamedDenoiser> members = new ArrayList<>();
    kind.members().forEach(m -> members.add(new NamedDenoiser(m.name(), m.model().denoiser())));
    for (FitExperiment.Kind each : kind.fitted()) {
      String name = FitRun.kind(each);
      progress.begin("fitting " + name + " to " + experiment.train().name(), 0);
      members.add(
          new NamedDenoiser(name, LawFit.of(each, experiment.train(), key, progress).law()));
    }
    ModelCard card = FitRun.card(experiment, round.scale(), how(members));
    progress.begin("weighting members by " + heldOut.name(), LEVELS);
    FittedStack fitted =
        fit(card.noiseScale())
            .fit(
                members,
                heldOut,
                new Noise(NoiseKey.of(experiment.seed()).child("fit loss"), 0, 1),
                () -> progress.advance(1));
    for (int j = 0; j < members.size(); j++) {
      note(members.get(j).name(), fitted.stack().skippedAbove(j));
    }
    return new FitRun.Judged(new Model(fitted.stack(), card), results(members, fitted), notes);
  }

  private void requireBands(int d) {
    if (kind.bands() > d) {
      throw new IllegalArgumentException(
          "%d bands are more than the %d directions of %s; choose 1 to %d, few is usual"
              .formatted(kind.bands(), d, experiment.train().name(), d));
    }
  }

  private StackFit fit(double scale) {
    Vector falling =
        new LogUniformGrid()
            .levels(LEVELS, LevelRange.SIGMA_MAX_PER_SCALE * scale, LOWEST_PER_SCALE * scale);
    StackFit fit =
        StackFit.at(Vector.generate(falling.size(), k -> falling.get(falling.size() - 1 - k)));
    if (kind.bands() == 1) {
      return fit;
    }
    int d = experiment.train().shape().size();
    return fit.with(Bands.of(LowRank.fit(experiment.train(), d, key), kind.bands()));
  }

  private void check(FitExperiment.NamedModel member, double scale) {
    SameScale.require("member '" + member.name() + "'", member.model().card(), heldOut, scale);
    seen(member)
        .ifPresent(why -> {
          progress.say("warning: member '" + member.name() + "' " + why);
          notes.put("warning, " + member.name(), why);
        });
  }

  /// Why a member may have seen the rows that judge it.
  private java.util.Optional<String> seen(FitExperiment.NamedModel member) {
    String fittedTo = member.model().card().dataHash();
    if (fittedTo.equals(ContentHash.of(experiment.train()).hex())) {
      return java.util.Optional.empty();
    }
    if (fittedTo.equals(ContentHash.of(heldOut).hex())) {
      return java.util.Optional.of(
          "was fitted to the very rows that judge it, so its weights mean nothing; fit it to other rows");
    }
    double share = remembered(member.model());
    if (share > REMEMBERED) {
      return java.util.Optional.of(
          String.format(
              Locale.ROOT,
              "holds %.0f %% of the rows that judge it, so its loss at low noise is memory; fit it with the same --held-out and --seed",
              100 * share));
    }
    ModelCard card = member.model().card();
    String origin =
        card.madeElsewhere()
            ? card.origin()
            : "not fitted to %s but to %s (%d rows)"
                .formatted(experiment.train().name(), card.data(), card.rows());
    return java.util.Optional.of(
        "was %s; whether it has seen the rows that judge it is not known".formatted(origin));
  }

  /// The share of the held-out rows that an empirical model holds: from next to no noise it gives
  /// such a row back.
  private double remembered(Model model) {
    if (!(model.denoiser() instanceof Empirical law)) {
      return 0;
    }
    Batch rows = heldOut.rows(0, Math.min(ROWS_LOOKED_UP, heldOut.size()));
    double near = 1e-6 * model.card().noiseScale();
    Batch gap = rows.minus(law.denoise(rows, near));
    int d = rows.dimension();
    int held = 0;
    for (int i = 0; i < rows.count(); i++) {
      double largest = 0;
      for (double v : gap.row(i)) {
        largest = Math.max(largest, Math.abs(v));
      }
      held += largest <= near * Math.sqrt(d) ? 1 : 0;
    }
    return held / (double) rows.count();
  }

  private void note(String member, OptionalDouble skipped) {
    if (skipped.isPresent()) {
      notes.put(
          "skipped above, " + member,
          skipped.getAsDouble() == 0
              ? "every noise level: it is never evaluated"
              : String.format(Locale.ROOT, "sigma %.4g", skipped.getAsDouble()));
    }
  }

  private String how(List<NamedDenoiser> members) {
    String names = members.stream().map(NamedDenoiser::name).collect(Collectors.joining(", "));
    return "stack of %s, weighted at %d noise levels by %d held-out rows%s"
        .formatted(
            names,
            LEVELS,
            heldOut.size(),
            kind.bands() == 1 ? "" : " in " + kind.bands() + " bands");
  }

  /// One row a level: losses of all members and of the stack, and the weights.
  private static List<RunRecord.Result> results(List<NamedDenoiser> members, FittedStack fitted) {
    List<RunRecord.Result> results = new ArrayList<>();
    for (FittedStack.Level level : fitted.levels()) {
      String subject = String.format(Locale.ROOT, "sigma %.3g", level.sigma());
      for (int j = 0; j < members.size(); j++) {
        add(results, subject, "loss, " + members.get(j).name(), level.memberLosses().get(j));
      }
      add(results, subject, "loss, stack", level.loss());
      for (int b = 0; b < level.weights().size(); b++) {
        String band = level.weights().size() == 1 ? "" : ", band " + (b + 1);
        for (int j = 0; j < members.size(); j++) {
          String name = "weight, " + members.get(j).name() + band;
          add(results, subject, name, level.weights().get(b).get(j));
        }
      }
    }
    return results;
  }

  private static void add(
      List<RunRecord.Result> results, String subject, String name, Estimate estimate) {
    results.add(new RunRecord.Result(subject, name, estimate));
  }
}
