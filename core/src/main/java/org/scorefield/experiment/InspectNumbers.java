package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.linear.Linearity;
import org.scorefield.metric.Estimate;

/// The numbers of an inspection as results of a run record.
final class InspectNumbers {
  private InspectNumbers() {}

  static List<RunRecord.Result> of(
      Linearity linearity,
      List<InspectResult.Start> starts,
      InspectResult.DataAlone data,
      List<InspectResult.ClassCost> classes) {
    List<RunRecord.Result> results = new ArrayList<>();
    starts.forEach(start -> addPlans(start, results));
    starts.forEach(start -> addCosts(start, results));
    for (int i = 0; i < data.sigmas().size(); i++) {
      double sigma = data.sigmas().get(i);
      String subject = at("data alone", sigma);
      results.add(new RunRecord.Result(subject, "KL, cumulants", data.cumulants().get(i)));
      results.add(new RunRecord.Result(subject, "KL, mixture", data.mixture().kl(sigma)));
      data.rows()
          .filter(curve -> sigma >= curve.lowest())
          .ifPresent(
              curve -> results.add(new RunRecord.Result(subject, "KL, rows", curve.kl(sigma))));
    }
    for (InspectResult.ClassCost c : classes) {
      String subject = "class " + c.linearity().label();
      c.skip().ifPresent(s -> results.add(new RunRecord.Result(subject, "sigma_skip", exact(s))));
      addLinearity(subject + ", ", c.linearity().linearity(), results);
    }
    addLinearity("", linearity, results);
    return results;
  }

  private static void addPlans(InspectResult.Start start, List<RunRecord.Result> results) {
    for (InspectResult.Plan plan : start.plans()) {
      String subject = "%s start, %d steps".formatted(start.surrogate(), plan.grid().steps());
      plan.skip()
          .ifPresent(skip -> {
            results.add(new RunRecord.Result(subject, "sigma_skip", exact(skip.sigma())));
            results.add(new RunRecord.Result(subject, "KL", skip.kl()));
            results.add(new RunRecord.Result(subject, "steps skipped", exact(skip.step())));
            results.add(new RunRecord.Result(subject, "saved by Heun", exact(skip.saved(2, 1))));
            results.add(
                new RunRecord.Result(
                    subject, "saved at one evaluation a step", exact(skip.saved(1, 1))));
          });
    }
  }

  private static void addCosts(InspectResult.Start start, List<RunRecord.Result> results) {
    for (double sigma : start.curve().sigmas().toArray()) {
      results.add(
          new RunRecord.Result(at(start.surrogate(), sigma), "KL", start.curve().kl(sigma)));
    }
  }

  private static void addLinearity(
      String prefix, Linearity linearity, List<RunRecord.Result> results) {
    for (Linearity.Level level : linearity.levels()) {
      String model = prefix + at("model", level.sigma());
      results.add(new RunRecord.Result(model, "score energy", level.energy()));
      results.add(new RunRecord.Result(model, "denoising loss", level.loss()));
      for (Linearity.Residual r : level.residuals()) {
        String subject = prefix + at(r.surrogate(), level.sigma());
        add(results, subject, "score unexplained", r.score());
        results.add(new RunRecord.Result(subject, "score unexplained, reversed", r.reversed()));
        add(results, subject, "denoiser unexplained", r.denoiser());
        add(results, subject, "denoiser unexplained, centred", r.centred());
        results.add(new RunRecord.Result(subject, "Delta", r.delta()));
        results.add(new RunRecord.Result(subject, "loss gap", r.lossGap()));
      }
    }
  }

  private static void add(
      List<RunRecord.Result> results, String subject, String name, Linearity.Share share) {
    results.add(new RunRecord.Result(subject, name, share.meanOfRatios()));
    results.add(new RunRecord.Result(subject, name + ", ratio of means", share.ratioOfMeans()));
  }

  private static String at(String subject, double sigma) {
    return subject + ", sigma " + sigma;
  }

  private static Estimate exact(double value) {
    return new Estimate(value, 0, 0);
  }
}
