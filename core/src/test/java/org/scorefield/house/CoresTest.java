package org.scorefield.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Empirical;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.LowRank;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.ContentHash;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.StackFit;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Metric;
import org.scorefield.metric.Metrics;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;

/// Fits, samples and metrics have the same bits on any number of cores: each count in a virtual
/// machine of its own.
@Tag("slow")
class CoresTest {

  @Test
  void nothingDependsOnTheNumberOfCores() throws IOException, InterruptedException {
    String one = onCores(1);
    assertThat(one.lines()).hasSizeGreaterThan(10);
    assertThat(onCores(2)).isEqualTo(one);
    assertThat(onCores(5)).isEqualTo(one);
  }

  private static String onCores(int cores) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:ActiveProcessorCount=" + cores,
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CoresTest.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  /// What one virtual machine computes: a hash or a number a line.
  public static void main(String[] none) {
    Dataset digits = DataSources.standard().open("digits");
    Batch generated = digits.rows(0, 0);
    for (Map.Entry<String, Denoiser> model : models(digits).entrySet()) {
      Sampler sampler =
          new Sampler(new RhoGrid(7).toZero(12, 80, 0.002), new Heun(), new Start.Prior());
      generated = sampler.sample(model.getValue(), Noise.of(7, 150)).orElseThrow();
      Dataset samples = Dataset.of("samples", "none", generated);
      System.out.println(model.getKey() + " " + ContentHash.of(samples).hex());
    }
    Dataset samples = Dataset.of("samples", "none", generated);
    for (Metric metric : Metrics.ALL) {
      Estimate estimate = metric.measure(samples, digits, Noise.of(1, 1));
      System.out.println(metric.name() + " " + estimate);
    }
  }

  private static Map<String, Denoiser> models(Dataset digits) {
    // Large enough for a library with threads to use them.
    Dataset wide = Dataset.of("wide", "none", Noise.of(4, 700).normal(Shape.vector(400)));
    Moments moments = Moments.of(wide);
    Map<String, Denoiser> models = new LinkedHashMap<>();
    models.put("full", Gaussian.of(wide.shape(), moments.mean(), moments.covariance()));
    models.put("low rank", LowRank.fit(digits, 20, NoiseKey.of(1)));
    models.put("mixture", mixture(digits, 10, new CovarianceKind.LowRank(8)));
    models.put("full mixture", mixture(digits, 4, new CovarianceKind.Full()));
    models.put("empirical", Empirical.of(digits));
    List<NamedDenoiser> members =
        models.entrySet().stream()
            .filter(m -> m.getValue().shape().equals(digits.shape()))
            .map(m -> new NamedDenoiser(m.getKey(), m.getValue()))
            .toList();
    StackFit stack = StackFit.at(Vector.of(0.1, 0.4, 2));
    models.put("stack", stack.fit(members, digits, Noise.of(3, 1)).stack());
    return models;
  }

  private static Denoiser mixture(Dataset digits, int components, CovarianceKind kind) {
    return new ExpectationMaximization(components, kind).fit(digits, NoiseKey.of(2)).mixture();
  }
}
