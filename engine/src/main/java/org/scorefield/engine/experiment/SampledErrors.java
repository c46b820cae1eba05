package org.scorefield.engine.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.budget.Scheme;
import org.scorefield.data.Dataset;
import org.scorefield.data.Subset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.TrainingStopped;
import org.scorefield.metric.EnergyDistance;
import org.scorefield.metric.SlicedWasserstein;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;

/// The error of samples, beside real ones: how far a sampler's samples are from the data with noise
/// of its last level, less how far as many real ones are. Samples come in several sets, each with
/// real ones of its own; all samplers start from the same noise and draw the same in each step, so
/// that their differences, set by set, are sharper than the errors themselves.
final class SampledErrors implements RealisedErrors {
  /// Sets that samples are drawn in; standard errors are over them.
  static final int SETS = 8;

  private static final int PROJECTIONS = 100;
  private static final int ENERGY_ROWS = 600;
  private static final SlicedWasserstein SLICED = new SlicedWasserstein(PROJECTIONS, 2);
  private static final EnergyDistance ENERGY = new EnergyDistance(ENERGY_ROWS);

  private final List<Yard> yards;
  private final NoiseKey key;

  /// Real rows with noise to measure one set by, and what as many other real ones have.
  private record Yard(Dataset reference, int from, int count, double[] real) {}

  private SampledErrors(List<Yard> yards, NoiseKey key) {
    this.yards = yards;
    this.key = key;
  }

  /// @param source of real rows
  /// @param samples of every sampler, in all sets together
  /// @param sigma last level of the samplers
  static SampledErrors of(SpeedSource source, int samples, double sigma, NoiseKey key) {
    List<Yard> yards = new ArrayList<>();
    int count = samples / SETS;
    for (int r = 0; r < SETS; r++) {
      NoiseKey own = key.child(r);
      Pair real =
          switch (source) {
            case SpeedSource.Drawn drawn ->
                new Pair(
                    drawn.law().sample(new Noise(own.child("reference"), 0, count)),
                    drawn.law().sample(new Noise(own.child("real"), 0, count)));
            case SpeedSource.Rows(Dataset train, Dataset probe) ->
                new Pair(probe.all(), some(train, r, count).all());
          };
      Dataset reference = noisy(real.reference(), sigma, own.child("reference noise"));
      Dataset other = noisy(real.other(), sigma, own.child("real noise"));
      yards.add(new Yard(reference, r * count, count, distances(other, reference, key)));
    }
    return new SampledErrors(yards, key);
  }

  private record Pair(Batch reference, Batch other) {}

  /// Other rows for every set, as long as there are enough.
  private static Dataset some(Dataset train, int set, int count) {
    int n = Math.min(count, train.size());
    return Subset.of(
        train.name(),
        train,
        IntStream.range(0, n).map(i -> (set * n + i) % train.size()).toArray());
  }

  private static Dataset noisy(Batch rows, double sigma, NoiseKey key) {
    Batch noise = new Noise(key, 0, rows.count()).normal(rows.shape());
    return Dataset.of("real", "those of the data", rows.plus(noise, sigma));
  }

  private static double[] distances(Dataset one, Dataset reference, NoiseKey key) {
    Noise noise = new Noise(key.child("metric"), 0, 1);
    double sliced = SLICED.measure(one, reference, noise).value();
    return new double[] {sliced * sliced, ENERGY.measure(one, reference, noise).value()};
  }

  /// Squares both: their expectation for two samples of one law is a constant, which the real ones
  /// take away.
  @Override
  public List<String> measures() {
    return List.of("sliced W2, squared, above real", "energy distance, above real");
  }

  @Override
  public Errors of(Scheme scheme, Denoiser network) {
    return of(
        new Sampler(scheme.grid(), scheme.solver(), new Start.Prior()), scheme.name(), network);
  }

  @Override
  public Errors of(Sampler sampler, String name, Denoiser network) {
    List<double[]> bySet = List.of(new double[yards.size()], new double[yards.size()]);
    for (int r = 0; r < yards.size(); r++) {
      Yard yard = yards.get(r);
      Noise noise = new Noise(key.child("samples"), yard.from(), yard.count());
      Batch samples =
          switch (sampler.sample(network, noise)) {
            case Outcome.Completed<Batch>(Batch drawn, int _) -> drawn;
            case Outcome.Diverged<Batch> d ->
                throw new TrainingStopped(name + " diverged: " + d.message());
            case Outcome.Cancelled<Batch> c -> throw new TrainingStopped(name + " was cancelled");
          };
      double[] found =
          distances(Dataset.of(name, "those of the data", samples), yard.reference(), key);
      for (int m = 0; m < found.length; m++) {
        bySet.get(m)[r] = found[m] - yard.real()[m];
      }
    }
    return new Errors(bySet);
  }
}
