package org.scorefield.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.scorefield.array.Vector;
import org.scorefield.budget.Agreement;
import org.scorefield.budget.Decision.Verdict;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.RankCorrelation;

/// Whether the held-out loss of networks on their way says which sampler is best for them.
///
/// @param record of the run
/// @param measures of the realised error, the one that counts first; smaller is better
/// @param moments each seed at each stage of its training
public record CrossoverResult(RunRecord record, List<String> measures, List<Moment> moments) {
  /// The step noise that the published rule is about.
  public static final NoiseChoice PLAIN = NoiseChoice.FROZEN_SCORE;

  /// Name of the grid of least path divergence with a step noise.
  public static String optimised(NoiseChoice noise) {
    return "optimal for " + noise.label();
  }

  public CrossoverResult {
    measures = List.copyOf(measures);
    moments = List.copyOf(moments);
  }

  /// A network on its way.
  ///
  /// @param share of its training, up to 1
  /// @param step after so many steps
  /// @param contests one for each number of steps of the samplers
  public record Moment(long seed, double share, int step, Losses losses, List<Contest> contests) {
    public Moment {
      contests = List.copyOf(contests);
    }

    /// That of samplers of so many steps.
    public Contest contest(int steps) {
      return contests.stream().filter(c -> c.steps() == steps).findFirst().orElseThrow();
    }
  }

  /// Error of the noise prediction a component on held-out rows, by level.
  ///
  /// @param exact of the exact score, where the law is known
  public record Losses(Vector sigmas, List<Estimate> network, Optional<List<Estimate>> exact) {
    public Losses {
      network = List.copyOf(network);
    }
  }

  /// Samplers of as many steps, of one network.
  ///
  /// @param trials grids with step noises
  /// @param pairs how often the loss names the better of two samplers by the first measure, of all
  ///   pairs
  /// @param grids the same among grids at one step noise
  /// @param duels EDM's grid against the exponential one, at each step noise
  /// @param premise where the law is known: which error the network's samples have
  /// @param others samplers that the theory does not speak of
  public record Contest(
      int steps,
      List<Trial> trials,
      Score pairs,
      Score grids,
      List<Duel> duels,
      Optional<Premise> premise,
      List<Other> others) {
    public Contest {
      trials = List.copyOf(trials);
      duels = List.copyOf(duels);
      others = List.copyOf(others);
    }

    /// Whether the prediction agrees with one of the measures.
    public Agreement agreement(int measure) {
      return new Agreement(
          trials.stream()
              .map(t ->
                  new Agreement.Sampler(
                      t.grid(),
                      t.noise().label(),
                      t.predicted().value(),
                      t.realised().get(measure).value()))
              .toList());
    }

    /// The grid with the step noise.
    public Trial trial(String grid, NoiseChoice noise) {
      return trials.stream()
          .filter(t -> t.grid().equals(grid) && t.noise() == noise)
          .findFirst()
          .orElseThrow();
    }

    /// The duel at a step noise.
    public Duel duel(NoiseChoice noise) {
      return duels.stream().filter(d -> d.noise() == noise).findFirst().orElseThrow();
    }
  }

  /// A grid with a step noise.
  ///
  /// @param predicted its path divergence less that of EDM's grid with {@link #PLAIN} noise, in
  ///   nats, from the held-out loss
  /// @param realised one for each measure
  public record Trial(String grid, NoiseChoice noise, Estimate predicted, List<Estimate> realised) {
    public Trial {
      realised = List.copyOf(realised);
    }
  }

  /// Another sampler, of as many evaluations or one less.
  ///
  /// @param realised one for each measure
  public record Other(String name, List<Estimate> realised) {
    public Other {
      realised = List.copyOf(realised);
    }
  }

  /// EDM's grid (first) against the exponential one (second).
  ///
  /// @param predicted difference of the path divergence, nats
  /// @param realised difference of each measure, on common random numbers
  public record Duel(NoiseChoice noise, Estimate predicted, List<Estimate> realised) {
    public Duel {
      realised = List.copyOf(realised);
    }

    /// Who wins by the held-out loss.
    public Verdict foretold() {
      return Verdict.of(predicted);
    }

    /// Who wins by one of the measures.
    public Verdict found(int measure) {
      return Verdict.of(realised.get(measure));
    }
  }

  /// What the published rule asks first: does the score's error dominate? Of EDM's grid with {@link
  /// #PLAIN} noise, in nats.
  public record Premise(Estimate score, Estimate discretisation) {
    /// Score error over both.
    public double share() {
      return score.value() / (score.value() + discretisation.value());
    }

    /// What the rule then says: polynomial levels where the score's error dominates, else
    /// exponential ones.
    public Verdict rule() {
      return share() > 0.5 ? Verdict.FIRST : Verdict.SECOND;
    }
  }

  /// How often one verdict is the other.
  ///
  /// @param right both name the same
  /// @param wrong they name different ones
  /// @param open one of them names none
  public record Score(int right, int wrong, int open) {
    /// This and one more.
    public Score with(Verdict said, Verdict found) {
      if (said == Verdict.TIE || found == Verdict.TIE) {
        return new Score(right, wrong, open + 1);
      }
      return said == found ? new Score(right + 1, wrong, open) : new Score(right, wrong + 1, open);
    }

    /// Both together.
    public Score plus(Score other) {
      return new Score(right + other.right, wrong + other.wrong, open + other.open);
    }
  }

  /// Shares of training that were looked at, rising.
  public List<Double> shares() {
    return moments.stream().map(Moment::share).distinct().sorted().toList();
  }

