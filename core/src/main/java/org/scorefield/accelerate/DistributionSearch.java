package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.Comparison;
import org.scorefield.design.StageWatch;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Finds the sampler whose sets are nearest to the data, whatever the seed.
///
/// What matters most for that is where a run starts: from the exact law of the noisy data, taken as
/// Gaussian, at a level where it is nearly that, no evaluation is spent above, nor is what the
/// model does wrong there taken on; and where it ends, since levels far below the scale of the data
/// are wasted. So it goes:
///
/// 1. the standard samplers;
/// 2. starts at several levels, DPM-Solver++(2M) below;
/// 3. from the two best, other lowest levels, spacings and solvers;
/// 4. the few best of these, and of the standard samplers, on larger sets;
/// 5. the best one and the best standard ones on noise of their own: the verdict.
///
/// All sets of a round are made from the same noise and held against the same rows. Distance to the
/// model's own fine solution plays no part.
///
/// **Metrics that see no more than a Gaussian.** A set drawn from the data's Gaussian, without the
/// model, has their mean and covariance. Where the deciding metric likes that set as well as the
/// best standard sampler's, it would have every run start as low as it may; starts are then kept
/// above ten times the scale of the data, and the stage says so. Features of a classifier see more.
///
/// @param task what is wanted
/// @param effort what may be asked of the model
record DistributionSearch(Task task, Effort effort) {
  /// First levels of a grid, in units of the scale of the data, besides sigma_max.
  private static final double[] TOPS = {40, 20, 14, 10, 7, 5, 3.5};

  /// The lowest of them that is taken on trust, not by a metric.
  private static final double TRUSTED_TOP = 10;

  /// Last positive levels, in the same units.
  private static final double[] BOTTOMS = {.02, .05, .1};

  private static final double USUAL_BOTTOM = .05;
  private static final double[] RHOS = {7, 4};
  private static final double USUAL_RHO = 7;

  /// Starts that are looked at further.
  private static final int STARTS = 2;

  /// Of the candidates and of the standard samplers each, those that go on to larger sets.
  private static final int FINALISTS = 3;

  /// Most standard samplers of a verdict beside those that always take part.
  private static final int RIVALS = 2;

  /// A first look takes this part of a set.
  private static final int FIRST = 4;

  /// @param bottom last positive level, in units of the scale of the data
  private record Design(Start start, double first, double bottom, double rho, Solver solver) {}

  /// A candidate, what it has drawn, and what that is worth; less is better.
  private record Scored(Verdict.Entry entry, Batch samples, double loss) {}

  long cost() {
    int first = effort.setSize() / FIRST;
    int variants = BOTTOMS.length * RHOS.length;
    long candidates = TOPS.length + 1 + (long) STARTS * variants + Standards.of(task).all().size();
    long finalists = 2L * FINALISTS;
    long verdict = (long) effort.sets() * effort.setSize() * (1 + Standards.permanent() + RIVALS);
    return task.evaluations()
        * (candidates * first + finalists * (effort.setSize() - first) + verdict);
  }

  Outcome<Acceleration> run(Denoiser asked, SetScores scores, NoiseKey key, StageWatch watch) {
    Counting model = new Counting(asked);
    return new Run(model, scores, key, watch).all();
  }

  /// One search.
  private final class Run {
    private final Counting model;
    private final SetScores scores;
    private final NoiseKey key;
    private final StageWatch watch;
    private final Dataset rows;
    private final List<Acceleration.Stage> stages = new ArrayList<>();
    private final int first = effort.setSize() / FIRST;

    /// How the last run ended that did not complete.
    private Outcome<Verdict> failed = new Outcome.Cancelled<>(0);

    Run(Counting model, SetScores scores, NoiseKey key, StageWatch watch) {
      this.model = model;
      this.scores = scores;
      this.key = key;
      this.watch = watch;
      this.rows = scores.rows(key.child("choice"), effort.setSize());
    }

    Outcome<Acceleration> all() {
      Standards standards = Standards.of(task);
      List<Scored> peers =
          looked(
              "standard samplers",
              standards.all().stream()
                  .map(s -> new Verdict.Entry(s.name(), true, s.sampler()))
                  .toList());
      boolean blind = blindTo(peers);
      List<Design> starts = starts(blind ? TRUSTED_TOP : 0);
      Map<String, Design> designs = new LinkedHashMap<>();
      String stage = blind ? "starts (the metric likes the data's Gaussian as much)" : "starts";
      List<Scored> looked = looked(stage, entries(starts, designs));
      List<Design> best =
          looked.stream().limit(STARTS).map(scored -> designs.get(scored.entry().name())).toList();
      List<Design> variants =
          best.stream().flatMap(this::variants).filter(v -> !starts.contains(v)).toList();
      List<Scored> varied = looked("grids and solvers", entries(variants, designs));
      List<Scored> finals = finals(Stream.concat(looked.stream(), varied.stream()), peers);
      return watch.cancelled()
          ? new Outcome.Cancelled<>(0)
          : verdict(entrants(finals, standards)).then(this::acceleration);
    }

