package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.linear.ClassLinearity;
import org.scorefield.linear.Linearity;
import org.scorefield.metric.Estimate;

/// The numbers of an inspection as results of a run record.
final class InspectNumbers {
  /// Unexplained shares of a class's denoiser that are looked up.
  private static final double[] SHARES = {0.1, 0.01};

  private InspectNumbers() {}

  static List<RunRecord.Result> of(
      Linearity linearity,
      List<InspectResult.Start> starts,
      InspectResult.DataAlone data,
      List<InspectResult.ClassCost> classes) {
    List<RunRecord.Result> results = new ArrayList<>();
    starts.forEach(start -> addPlans(start, results));
    starts.forEach(start -> addCosts(start, results));
    for (InspectResult.Landing landing : data.cumulants()) {
      results.add(
          new RunRecord.Result(at("data alone", landing.sigma()), "KL, cumulants", landing.nats()));
    }
    for (double sigma : data.mixture().sigmas().toArray()) {
      String subject = at("data alone", sigma);
      results.add(new RunRecord.Result(subject, "KL, mixture", data.mixture().kl(sigma)));
      data.rows()
          .filter(curve -> sigma >= curve.lowest())
          .ifPresent(
              curve -> results.add(new RunRecord.Result(subject, "KL, rows", curve.kl(sigma))));
    }
    for (InspectResult.ClassCost c : classes) {
      addClass(c, results);
    }
    addLinearity(linearity, results);
    return results;
  }

  /// What a reader asks of a class: where its own Gaussian may stand in, and down to which levels
  /// the two Gaussians explain the model's denoiser. The curves would be 24 times as much.
  private static void addClass(InspectResult.ClassCost c, List<RunRecord.Result> results) {
    ClassLinearity own = c.linearity();
    String subject = "class " + own.label();
    results.add(new RunRecord.Result(subject, "rows", exact(own.rows())));
    c.skip().ifPresent(s -> results.add(new RunRecord.Result(subject, "sigma_skip", exact(s))));
    for (String surrogate : own.linearity().surrogates()) {
      for (double share : SHARES) {
        own.linearity()
            .crossover(surrogate, r -> r.centred().ratioOfMeans(), share)
            .ifPresent(sigma ->
                results.add(
                    new RunRecord.Result(
                        subject + ", " + surrogate,
                        "sigma where the denoiser is unexplained to " + share,
                        exact(sigma))));
      }
    }
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

  private static void addLinearity(Linearity linearity, List<RunRecord.Result> results) {
    for (Linearity.Level level : linearity.levels()) {
      String model = at("model", level.sigma());
      results.add(new RunRecord.Result(model, "score energy", level.energy()));
      results.add(new RunRecord.Result(model, "denoising loss", level.loss()));
      for (Linearity.Residual r : level.residuals()) {
        String subject = at(r.surrogate(), level.sigma());
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