  /// Numbers of steps of the samplers.
  public List<Integer> steps() {
    return moments.getFirst().contests().stream().map(Contest::steps).toList();
  }

  /// All seeds at one stage.
  public List<Moment> at(double share) {
    return moments.stream().filter(m -> m.share() == share).toList();
  }

  /// Mean over seeds, with the standard error over them; NaN for a single one.
  public Estimate mean(double share, ToDoubleFunction<Moment> number) {
    return Estimate.mean(at(share).stream().mapToDouble(number).toArray());
  }

  /// Mean over seeds, with the standard error over them; of a single seed its own.
  public Estimate over(double share, Function<Moment, Estimate> number) {
    List<Moment> seeds = at(share);
    return seeds.size() == 1
        ? number.apply(seeds.getFirst())
        : mean(share, m -> number.apply(m).value());
  }

  /// Spearman's correlation of predicted and realised order of all samplers, over seeds.
  public Estimate spearman(double share, int steps, int measure) {
    return mean(share, m -> correlation(m, steps, measure).spearman());
  }

  /// Kendall's.
  public Estimate kendall(double share, int steps, int measure) {
    return mean(share, m -> correlation(m, steps, measure).kendall());
  }

  /// Spearman's among the grids at one step noise.
  public Estimate spearman(double share, int steps, int measure, NoiseChoice noise) {
    return mean(
        share,
        m ->
            m.contest(steps)
                .agreement(measure)
                .among(s -> s.noise().equals(noise.label()))
                .correlation()
                .spearman());
  }

  /// A score of all seeds at one stage.
  public Score score(double share, Function<Moment, Score> score) {
    return at(share).stream().map(score).reduce(new Score(0, 0, 0), Score::plus);
  }

  private static RankCorrelation correlation(Moment moment, int steps, int measure) {
    return moment.contest(steps).agreement(measure).correlation();
  }

  /// How often the held-out loss names the better of the two published grids.
  ///
  /// @param noises step noises that count
  public Score foretold(double share, int measure, List<NoiseChoice> noises) {
    Score score = new Score(0, 0, 0);
    for (Moment moment : at(share)) {
      for (Contest contest : moment.contests()) {
        for (NoiseChoice noise : noises) {
          Duel duel = contest.duel(noise);
          score = score.with(duel.foretold(), duel.found(measure));
        }
      }
    }
    return score;
  }

  /// How often the published rule names the better of the two published grids, with {@link #PLAIN}
  /// noise. Where no premise is known it is read by the stage: polynomial at the first, exponential
  /// at the last, nothing between.
  public Score ruled(double share, int measure) {
    Score score = new Score(0, 0, 0);
    for (Moment moment : at(share)) {
      for (Contest contest : moment.contests()) {
        score = score.with(rule(share, contest), contest.duel(PLAIN).found(measure));
      }
    }
    return score;
  }

  /// What the published rule says.
  public Verdict rule(double share, Contest contest) {
    List<Double> shares = shares();
    return contest
        .premise()
        .map(Premise::rule)
        .orElseGet(() ->
            shares.size() > 1 && share == shares.getFirst()
                ? Verdict.FIRST
                : share == shares.getLast() ? Verdict.SECOND : Verdict.TIE);
  }

  /// How well the samplers are ordered, for each stage and number of steps, over seeds.
  public List<RunRecord.Result> summary() {
    List<RunRecord.Result> results = new ArrayList<>();
    for (double share : shares()) {
      for (int n : steps()) {
        String subject = subject(share, n);
        results.add(new RunRecord.Result(subject, "Spearman", spearman(share, n, 0)));
        results.add(new RunRecord.Result(subject, "Kendall", kendall(share, n, 0)));
        for (NoiseChoice noise : NoiseChoice.values()) {
          results.add(
              new RunRecord.Result(
                  subject, "grids, " + noise.label(), spearman(share, n, 0, noise)));
        }
        Score pairs = score(share, m -> m.contest(n).pairs());
        results.add(count(subject, "pairs right", pairs.right()));
        results.add(count(subject, "wrong", pairs.wrong()));
        results.add(count(subject, "open", pairs.open()));
      }
    }
    return results;
  }

  /// All numbers: the summary, and what is predicted and realised of every sampler, means over
  /// seeds.
  public List<RunRecord.Result> results() {
    List<RunRecord.Result> results = new ArrayList<>(summary());
    for (double share : shares()) {
      for (int n : steps()) {
        for (Trial trial : at(share).getFirst().contest(n).trials()) {
          addTrial(share, n, trial, results);
        }
      }
    }
    return results;
  }

  private void addTrial(double share, int n, Trial trial, List<RunRecord.Result> results) {
    String subject = "%s, %s, %s".formatted(subject(share, n), trial.grid(), trial.noise().label());
    Function<Moment, Trial> own = m -> m.contest(n).trial(trial.grid(), trial.noise());
    results.add(
        new RunRecord.Result(subject, "predicted", over(share, m -> own.apply(m).predicted())));
    for (int i = 0; i < measures.size(); i++) {
      int measure = i;
      results.add(
          new RunRecord.Result(
              subject, measures.get(i), over(share, m -> own.apply(m).realised().get(measure))));
    }
  }

  private static String subject(double share, int steps) {
    return String.format(Locale.ROOT, "%.3g %% of training, %d steps", 100 * share, steps);
  }

  private static RunRecord.Result count(String subject, String what, int count) {
    return new RunRecord.Result(subject, what, new Estimate(count, 0, count));
  }
}
