package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.FeatureMap;
import org.scorefield.metric.Frechet;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.report.EvaluateReport;
import org.scorefield.report.Html;

/// Samples of three components, seen through the sum of the first two alone.
class EvaluateFeaturesTest {
  private static final Shape SHAPE = Shape.vector(3);

  private record SumOfTwo(Shape shape) implements FeatureMap {
    @Override
    public String name() {
      return "the sum of two components";
    }

    @Override
    public String sha256() {
      return "5".repeat(64);
    }

    @Override
    public Batch features(Batch samples) {
      double[] sums = new double[samples.count()];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = samples.get(i, 0) + samples.get(i, 1);
      }
      return Batch.adopt(Shape.vector(1), sums);
    }
  }

  private static final FeatureMap SUM = new SumOfTwo(SHAPE);

  private static Dataset normals(String name, int count, double shift) {
    Batch normals = new Noise(NoiseKey.of(3).child(name), 0, count).normal(SHAPE);
    return Dataset.of(name, "none", normals.map(v -> v + shift));
  }

  private static EvaluateExperiment experiment(
      Dataset samples, Dataset reference, Optional<Dataset> training, FeatureMap map) {
    return new EvaluateExperiment(
        List.of(new EvaluateExperiment.Candidate("samples", samples)),
        reference,
        training,
        List.of(Frechet.raw(), Metrics.named("precision")),
        true,
        Optional.of(map),
        1);
  }

  private static Estimate found(RunRecord record, String subject, String name) {
    return record.results().stream()
        .filter(r -> r.subject().equals(subject) && r.name().equals(name))
        .findFirst()
        .orElseThrow()
        .estimate();
  }

  private static RunRecord run(EvaluateExperiment experiment, Path folder) {
    try (RunDirectory directory = RunDirectory.create(folder.resolve("run"))) {
      return new Runner(directory, Progress.NONE).run(experiment);
    }
  }

  /// Their sums are `N(2 shift, 2)`: the distance is `(2 shift)^2` and no less, as the variances
  /// agree. More rows than one block.
  @Test
  void theDistanceIsThatOfTheFeatures(@TempDir Path folder) {
    RunRecord record =
        run(
            experiment(normals("a", 2100, 0.5), normals("b", 2100, 0), Optional.empty(), SUM),
            folder);
    Estimate distance = found(record, "samples", "frechet");
    assertThat(distance.value()).isCloseTo(1, within(4 * distance.standardError()));
    assertThat(distance.standardError()).isBetween(0.02, 0.2);
    Estimate real = found(record, RunRecord.REAL_VS_REAL, "frechet");
    assertThat(real.value()).isBetween(0.0, 0.03);
  }

  /// To the bit what the metric gives on features that are made by hand, for every metric and the
  /// training rows, too.
  @Test
  void allThatIsMeasuredIsMeasuredInTheFeatures(@TempDir Path folder) {
    Dataset samples = normals("a", 700, 0.2);
    Dataset reference = normals("b", 600, 0);
    Dataset training = normals("c", 900, 0);
    RunRecord record = run(experiment(samples, reference, Optional.of(training), SUM), folder);
    Noise noise = new Noise(NoiseKey.of(1).child("evaluate"), 0, 1);
    Metric precision = Metrics.named("precision");
    assertThat(found(record, "samples", "precision"))
        .isEqualTo(precision.measure(byHand(samples, 700), byHand(reference, 600), noise));
    assertThat(found(record, RunRecord.REAL_VS_REAL, "precision"))
        .isEqualTo(precision.measure(byHand(training, 700), byHand(reference, 600), noise));
  }

  private static Dataset byHand(Dataset data, int rows) {
    return Dataset.of("by hand", "none", SUM.features(data.rows(0, rows)));
  }

  @Test
  void identicalSetsAreAtDistanceZero(@TempDir Path folder) {
    Dataset data = normals("a", 500, 0);
    RunRecord record = run(experiment(data, data, Optional.empty(), SUM), folder);
    assertThat(found(record, "samples", "frechet").value()).isCloseTo(0, within(1e-7));
  }

  @Test
  void recordAndReportSayWhatTheNumbersAreMeasuredIn(@TempDir Path folder) {
    EvaluateExperiment experiment =
        experiment(normals("a", 50, 0), normals("b", 50, 0), Optional.empty(), SUM);
    RunRecord record = run(experiment, folder);
    assertThat(record.settings())
        .containsEntry("features", SUM.name())
        .containsEntry("features sha256", SUM.sha256());
    assertThat(Html.render(EvaluateReport.of(experiment, record)))
        .contains(SUM.notice(), "samples against b, in the sum of two components");
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Dataset data = normals("data", 50, 0);
    Dataset plane = Dataset.of("plane", "none", Batch.zeros(Shape.vector(2), 4));
    assertThatThrownBy(
            () -> experiment(data, data, Optional.empty(), new SumOfTwo(Shape.image(1, 8, 8))))
        .hasMessageContainingAll(
            "the sum of two components", "1x8x8", "data", "3", "trained on some");
    assertThatThrownBy(() -> experiment(data, data, Optional.of(plane), SUM))
        .hasMessageContainingAll("the training data plane", "2", "3", "same shape");
  }

  @Test
  void aCancelledRunMeasuresNothing(@TempDir Path folder) {
    Dataset data = normals("a", 50, 0);
    Thread.currentThread().interrupt();
    RunRecord record;
    try {
      record = run(experiment(data, data, Optional.empty(), SUM), folder);
    } finally {
      Thread.interrupted();
    }
    assertThat(record.outcome()).contains("cancelled");
    assertThat(record.results()).isEmpty();
  }
}