    /// Whether samples of the data's Gaussian score as well as the best standard sampler's.
    private boolean blindTo(List<Scored> peers) {
      Batch plain = task.gaussian().sample(new Noise(choice().child("gaussian"), 0, first));
      return !peers.isEmpty() && loss(plain) <= peers.getFirst().loss();
    }

    /// @param least level, in units of the scale of the data
    private List<Design> starts(double least) {
      double scale = task.gaussian().scale();
      return Stream.concat(
              Stream.of(task.sigmaMax()),
              Arrays.stream(TOPS)
                  .filter(top -> top >= least)
                  .map(top -> top * scale)
                  .filter(top -> top < task.sigmaMax())
                  .boxed())
          .map(top -> new Design(start(top), top, USUAL_BOTTOM, USUAL_RHO, new Dpmpp2M()))
          .toList();
    }

    private Start start(double top) {
      return top == task.sigmaMax()
          ? new Start.Prior()
          : new Start.Teleport(task.gaussian(), task.sigmaMax(), Start.Teleport.Mode.EXACT);
    }

    private Stream<Design> variants(Design base) {
      List<Design> all = new ArrayList<>();
      for (double rho : RHOS) {
        for (double bottom : BOTTOMS) {
          all.add(new Design(base.start(), base.first(), bottom, rho, base.solver()));
        }
      }
      all.add(new Design(base.start(), base.first(), USUAL_BOTTOM, USUAL_RHO, new Ipndm(3)));
      return all.stream().filter(variant -> !variant.equals(base));
    }

    private List<Verdict.Entry> entries(List<Design> wanted, Map<String, Design> designs) {
      List<Verdict.Entry> entries = new ArrayList<>();
      for (Design design : wanted) {
        double bottom =
            Math.clamp(
                design.bottom() * task.gaussian().scale(), task.sigmaMin(), design.first() / 2);
        TimeGrid even =
            new RhoGrid(design.rho()).toZero(task.evaluations(), design.first(), bottom);
        task.range()
            .snapped(even)
            .ifPresent(grid -> {
              String name = name(design, grid, bottom);
              if (designs.putIfAbsent(name, design) == null) {
                Sampler sampler = new Sampler(grid, design.solver(), design.start());
                entries.add(new Verdict.Entry(name, false, sampler));
              }
            });
      }
      return entries;
    }

    private static String name(Design design, TimeGrid grid, double bottom) {
      String from =
          design.start() instanceof Start.Prior
              ? ""
              : String.format(Locale.ROOT, ", exact start at %.3g", grid.first());
      return String.format(
          Locale.ROOT, "%s rho %.0f to %.3g%s", design.solver().name(), design.rho(), bottom, from);
    }

    private Optional<Batch> drawn(Sampler sampler, NoiseKey noise, int count) {
      Outcome<Batch> outcome = scores.draw(model, sampler, noise, count, watch);
      if (outcome instanceof Outcome.Completed<Batch>(Batch samples, int _)) {
        return Optional.of(samples);
      }
      failed = outcome.then(_ -> new Outcome.Cancelled<>(0));
      return Optional.empty();
    }

    /// All that completed on a small set, best first.
    private List<Scored> looked(String stage, List<Verdict.Entry> entries) {
      watch.begin(stage, entries.size());
      List<Scored> all = new ArrayList<>();
      for (Verdict.Entry entry : entries) {
        drawn(entry.sampler(), choice(), first)
            .ifPresent(samples -> all.add(new Scored(entry, samples, loss(samples))));
        watch.advance();
      }
      List<Scored> ranked = ranked(all);
      note(stage, entries.size(), ranked);
      return ranked;
    }

    private List<Scored> finals(Stream<Scored> own, List<Scored> peers) {
      List<Scored> left =
          Stream.concat(
                  ranked(own.toList()).stream().limit(FINALISTS), peers.stream().limit(FINALISTS))
              .toList();
      watch.begin("larger sets", left.size());
      List<Scored> all = new ArrayList<>();
      for (Scored scored : left) {
        int more = effort.setSize() - first;
        drawn(scored.entry().sampler(), choice().child("more"), more)
            .map(samples -> Batch.concat(List.of(scored.samples(), samples)))
            .ifPresent(together -> all.add(new Scored(scored.entry(), together, loss(together))));
        watch.advance();
      }
      List<Scored> ranked = ranked(all);
      note("larger sets", left.size(), ranked);
      return ranked;
    }

