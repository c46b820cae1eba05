package org.scorefield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scorefield.sampling.Start.Teleport.Mode.EXACT;

import org.junit.jupiter.api.Test;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// The example of the README, as it stands there.
class ReadmeTest {

  @Test
  void theExampleOfTheReadmeRuns() {
    // snippet
    Dataset data = DataSources.standard().open("digits");
    GaussianMixture model =
        new ExpectationMaximization(20, new CovarianceKind.LowRank(16))
            .fit(data, NoiseKey.of(0))
            .mixture();

    TimeGrid grid = new RhoGrid(7).toZero(20, 80, 0.002).from(4);
    Start start = new Start.Teleport(model.matchingGaussian(), 80, EXACT);
    Batch digits =
        new Sampler(grid, new Dpmpp2M(), start).sample(model, Noise.of(0, 64)).orElseThrow();
    // end
    assertThat(digits.count()).isEqualTo(64);
    assertThat(digits.shape()).isEqualTo(Shape.image(1, 8, 8));
    assertThat(digits.firstNonFinite()).isEmpty();
  }
}
