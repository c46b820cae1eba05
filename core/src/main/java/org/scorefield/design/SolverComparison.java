package org.scorefield.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Metric;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Samplers side by side on one model: the same seeds, the same start noise, the same number of
/// evaluations.
///
/// Two questions, which a sampler can answer differently. *Is it the same sample?* The error is the
/// root mean square distance of its samples from those of a reference run from the same noise,
///
/// `sqrt(mean_i |x_i - r_i|^2 / d) / sd(r)`,
///
/// over all samples of all seeds, with a standard error by the jackknife over seeds. *Is it as good
/// a sample?* The metrics of a {@link Yardstick} compare the sets, seed by seed; given is the mean,
/// with the standard error of S seeds. A closed-form start can be off by the first and not by the
/// second.
///
/// The same key gives the same bits whatever the number of threads.
///
/// @param model what is sampled
/// @param reference the run that counts as exact, of many steps
/// @param yardsticks what the sets are held against; none if only the samples count
/// @param samples of one seed, at least 2
/// @param seeds S, at least 1; 2 for standard errors
/// @param threads batches drawn at a time
/// @param key of all randomness
public record SolverComparison(
    Denoiser model,
    Sampler reference,
    List<Yardstick> yardsticks,
    int samples,
    int seeds,
    int threads,
    NoiseKey key) {

  /// What the watch is told that the reference is called.
  public static final String REFERENCE = "reference";

  /// Steps of the usual reference.
  public static final int REFERENCE_STEPS = 256;

  public SolverComparison {
    yardsticks = List.copyOf(yardsticks);
    if (samples < 2 || seeds < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "a comparison needs at least 2 samples, 1 seed and 1 thread, got %d, %d and %d"
              .formatted(samples, seeds, threads));
    }
  }

  /// With one yardstick or none.
  public SolverComparison(
      Denoiser model,
      Sampler reference,
      Optional<Yardstick> yardstick,
      int samples,
      int seeds,
      int threads,
      NoiseKey key) {
    this(model, reference, yardstick.stream().toList(), samples, seeds, threads, key);
  }

  /// Samples of all seeds.
  public long draws() {
    return (long) samples * seeds;
  }

  /// Evaluations of the model that a run takes for one sample: those of every sampler with every
  /// number that it can work with, of the reference, and of the reference with half its steps.
  public long evaluationsEach(List<NamedSampler> samplers, List<Integer> evaluations) {
    return evaluations.stream()
            .flatMap(budget -> samplers.stream().flatMap(s -> s.within(budget).stream()))
            .mapToLong(SolverComparison::cost)
            .sum()
        + cost(reference)
        + cost(halved(reference));
  }

  private static long cost(Sampler sampler) {
    return sampler.solver().evaluations(sampler.grid()).orElse(sampler.grid().steps());
  }

  /// The usual reference: fourth-order multistep on {@value #REFERENCE_STEPS} levels of rho = 7.
  public static Sampler reference(double sigmaMax, double sigmaMin) {
    return new Sampler(
        new RhoGrid(7).toZero(REFERENCE_STEPS, sigmaMax, sigmaMin),
        new Ipndm(4),
        new Start.Prior());
  }

  /// Runs every sampler with every number of evaluations that it can work with.
  ///
  /// @return what was found; not completed if the reference diverged or the watch cancelled
  /// @throws IllegalArgumentException if two samplers have one name
  public Outcome<Comparison> run(
      List<NamedSampler> samplers, List<Integer> evaluations, ComparisonWatch watch) {
    long names = samplers.stream().map(NamedSampler::name).distinct().count();
    if (names != samplers.size()) {
      throw new IllegalArgumentException(
          "two samplers of one name among "
              + samplers.stream().map(NamedSampler::name).toList()
              + ": give each its own");
    }
    return all(reference, watch)
        .then(exact -> {
          watch.drawn(REFERENCE, exact.evaluations(), exact.result().getFirst());
          return all(halved(reference), watch)
              .then(half -> compare(exact.result(), half.result(), samplers, evaluations, watch));
        });
  }

  private Outcome<Comparison> compare(
      List<Batch> exact,
      List<Batch> half,
      List<NamedSampler> samplers,
      List<Integer> evaluations,
      ComparisonWatch watch) {
    double deviation = Distances.spread(Batch.concat(exact));
    double variance = deviation * deviation;
    Rows rows = rows();
    List<Comparison.Entry> entries = new ArrayList<>();
    for (int budget : evaluations) {
      for (NamedSampler named : samplers) {
        Optional<Sampler> sampler = named.within(budget);
        if (sampler.isEmpty()) {
          continue;
        }
        Outcome<Comparison.Standing> outcome =
            all(sampler.get(), watch)
                .then(drawn -> {
                  watch.drawn(named.name(), budget, drawn.result().getFirst());
                  return new Outcome.Completed<>(
                      standing(drawn.result(), drawn.evaluations(), exact, variance, rows),
                      drawn.evaluations());
                });
        if (outcome instanceof Outcome.Cancelled<Comparison.Standing>(int step)) {
          return new Outcome.Cancelled<>(step);
        }
        entries.add(new Comparison.Entry(named.name(), budget, outcome));
        watch.measured(named.name(), budget);
      }
    }
    Comparison comparison =
        new Comparison(
            deviation, Seeds.rootMean(squares(half, exact, variance), draws()), floor(), entries);
    return new Outcome.Completed<>(comparison, 0);
  }

  /// What each yardstick holds the set of each seed against.
  private record Rows(List<List<Dataset>> byYardstick) {
    Dataset of(int yardstick, int seed) {
      return byYardstick.get(yardstick).get(seed);
    }
  }

  private Rows rows() {
    return new Rows(
        yardsticks.stream()
            .map(y ->
                IntStream.range(0, seeds)
                    .mapToObj(s -> y.rows(noise(s).child(Yardstick.ROWS)))
                    .toList())
            .toList());
  }

  private Noise noise(int s) {
    return new Noise(seed(s), 0, samples);
  }

  private Comparison.Standing standing(
      List<Batch> drawn, int evaluations, List<Batch> exact, double variance, Rows rows) {
    Vector squares = squares(drawn, exact, variance);
    return Comparison.Standing.of(evaluations, squares, metrics(drawn, rows), draws());
  }

  /// Each metric of each yardstick, seed by seed.
  private Map<String, Vector> metrics(List<Batch> drawn, Rows rows) {
    Map<String, Vector> found = new LinkedHashMap<>();
    for (int y = 0; y < yardsticks.size(); y++) {
      Yardstick yardstick = yardsticks.get(y);
      int which = y;
      List<Dataset> seen =
          drawn.stream().map(x -> Dataset.of("generated", "", yardstick.view(x))).toList();
      for (Metric metric : yardstick.metrics()) {
        found.put(
            yardstick.name(metric),
            Vector.generate(seeds, s -> measure(metric, seen.get(s), rows.of(which, s), s)));
      }
    }
    return found;
  }

  private double measure(Metric metric, Dataset drawn, Dataset rows, int s) {
    return metric.measure(drawn, rows, new Noise(seed(s).child("metric"), 0, 1)).value();
  }

  private Map<String, Estimate> means(Map<String, Vector> bySeed) {
    Map<String, Estimate> means = new LinkedHashMap<>();
    bySeed.forEach((name, values) -> means.put(name, Seeds.mean(values, draws())));
    return means;
  }

  /// What perfect samples score, where there are some.
  private Map<String, Estimate> floor() {
    Map<String, Vector> found = new LinkedHashMap<>();
    for (Yardstick yardstick : yardsticks) {
      List<Yardstick.Pair> pairs =
          IntStream.range(0, seeds)
              .mapToObj(s -> yardstick.floor(noise(s)))
              .flatMap(Optional::stream)
              .toList();
      if (pairs.size() == seeds) {
        for (Metric metric : yardstick.metrics()) {
          found.put(
              yardstick.name(metric),
              Vector.generate(
                  seeds, s -> measure(metric, pairs.get(s).perfect(), pairs.get(s).rows(), s)));
        }
      }
    }
    return means(found);
  }

  /// The samples of every seed.
  private Outcome<List<Batch>> all(Sampler sampler, ComparisonWatch watch) {
    SampleStream stream =
        new SampleStream(sampler, SampleStream.comfortableBatch(model.shape()), threads);
    List<Batch> drawn = new ArrayList<>();
    int evaluations = 0;
    for (int s = 0; s < seeds; s++) {
      List<Batch> parts = new ArrayList<>();
      switch (stream.run(model, seed(s), samples, stopping(watch), parts::add)) {
        case Outcome.Completed<Long> completed -> {
          evaluations = Math.max(evaluations, completed.evaluations());
          drawn.add(Batch.concat(parts));
        }
        case Outcome.Diverged<Long>(int step, double sigma, long sample) -> {
          return new Outcome.Diverged<>(step, sigma, sample);
        }
        case Outcome.Cancelled<Long>(int step) -> {
          return new Outcome.Cancelled<>(step);
        }
      }
    }
    return new Outcome.Completed<>(drawn, evaluations);
  }

  private NoiseKey seed(int s) {
    return key.child("seed").child(s);
  }

  private static Watch stopping(ComparisonWatch watch) {
    return new Watch() {
      @Override
      public void stepped(StepEvent event) {}

      @Override
      public boolean cancelled() {
        return watch.cancelled();
      }
    };
  }

  /// Mean squared distance of each seed's samples, a component, in units of the variance.
  private static Vector squares(List<Batch> drawn, List<Batch> exact, double variance) {
    return Vector.generate(
        drawn.size(),
        s -> {
          double[] each = Distances.squares(drawn.get(s), exact.get(s));
          return Distances.total(each) / each.length / variance;
        });
  }

  /// The same sampler on every second level.
  private static Sampler halved(Sampler sampler) {
    Vector sigmas = sampler.grid().sigmas();
    int steps = sampler.grid().steps();
    int kept = (steps + 1) / 2;
    Vector every = Vector.generate(kept + 1, i -> i == kept ? sigmas.last() : sigmas.get(2 * i));
    return new Sampler(new TimeGrid(every), sampler.solver(), sampler.start());
  }
}
