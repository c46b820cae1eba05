package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.ExpectationMaximization;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.design.Comparison.Standing;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.schedule.LogUniformGrid;

/// What the Gaussian-exponential solver is for, on a model that is no Gaussian: the exact denoiser
/// of 40 full covariances fitted to the digits, at the scale of EDM.
@Tag("slow")
class GaussianExponentialComparisonTest {
  private static final double TOP = 80;
  private static final double LOW = 0.002;
  private static final double SKIP = 5;
  private static final double LOW_OF_TAIL = 0.1;
  private static final List<Integer> BUDGETS = List.of(6, 8, 10);

  private static final GaussianMixture MODEL = fitted();
  private static final String TAIL = "Gaussian-exponential after a jump";
  private static final String WHOLE = "Gaussian-exponential from the top";
  private static final Comparison FOUND = compared();

  /// Two thirds of the digits, at mean 0 and standard deviation 0.5.
  private static GaussianMixture fitted() {
    Dataset digits = DataSources.standard().open("digits");
    Batch rows = digits.select(IntStream.range(0, digits.size()).filter(i -> i % 3 != 0).toArray());
    int d = rows.dimension();
    double[] values = rows.toArray();
    double[] mean = new double[d];
    for (int i = 0; i < values.length; i++) {
      mean[i % d] += values[i] / rows.count();
    }
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean[i % d];
      squares += values[i] * values[i];
    }
    double scale = 0.5 / Math.sqrt(squares / values.length);
    Batch scaled = Batch.adopt(rows.shape(), values).times(scale);
    return new ExpectationMaximization(40, new CovarianceKind.Full())
        .fit(Dataset.of("digits", "standard deviation 0.5", scaled), NoiseKey.of(3))
        .mixture();
  }

  private static Comparison compared() {
    Gaussian gaussian = MODEL.matchingGaussian();
    GaussianExponential solver = new GaussianExponential(gaussian, 2, true, 0);
    List<NamedSampler> samplers = new ArrayList<>(Peers.all(TOP, LOW));
    samplers.add(
        NamedSampler.of(
            TAIL,
            solver,
            new LogUniformGrid(),
            LOW_OF_TAIL,
            new Start.Teleport(gaussian, TOP, Start.Teleport.Mode.ODE),
            SKIP));
    samplers.add(NamedSampler.of(WHOLE, solver, new LogUniformGrid(), LOW, new Start.Prior(), TOP));
    return new SolverComparison(
            MODEL,
            SolverComparison.reference(TOP, LOW),
            Optional.of(new Yardstick.Exact(MODEL)),
            64,
            5,
            1,
            NoiseKey.of(77))
        .run(samplers, BUDGETS, ComparisonWatch.NONE)
        .orElseThrow();
  }

  private static double bestPeer(int budget) {
    return Peers.all(TOP, LOW).stream()
        .mapToDouble(peer -> FOUND.standing(peer.name(), budget).error().value())
        .min()
        .orElseThrow();
  }

  @Test
  void afterAJumpTheErrorIsUnderHalfTheBestPeers() {
    for (int budget : BUDGETS) {
      Estimate error = FOUND.standing(TAIL, budget).error();
      assertThat(error.value())
          .as("%d evaluations: %s", budget, error)
          .isLessThan(0.5 * bestPeer(budget));
    }
  }

  /// Near the fine solution and noisy all the same is what few long steps give; these are neither.
  @Test
  void theLawOfTheSamplesIsRightToo() {
    for (int budget : BUDGETS) {
      Standing standing = FOUND.standing(TAIL, budget);
      for (String metric : standing.metrics().keySet()) {
        Estimate floor = FOUND.floor(metric);
        assertThat(standing.metric(metric).value())
            .as("%s with %d evaluations", metric, budget)
            .isLessThan(floor.value() + 2 * floor.standardError());
      }
    }
  }

  /// The control: steps too long to extrapolate over, down to levels where the clusters are far
  /// narrower than the data.
  @Test
  void fromTheTopToTheBottomItIsWorseThanDataPrediction() {
    String plain = new Dpmpp2M().name() + " " + new LogUniformGrid().name();
    assertThat(FOUND.standing(WHOLE, 6).error().value())
        .isGreaterThan(1.5 * FOUND.standing(plain, 6).error().value());
  }
}
