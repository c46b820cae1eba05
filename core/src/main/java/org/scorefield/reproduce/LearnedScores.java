package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.design.StageWatch;
import org.scorefield.random.NoiseKey;

/// What networks at their certified optimum learn on the line, and how plain training compares:
/// restarts of gradient descent beside the optimum, scores by weight decay beside the truth,
/// Langevin dynamics beside the predicted laws, and denoising at several levels beside a linear fit
/// and a kernel density.
final class LearnedScores implements Reproduction {

  @Override
  public String name() {
    return "learned-scores";
  }

  @Override
  public String what() {
    return "What certified score networks learn on the line: restarts of plain training beside the"
        + " optimum, scores by weight decay, Langevin samples beside the predicted laws, denoising"
        + " beside a kernel density";
  }

  @Override
  public String source() {
    return "weak duality, closed forms from 2402.01965, the test of Kolmogorov and Smirnov";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    List<Check> checks = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    List<Overview> overviews = new ArrayList<>();
    watch.begin("training by gradients", 20);
    TrainingContest.Result contest = TrainingContest.run(key, watch);
    checks.addAll(contest.checks());
    figures.add(contest.figure());
    ScoreRegimes.Result regimes = ScoreRegimes.run(key);
    checks.addAll(regimes.checks());
    figures.addAll(regimes.figures());
    watch.begin("Langevin dynamics", 30);
    LearnedLaws.Result laws = LearnedLaws.run(key, watch);
    checks.addAll(laws.checks());
    figures.addAll(laws.figures());
    watch.begin("denoising", 6);
    NoisyScores.Result noisy = NoisyScores.run(key, watch);
    checks.addAll(noisy.checks());
    overviews.add(noisy.overview());
    figures.add(noisy.figure());
    return new Reproduced(
        checks,
        figures,
        overviews,
        "standard normal points; two modes at -1.5 and 1.5 of variance 0.25");
  }
}
