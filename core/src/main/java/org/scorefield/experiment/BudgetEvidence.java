package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.budget.Advisor;
import org.scorefield.budget.LossCeiling;
import org.scorefield.budget.MeasuredModel;
import org.scorefield.budget.ScoreEvidence;
import org.scorefield.data.Dataset;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.Spectrum;
import org.scorefield.metric.HeldOut;
import org.scorefield.metric.LossCurve;
import org.scorefield.random.NoiseKey;

/// Measures what a budget rests on: losses of the model, of what it is compared with, and of what
/// nothing can be below.
final class BudgetEvidence {
  private static final String MIXTURE = "mixture";
  private static final String GAUSSIAN = "Gaussian";
  private static final int COMPONENTS = 24;
  private static final int RANK = 24;
  private static final int ROWS_A_COMPONENT = 60;
  private static final int MIXTURE_ROWS = 6000;

  /// Numbers compared when rows remember themselves: pairs of rows times components.
  private static final double COMPARED = 2.5e9;

  private static final int MOST_REMEMBERED = 4000;

  private final BudgetExperiment experiment;
  private final BudgetPlan plan;
  private final Gaussian gaussian;
  private final NoiseKey key;
  private final Progress progress;
  private final HeldOut heldOut;

  BudgetEvidence(
      BudgetExperiment experiment, BudgetPlan plan, Gaussian gaussian, Progress progress) {
    this.experiment = experiment;
    this.plan = plan;
    this.gaussian = gaussian;
    this.key = NoiseKey.of(experiment.seed()).child("budget");
    this.progress = progress;
    this.heldOut =
        HeldOut.of(plan.judging(), plan.sigmas(), plan.judging().size(), 1, key.child("losses"));
  }

  /// What was measured.
  ///
  /// @param references losses of other denoisers, the law's own among them where it is known
  record Found(
      MeasuredModel model,
      List<ScoreEvidence.Reference> references,
      List<Advisor.Earlier> earlier,
      LossCeiling.Reading ceiling) {}

  /// @throws IllegalArgumentException if the losses are those of a model that is called wrongly, or
  ///   are not known as well as was asked for
  Found measure() {
    LossCurve curve = curve("the model", experiment.model().denoiser());
    LossCeiling.Reading ceiling = new LossCeiling(gaussian.scale() * gaussian.scale()).read(curve);
    if (ceiling.wrong() && !experiment.settings().anyWiring()) {
      throw new IllegalArgumentException(ceiling.cure());
    }
    List<ScoreEvidence.Reference> references = new ArrayList<>();
    ScoreEvidence score =
        experiment
            .law()
            .<ScoreEvidence>map(law -> exact(law, references))
            .orElseGet(() -> proxies(curve, references));
    List<Advisor.Earlier> earlier = new ArrayList<>();
    for (BudgetExperiment.Named other : experiment.earlier()) {
      earlier.add(new Advisor.Earlier(other.name(), curve(other.name(), other.model().denoiser())));
    }
    MeasuredModel model =
        new MeasuredModel(curve, designing(), score, Spectrum.of(gaussian).binned(), plan.range());
    return new Found(model, List.copyOf(references), List.copyOf(earlier), ceiling);
  }

  private ScoreEvidence exact(Distribution law, List<ScoreEvidence.Reference> references) {
    Denoiser exact = law;
    references.add(new ScoreEvidence.Reference("the exact denoiser", curve("the law", exact)));
    for (BudgetExperiment.Named other : experiment.references()) {
      references.add(reference(other.name(), other.model().denoiser()));
    }
    progress.begin("distance to the exact denoiser", 0);
    return new ScoreEvidence.Exact(heldOut.excess(experiment.model().denoiser(), exact));
  }

  private ScoreEvidence proxies(LossCurve curve, List<ScoreEvidence.Reference> references) {
    for (BudgetExperiment.Named other : experiment.references()) {
      references.add(reference(other.name(), other.model().denoiser()));
    }
    // Not that of all rows: it would know those that judge it.
    references.add(reference(GAUSSIAN, BudgetRun.gaussian(plan.fitting(), key)));
    references.add(reference(MIXTURE, mixture()));
    return new ScoreEvidence.Proxies(curve, references, floor());
  }

  private ScoreEvidence.Reference reference(String name, Denoiser denoiser) {
    return new ScoreEvidence.Reference(name, curve(name, denoiser));
  }

  /// On other rows than those that judge, as many of them.
  private LossCurve designing() {
    Dataset rows =
        RandomRows.atMost(plan.judging().size(), plan.fitting(), key.child("designing rows"));
    HeldOut others = HeldOut.of(rows, plan.sigmas(), rows.size(), 1, key.child("designing losses"));
    return curve("the model on other rows", experiment.model().denoiser(), others);
  }

  private LossCurve curve(String what, Denoiser denoiser) {
    return curve(what, denoiser, heldOut);
  }

  private LossCurve curve(String what, Denoiser denoiser, HeldOut rows) {
    progress.begin("losses of " + what, plan.sigmas().size());
    return rows.steadied(
        rows.curve(
            denoiser,
            () -> {
              progress.advance(1);
              goOn();
            }));
  }

  private Distribution mixture() {
    Dataset rows = RandomRows.atMost(MIXTURE_ROWS, plan.fitting(), key.child("mixture rows"));
    progress.begin("fitting a mixture to %d rows".formatted(rows.size()), 0);
    int components = Math.clamp(rows.size() / ROWS_A_COMPONENT, 1, COMPONENTS);
    int rank = Math.min(RANK, rows.shape().size());
    return new ExpectationMaximization(components, new CovarianceKind.LowRank(rank))
        .fit(
            rows,
            key.child("mixture"),
            (_, _) -> {
              goOn();
              return true;
            })
        .mixture();
  }

  /// Rows as a model of themselves, asked about themselves.
  private LossCurve floor() {
    int affordable = (int) Math.sqrt(COMPARED / plan.fitting().shape().size());
    Dataset rows =
        RandomRows.atMost(
            Math.min(affordable, MOST_REMEMBERED), plan.fitting(), key.child("remembered"));
    progress.begin(
        "what nothing can be below, by %d rows".formatted(rows.size()), plan.sigmas().size());
    return HeldOut.of(rows, plan.sigmas(), rows.size(), 1, key.child("floor"))
        .curve(
            Empirical.of(rows),
            () -> {
              progress.advance(1);
              goOn();
            });
  }

  private void goOn() {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  /// Whether the numbers are as sure as was asked for.
  ///
  /// @param standardError the largest of a part, in nats
  void requirePrecision(double standardError) {
    if (experiment.settings().precision().isEmpty()) {
      return;
    }
    double allowed = experiment.settings().precision().getAsDouble();
    if (standardError > allowed) {
      double times = standardError / allowed * (standardError / allowed);
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d held-out rows leave a standard error of %.2g nats in a part of the budget; %.2g needs about %,d: give --rows %d and data with twice as many rows, or ask for less",
              plan.judging().size(),
              standardError,
              allowed,
              (long) Math.ceil(times * plan.judging().size()),
              (long) Math.ceil(times * plan.judging().size())));
    }
  }
}
