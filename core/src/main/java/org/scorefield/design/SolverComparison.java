package org.scorefield.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// @param yardstick what the sets are held against, if anything
/// @param samples of one seed, at least 2
/// @param seeds S, at least 1; 2 for standard errors
/// @param threads batches drawn at a time
/// @param key of all randomness
public record SolverComparison(
    Denoiser model,
    Sampler reference,
    Optional<Yardstick> yardstick,
    int samples,
    int seeds,
    int threads,
    NoiseKey key) {

  /// Steps of the usual reference.
  public static final int REFERENCE_STEPS = 256;

  public SolverComparison {
    if (samples < 2 || seeds < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "a comparison needs at least 2 samples, 1 seed and 1 thread, got %d, %d and %d"
              .formatted(samples, seeds, threads));
    }
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
        .then(exact ->
            all(halved(reference), watch)
                .then(
                    half -> compare(exact.result(), half.result(), samplers, evaluations, watch)));
  }

  private Outcome<Comparison> compare(
      List<Batch> exact,
      List<Batch> half,
      List<NamedSampler> samplers,
      List<Integer> evaluations,
      ComparisonWatch watch) {
    double deviation = Distances.spread(Batch.concat(exact));
    double variance = deviation * deviation;
    List<Dataset> rows = new ArrayList<>();
    yardstick.ifPresent(y -> {
      for (int s = 0; s < seeds; s++) {
        rows.add(y.rows(new Noise(seed(s).child("yardstick"), 0, samples)));
      }
    });
    List<Comparison.Entry> entries = new ArrayList<>();
    for (int budget : evaluations) {
      for (NamedSampler named : samplers) {
        Optional<Sampler> sampler = named.within(budget);
        if (sampler.isEmpty()) {
          continue;
        }
        Outcome<Comparison.Standing> outcome =
            all(sampler.get(), watch)
                .then(drawn ->
                    new Outcome.Completed<>(
                        standing(drawn.result(), drawn.evaluations(), exact, variance, rows),
                        drawn.evaluations()));
        if (outcome instanceof Outcome.Cancelled<Comparison.Standing>(int step)) {
          return new Outcome.Cancelled<>(step);
        }
        entries.add(new Comparison.Entry(named.name(), budget, outcome));
        watch.measured(named.name(), budget);
      }
    }
    Comparison comparison =
        new Comparison(
            deviation,
            Seeds.rootMean(squares(half, exact, variance), (long) samples * seeds),
            floor(rows),
            entries);
    return new Outcome.Completed<>(comparison, 0);
  }

  private Comparison.Standing standing(
      List<Batch> drawn, int evaluations, List<Batch> exact, double variance, List<Dataset> rows) {
    Vector squares = squares(drawn, exact, variance);
    return Comparison.Standing.of(
        evaluations, squares, metrics(drawn, rows), (long) samples * seeds);
  }

  /// Each metric, seed by seed; nothing without a yardstick.
  private Map<String, Vector> metrics(List<Batch> drawn, List<Dataset> rows) {
    Map<String, Vector> found = new LinkedHashMap<>();
    for (Metric metric : yardstick.map(Yardstick::metrics).orElse(List.of())) {
      Vector values =
          Vector.generate(
              seeds,
              s ->
                  metric
                      .measure(
                          Dataset.of("generated", "", drawn.get(s)),
                          rows.get(s),
                          new Noise(seed(s).child("metric"), 0, 1))
                      .value());
      found.put(metric.name(), values);
    }
    return found;
  }

  private Map<String, Estimate> means(Map<String, Vector> bySeed) {
    Map<String, Estimate> means = new LinkedHashMap<>();
    bySeed.forEach((name, values) -> means.put(name, Seeds.mean(values, (long) samples * seeds)));
    return means;
  }

  /// What a second set of exact samples scores.
  private Map<String, Estimate> floor(List<Dataset> rows) {
    if (!(yardstick.orElse(null) instanceof Yardstick.Exact exact)) {
      return Map.of();
    }
    List<Batch> others = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      others.add(exact.law().sample(new Noise(seed(s).child("floor"), 0, samples)));
    }
    return means(metrics(others, rows));
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
