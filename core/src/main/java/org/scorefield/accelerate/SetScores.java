package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.metric.Better;
import org.scorefield.metric.FeatureMap;
import org.scorefield.metric.Metric;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.SampleStream;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;

/// Sets of samples of one noise, held against the same rows: what the noise and the rows have of
/// chance is common to all samplers that are compared.
///
/// @param yardstick the rows, and by which metrics
/// @param features what to look through, if not at the data themselves
/// @param threads batches drawn at a time
record SetScores(Yardstick yardstick, Optional<FeatureMap> features, int threads) {

  /// The metric that decides.
  Metric deciding() {
    return yardstick.metrics().getFirst();
  }

  /// The first samples of the stream of a key.
  Outcome<Batch> draw(Denoiser model, Sampler sampler, NoiseKey key, int count, StageWatch watch) {
    List<Batch> parts = new ArrayList<>();
    return new SampleStream(sampler, SampleStream.comfortableBatch(model.shape()), threads)
        .run(model, key, count, stopping(watch), parts::add)
        .then(done -> new Outcome.Completed<>(Batch.concat(parts), done.evaluations()));
  }

  private static Watch stopping(StageWatch watch) {
    return new Watch() {
      @Override
      public void stepped(StepEvent event) {}

      @Override
      public boolean cancelled() {
        return watch.cancelled();
      }
    };
  }

  /// The rows for a key.
  Dataset rows(NoiseKey key, int n) {
    Dataset rows = yardstick.rows(new Noise(key.child("yardstick"), 0, n));
    return features
        .map(map -> {
          List<Batch> blocks = new ArrayList<>();
          int block = rows.comfortableBlock();
          for (int from = 0; from < rows.size(); from += block) {
            blocks.add(map.features(rows.rows(from, Math.min(block, rows.size() - from))));
          }
          return Dataset.of(rows.name(), map.name(), Batch.concat(blocks));
        })
        .orElse(rows);
  }

  /// All metrics of a set.
  Map<String, Double> all(Batch samples, Dataset rows, NoiseKey key) {
    Batch seen = seen(samples);
    Map<String, Double> values = new LinkedHashMap<>();
    for (Metric metric : yardstick.metrics()) {
      values.put(metric.name(), value(metric, seen, rows, key));
    }
    return values;
  }

  /// The deciding metric of a set, as a number of which less is better.
  double decisive(Batch samples, Dataset rows, NoiseKey key) {
    Batch seen = seen(samples);
    return loss(deciding(), value(deciding(), seen, rows, key));
  }

  /// Samples as the metrics see them.
  private Batch seen(Batch samples) {
    return features.map(map -> map.features(samples)).orElseGet(() -> yardstick.view(samples));
  }

  /// A value of a metric, as a number of which less is better.
  static double loss(Metric metric, double value) {
    return metric.better() == Better.LARGER ? -value : value;
  }

  private static double value(Metric metric, Batch seen, Dataset rows, NoiseKey key) {
    return metric
        .measure(Dataset.of("generated", "", seen), rows, new Noise(key.child("metric"), 0, 1))
        .value();
  }
}