    private NoiseKey choice() {
      return key.child("choice");
    }

    private double loss(Batch samples) {
      return scores.decisive(samples, rows, choice());
    }

    private List<Scored> ranked(List<Scored> all) {
      return all.stream().sorted(Comparator.comparingDouble(Scored::loss)).toList();
    }

    private void note(String stage, int candidates, List<Scored> ranked) {
      long earlier = stages.stream().mapToLong(Acceleration.Stage::evaluations).sum();
      String finding =
          ranked.isEmpty()
              ? "none completed"
              : String.format(
                  Locale.ROOT,
                  "best %s, %s %.4g",
                  ranked.getFirst().entry().name(),
                  scores.deciding().name(),
                  ranked.getFirst().loss());
      stages.add(new Acceleration.Stage(stage, candidates, model.evaluations() - earlier, finding));
    }

    /// The proposal, and the standard samplers to beat.
    private List<Verdict.Entry> entrants(List<Scored> finals, Standards standards) {
      Stream<Verdict.Entry> always =
          standards.always().stream().map(s -> new Verdict.Entry(s.name(), true, s.sampler()));
      Stream<Verdict.Entry> rivals =
          finals.stream().map(Scored::entry).filter(Verdict.Entry::standard).limit(RIVALS);
      Stream<Verdict.Entry> proposal =
          finals.stream().map(Scored::entry).filter(entry -> !entry.standard()).limit(1);
      return Stream.of(proposal, always, rivals).flatMap(s -> s).distinct().toList();
    }

    private Outcome<Verdict> verdict(List<Verdict.Entry> entrants) {
      watch.begin("verdict", entrants.size());
      List<Contender> contenders = new ArrayList<>();
      for (Verdict.Entry entry : entrants) {
        contender(entry).ifPresent(contenders::add);
        if (watch.cancelled()) {
          return new Outcome.Cancelled<>(0);
        }
        watch.advance();
      }
      return Verdict.byScore(contenders, this::loss, this::less, effort.sets())
          .<Outcome<Verdict>>map(verdict -> new Outcome.Completed<>(verdict, 0))
          .orElse(failed);
    }

    /// What one scores on noise that no choice was made with; empty if it diverges.
    private Optional<Contender> contender(Verdict.Entry entry) {
      Map<String, double[]> bySeed = new LinkedHashMap<>();
      int evaluations = entry.sampler().solver().evaluations(entry.sampler().grid()).orElseThrow();
      for (int set = 0; set < effort.sets(); set++) {
        NoiseKey seed = key.child("verdict").child(set);
        Optional<Batch> samples = drawn(entry.sampler(), seed, effort.setSize());
        if (samples.isEmpty()) {
          return Optional.empty();
        }
        int at = set;
        scores
            .all(samples.get(), scores.rows(seed, effort.setSize()), seed)
            .forEach((name, value) ->
                bySeed.computeIfAbsent(name, _ -> new double[effort.sets()])[at] = value);
      }
      Map<String, Vector> values = new LinkedHashMap<>();
      bySeed.forEach((name, v) -> values.put(name, Vector.adopt(v)));
      long draws = (long) effort.sets() * effort.setSize();
      return Optional.of(
          new Contender(
              entry.name(),
              entry.standard(),
              entry.sampler(),
              Comparison.Standing.of(evaluations, Vector.of(), values, draws)));
    }

    private double loss(Contender contender) {
      String metric = scores.deciding().name();
      return SetScores.loss(scores.deciding(), contender.standing().metric(metric).value());
    }

    private Estimate less(Contender one, Contender other) {
      Estimate less = one.standing().metricLess(other.standing(), scores.deciding().name());
      return new Estimate(
          SetScores.loss(scores.deciding(), less.value()), less.standardError(), less.n());
    }

    private Outcome<Acceleration> acceleration(Outcome.Completed<Verdict> verdict) {
      long earlier = stages.stream().mapToLong(Acceleration.Stage::evaluations).sum();
      stages.add(
          new Acceleration.Stage(
              "verdict on fresh noise",
              verdict.result().contenders().size(),
              model.evaluations() - earlier,
              verdict.result().finding(scores.deciding().name())));
      return new Outcome.Completed<>(
          verdict.result().acceleration(task, stages, cost(), model.evaluations()), 0);
    }
  }
}
