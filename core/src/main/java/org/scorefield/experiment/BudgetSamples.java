package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.budget.Advice;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Scheme;
import org.scorefield.budget.Schemes;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Metrics;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;

/// Samples of a few schemes from the same seeds, to see whether what comes out is ordered as
/// predicted: the scheme asked about, EDM's and Song's levels with the plain and with the best
/// noise, and the best. Each takes a last denoising step beyond the scheme, so that all are
/// compared with the clean rows.
///
/// @param plan how many samples, and of which rows they should be
record BudgetSamples(BudgetExperiment experiment, BudgetPlan plan, Progress progress) {
  private static final int PREVIEW = 36;
  private static final int POINTS = 2000;

  /// What came out.
  ///
  /// @param realised of each scheme
  /// @param control what as many real rows score
  record Drawn(List<BudgetResult.Realised> realised, List<RunRecord.Result> control) {}

  /// Draws and measures; a scheme that diverges is left out, and said to be.
  Drawn draw(Advice advice) {
    if (plan.samples() == 0) {
      return new Drawn(List.of(), List.of());
    }
    List<Advice.Ranked> schemes = chosen(advice);
    List<EvaluateExperiment.Candidate> drawn = new ArrayList<>();
    for (Advice.Ranked ranked : schemes) {
      samples(ranked.scheme())
          .ifPresent(
              rows -> drawn.add(new EvaluateExperiment.Candidate(ranked.scheme().name(), rows)));
    }
    if (drawn.isEmpty()) {
      return new Drawn(List.of(), List.of());
    }
    List<RunRecord.Result> qualities = EvaluateRun.measure(evaluation(drawn), progress);
    goOn();
    List<BudgetResult.Realised> realised = new ArrayList<>();
    for (EvaluateExperiment.Candidate candidate : drawn) {
      Advice.Ranked ranked =
          schemes.stream()
              .filter(s -> s.scheme().name().equals(candidate.name()))
              .findFirst()
              .orElseThrow();
      realised.add(
          new BudgetResult.Realised(
              ranked.scheme(),
              ranked.discretisation(),
              qualities.stream().filter(q -> q.subject().equals(candidate.name())).toList(),
              preview(candidate.samples())));
    }
    return new Drawn(
        realised,
        qualities.stream().filter(q -> q.subject().equals(RunRecord.REAL_VS_REAL)).toList());
  }

  /// Each once: the one asked about may be EDM's, or the best.
  private static List<Advice.Ranked> chosen(Advice advice) {
    String best = NoiseChoice.BEST.suffix();
    List<String> wanted =
        List.of(
            advice.scheme().name(),
            Schemes.EDM.name(),
            Schemes.EDM.name() + best,
            Schemes.SONG.name(),
            Schemes.SONG.name() + best,
            advice.best().scheme().name());
    return advice.ranking().stream().filter(r -> wanted.contains(r.scheme().name())).toList();
  }

  private Optional<Dataset> samples(Scheme scheme) {
    progress.begin("sampling, " + scheme.name(), plan.samples());
    Sampler sampler = scheme.denoising();
    Shape shape = experiment.data().shape();
    List<Batch> batches = new ArrayList<>();
    NoiseKey key = NoiseKey.of(experiment.seed()).child("budget").child("samples");
    Outcome<Long> outcome =
        new SampleStream(sampler, SampleStream.comfortableBatch(shape), 1)
            .run(experiment.model().denoiser(), key, plan.samples(), watch(sampler), batches::add);
    return switch (outcome) {
      case Outcome.Completed<Long> _ ->
          Optional.of(Dataset.of(scheme.name(), experiment.data().units(), Batch.concat(batches)));
      case Outcome.Diverged<Long> d -> {
        progress.say("sampling, " + scheme.name() + ", diverged: " + d.message());
        yield Optional.empty();
      }
      case Outcome.Cancelled<Long> _ -> throw new CancellationException("cancelled");
    };
  }

  private Watch watch(Sampler sampler) {
    return new Watch() {
      @Override
      public void stepped(StepEvent event) {
        if (event.step() == sampler.grid().steps() - 1) {
          progress.advance(event.state().count());
        }
      }

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }

  private EvaluateExperiment evaluation(List<EvaluateExperiment.Candidate> drawn) {
    return new EvaluateExperiment(
        drawn,
        plan.judging(),
        Optional.of(plan.fitting()),
        List.of(Metrics.named("sliced-w2"), Metrics.named("energy")),
        true,
        Optional.empty(),
        experiment.seed());
  }

  private void goOn() {
    if (progress.cancelled()) {
      throw new CancellationException("cancelled");
    }
  }

  private Batch preview(Dataset samples) {
    int shown = experiment.data().shape().size() == 2 ? POINTS : PREVIEW;
    return samples.rows(0, Math.min(shown, samples.size()));
  }
}
