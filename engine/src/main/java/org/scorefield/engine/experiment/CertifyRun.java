package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scorefield.convex.relu.Audit;
import org.scorefield.convex.relu.Certifier;
import org.scorefield.convex.relu.Grow;
import org.scorefield.convex.relu.NeuronProblem;
import org.scorefield.convex.relu.Neurons;
import org.scorefield.convex.relu.Polish;
import org.scorefield.data.ContentHash;
import org.scorefield.experiment.CertifyResult;
import org.scorefield.experiment.Model;
import org.scorefield.experiment.ModelCard;
import org.scorefield.experiment.Progress;
import org.scorefield.experiment.Provenance;
import org.scorefield.experiment.RunRecord;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;

/// Runs a {@link CertifyExperiment}.
final class CertifyRun {
  /// Patterns that are enumerated without being asked to.
  private static final double FEW = 50_000;

  /// Patterns that are enumerated at most.
  private static final double MOST = 2_000_000;

  /// Gates drawn where there are more.
  private static final int GATES = 1000;

  /// Six digits, for networks of hundreds of neurons.
  private static final Polish POLISH = new Polish(1e-6, 500, 30);

  private static final double SETTLED = 1e-4;

  private final CertifyExperiment experiment;
  private final Progress progress;
  private final long started = System.nanoTime();

  CertifyRun(CertifyExperiment experiment, Progress progress) {
    this.experiment = experiment;
    this.progress = progress;
  }

  CertifyResult run() {
    Provenance provenance = Provenance.now(experiment.seed());
    CertifySource source = CertifySource.of(experiment);
    NeuronProblem problem = source.problem();
    int n = problem.count();
    double beta = beta(source);
    Certifier certifier = certifier(problem);
    progress.begin("looking for missing neurons on %d rows".formatted(n), experiment.grow());
    Audit audit =
        certifier.certify(problem, source.neurons(), source.affine(), beta).times(1.0 / n);
    Optional<Polish.Polished> polished =
        experiment.polish()
            ? Optional.of(POLISH.polish(problem, source.neurons(), beta))
            : Optional.empty();
    Optional<Grow.Grown> grown =
        experiment.grow() > 0
            ? Optional.of(
                new Grow(certifier, POLISH, experiment.grow(), SETTLED)
                    .grow(problem, source.neurons(), beta, this::told))
            : Optional.empty();
    Audit bounded =
        grown
            .map(g ->
                audit.withBound(
                    audit.global()
                        ? Math.max(g.bound() / n, audit.certificate().dual())
                        : g.bound() / n))
            .orElse(audit);
    List<Grow.Round> rounds =
        grown.stream()
            .flatMap(g -> g.rounds().stream())
            .map(r -> new Grow.Round(r.neurons(), r.audit().times(1.0 / n)))
            .toList();
    Optional<Model> improved =
        grown
            .map(Grow.Grown::network)
            .or(() -> polished.map(Polish.Polished::network))
            .flatMap(network -> rebuilt(source, network));
    CertifyResult bare =
        new CertifyResult(
            record(provenance, Map.of(), List.of()),
            n,
            source.neurons().count(),
            experiment.beta().isPresent(),
            bounded,
            polished.map(p -> p.certificate().primal() / n),
            rounds,
            experiment.tolerance(),
            improved);
    return new CertifyResult(
        record(provenance, settings(source, bare), results(bare)),
        n,
        bare.neurons(),
        bare.given(),
        bare.audit(),
        bare.polished(),
        bare.rounds(),
        bare.tolerance(),
        bare.improved());
  }

  private void told(Grow.Round round) {
    progress.advance(1);
    progress.note("%d neurons, %.4g beta".formatted(round.neurons(), round.audit().ratio()));
    if (progress.cancelled()) {
      throw new CancellationException("stopped while growing");
    }
  }

