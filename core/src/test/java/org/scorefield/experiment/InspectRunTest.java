package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.AutoSkip;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.report.Html;
import org.scorefield.report.InspectReport;

class InspectRunTest {
  private static final Shape SPACE = Shape.vector(3);
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(
          Batch.ofRows(SPACE, new double[][] {{2, 0, 0}, {-1, 1, 0}, {0, -2, 1}}), 0.1);

  @TempDir private Path temp = Path.of("");

  /// A denoiser and nothing more: no law, no log density.
  private record Bare(Denoiser inner, double broken) implements Denoiser {
    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return sigma < broken ? x.map(_ -> Double.NaN) : inner.denoise(x, sigma);
    }
  }

  private static Dataset data(int n) {
    return Dataset.of("blobs", "none", LAW.sample(Noise.of(1, n)));
  }

  private InspectResult inspect(Denoiser denoiser, Dataset data, double target) {
    ModelCard card =
        new ModelCard("bare", denoiser.shape(), "none", 1, data.name(), "", data.size(), 0, "");
    InspectExperiment experiment =
        new InspectExperiment(new Model(denoiser, card), data, false, target, 1000, 20, false, 1);
    try (RunDirectory directory = RunDirectory.create(temp.resolve("run"))) {
      return new Runner(directory, Progress.NONE).run(experiment);
    }
  }

  /// The level it chooses for a bare denoiser meets the target by the log densities of the true
  /// law, and the level below does not.
  @Test
  void theSkipOfADenoiserWithoutALawMeetsTheTargetByLogDensities() {
    InspectResult result = inspect(new Bare(LAW, 0), data(4000), 0.05);
    InspectResult.Plan plan = result.starts().getFirst().plans().getLast();
    AutoSkip.Skip skip = plan.skip().orElseThrow();
    assertThat(divergence(skip.sigma()).value()).isLessThan(0.05);
    Estimate below = divergence(plan.grid().sigma(skip.step() + 1));
    assertThat(below.value() + 2 * skip.kl().standardError()).isGreaterThan(0.045);
    assertThat(skip.kl().value())
        .isCloseTo(divergence(skip.sigma()).value(), within(3 * skip.kl().standardError() + 2e-3));
    // The three estimates without the model see the same cost there, to a factor of about two.
    InspectResult.DataAlone alone = result.dataAlone();
    assertThat(alone.mixture().kl(skip.sigma()).value() / skip.kl().value()).isBetween(0.6, 1.6);
    String page = Html.render(InspectReport.of(result));
    assertThat(page).contains("Sampling may start", "A trajectory and its closed form");
  }

  private static Estimate divergence(double sigma) {
    return new NoisyKl(200_000).measure(LAW, LAW.matchingGaussian(), sigma, Noise.of(3, 1));
  }

  @Test
  void aTargetThatNothingMeetsIsSaid() {
    InspectResult result = inspect(new Bare(LAW, 0), data(200), 1e-13);
    assertThat(result.starts().getFirst().plans()).allMatch(p -> p.skip().isEmpty());
    assertThat(Html.render(InspectReport.of(result))).contains("No part of the sampling");
    assertThat(result.record().settings()).containsEntry("sigma_skip, Gaussian, 18 steps", "none");
  }

  @Test
  void aModelThatReturnsNanIsNamedWithTheLevel() {
    assertThatThrownBy(() -> inspect(new Bare(LAW, 0.5), data(200), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'bare'", "NaN", "sigma = 0.");
  }

  @Test
  void aDirectionlessGaussianIsInspectedToo() {
    Gaussian flat = Gaussian.isotropic(Shape.vector(1), Vector.of(3), 4);
    Dataset rows = Dataset.of("line", "none", flat.sample(Noise.of(1, 300)));
    InspectResult result = inspect(flat, rows, 0.05);
    assertThat(Html.render(InspectReport.of(result))).contains("Sampling may start");
  }

  @Test
  void anInterruptStopsIt() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> inspect(new Bare(LAW, 0), data(200), 0.05))
          .isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