  /// Of the sum over rows.
  private double beta(CertifySource source) {
    int n = source.problem().count();
    if (experiment.beta().isPresent()) {
      return n * experiment.beta().getAsDouble();
    }
    double implied = Certifier.impliedBeta(source.problem(), source.neurons());
    if (!(implied > 0)) {
      double largest =
          Certifier.sampled(GATES, NoiseKey.of(experiment.seed())).largestBeta(source.problem());
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "this network bears no trace of weight decay on these rows (its weights imply beta = %.3g a row), and without one every network that fits is optimal; say what it is to be judged by with --beta, below %.2g, from where on no neuron pays",
              implied / n,
              largest / n));
    }
    return implied;
  }

  private Certifier certifier(NeuronProblem problem) {
    NoiseKey key = NoiseKey.of(experiment.seed()).child("patterns");
    double count = Certifier.patternCount(problem);
    return switch (experiment.patterns()) {
      case CertifyExperiment.Patterns.Sampled(int gates) -> Certifier.sampled(gates, key);
      case CertifyExperiment.Patterns.Automatic() ->
          count <= FEW ? Certifier.exact() : Certifier.sampled(GATES, key);
      case CertifyExperiment.Patterns.All() -> {
        if (count > MOST) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%d rows have about %.3g activation patterns, which are too many to look into (%.0f are not); take fewer rows, one noise level, or sample patterns",
                  problem.count(),
                  count,
                  MOST));
        }
        yield Certifier.exact();
      }
    };
  }

  private Optional<Model> rebuilt(CertifySource source, Neurons network) {
    ModelCard card = experiment.model().card();
    String how = experiment.grow() > 0 ? "grown" : "polished";
    return source
        .rebuilt()
        .map(back ->
            new Model(
                back.apply(network),
                new ModelCard(
                    card.kind(),
                    card.shape(),
                    card.units(),
                    card.scale(),
                    card.data(),
                    card.dataHash(),
                    card.rows(),
                    card.seed(),
                    "%s; %s at %s to %d neurons"
                        .formatted(card.fit(), how, source.where(), network.count()))));
  }

  private Map<String, String> settings(CertifySource source, CertifyResult result) {
    Map<String, String> settings = new LinkedHashMap<>();
    Audit audit = result.audit();
    settings.put("model", experiment.model().card().described());
    settings.put("data", experiment.data().name() + ", " + experiment.data().units());
    settings.put("data sha256", ContentHash.of(experiment.data()).hex());
    settings.put("noise levels", source.where());
    settings.put("clean rows", String.valueOf(experiment.clean()));
    settings.put("noises", String.valueOf(experiment.noises()));
    settings.put("beta a row", String.valueOf(audit.beta()));
    settings.put("beta was", result.given() ? "given" : "inferred from the weights");
    settings.put("hidden biases", "count as weights");
    settings.put("neurons", String.valueOf(result.neurons()));
    settings.put("patterns", String.valueOf(audit.patterns()));
    settings.put("all patterns", String.valueOf(audit.global()));
    settings.put("tolerance", String.valueOf(experiment.tolerance()));
    settings.put("neurons to add at most", String.valueOf(experiment.grow()));
    settings.put("conclusion", audit.words(experiment.tolerance()));
    return settings;
  }

  private RunRecord record(
      Provenance provenance, Map<String, String> settings, List<RunRecord.Result> results) {
    return new RunRecord(
        "certify",
        settings,
        RunRecord.COMPLETED,
        Optional.empty(),
        (System.nanoTime() - started) / 1e9,
        results,
        List.of(),
        provenance);
  }

  private static List<RunRecord.Result> results(CertifyResult result) {
    List<RunRecord.Result> results = new ArrayList<>();
    Audit audit = result.audit();
    add(results, "as it stands", "objective", audit.objective(), result);
    add(results, "balanced", "objective", audit.balanced(), result);
    add(results, "refitted", "objective", audit.certificate().primal(), result);
    result.polished().ifPresent(value -> add(results, "polished", "objective", value, result));
    for (int i = 0; i < result.rounds().size(); i++) {
      Grow.Round round = result.rounds().get(i);
      String subject = "round " + i;
      add(results, subject, "neurons", round.neurons(), result);
      add(results, subject, "objective", round.audit().certificate().primal(), result);
      add(results, subject, "bound", round.audit().certificate().dual(), result);
    }
    add(results, "bound", "objective", audit.certificate().dual(), result);
    add(results, "network", "relative gap", audit.certificate().relativeGap(), result);
    add(results, "network", "stationarity defect", audit.defect(), result);
    add(results, "network", "implied beta", audit.impliedBeta(), result);
    add(results, "missing neuron", "correlation over beta", audit.ratio(), result);
    add(results, "missing neuron", "gain", audit.missing().gain(), result);
    return results;
  }

  /// Facts about these rows, not estimates of others: they have no standard error.
  private static void add(
      List<RunRecord.Result> to, String subject, String name, double value, CertifyResult of) {
    to.add(new RunRecord.Result(subject, name, new Estimate(value, Double.NaN, of.rows())));
  }
}
