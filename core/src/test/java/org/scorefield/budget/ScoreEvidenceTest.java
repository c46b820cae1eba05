package org.scorefield.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.metric.Estimate;

class ScoreEvidenceTest {
  private static final Shape PLANE = Shape.vector(2);

  /// Four corners of a square.
  private static final GaussianMixture LAW = corners(1, 0.01);

  private static GaussianMixture corners(double side, double variance) {
    return GaussianMixture.isotropic(
        Batch.ofRows(
            PLANE, new double[][] {{side, side}, {side, -side}, {-side, side}, {-side, -side}}),
        variance);
  }

  private static Measured measured(long seed) {
    return new Measured(LAW, 20, 0.02, 1500, seed);
  }

  /// A model that is off, and one that is nearer to the law but not the law either: the truth lies
  /// above what the nearer one shows and below what the rows' memory does.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theTruthIsEnclosed(long seed) {
    Measured measured = measured(seed);
    Distribution model = LAW.matchingGaussian();
    Distribution nearer = corners(1, 0.02);
    ScorePart.Between part =
        (ScorePart.Between)
            measured
                .enclosed(model, new ScoreEvidence.Reference("nearer", measured.curve(nearer)))
                .part(0.02, 20);
    Estimate truth = measured.heldOut().excess(model, LAW).integral();
    double chance = 3 * Math.hypot(part.least().standardError(), truth.standardError());
    assertThat(truth.value()).as("seed %d", seed).isGreaterThan(part.least().value() - chance);
    assertThat(truth.value())
        .as("seed %d", seed)
        .isLessThan(part.most().value() + 3 * part.most().standardError());
    assertThat(part.least().value()).as("a bound that says something").isGreaterThan(1);
    assertThat(part.most().value()).isGreaterThanOrEqualTo(part.least().value());
    assertThat(part.reference()).isEqualTo("nearer");
  }

  /// With the exact denoiser among the references the least is the truth.
  @Test
  void theExactDenoiserAsReferenceShowsTheWholeError() {
    Measured measured = measured(7);
    Distribution model = LAW.matchingGaussian();
    ScorePart part =
        measured
            .enclosed(model, new ScoreEvidence.Reference("the law", measured.curve(LAW)))
            .part(0.02, 20);
    Estimate truth = measured.heldOut().excess(model, LAW).integral();
    assertThat(part.known()).isFalse();
    assertThat(part.least().value())
        .isCloseTo(
            truth.value(),
            within(4 * Math.hypot(part.least().standardError(), truth.standardError())));
  }

  @Test
  void aReferenceThatIsWorseShowsNothing() {
    Measured measured = measured(8);
    ScoreEvidence.Proxies proxies =
        measured.enclosed(
            LAW, new ScoreEvidence.Reference("off", measured.curve(LAW.matchingGaussian())));
    ScorePart.Between part = (ScorePart.Between) proxies.part(0.02, 20);
    assertThat(part.least().value()).isZero();
    assertThat(part.reference()).contains("none of the references");
    assertThat(part.most().value()).isPositive();
  }

  /// The score error of a Gaussian with a wrong mean is `sum of v d ln sigma |gap|^2 v/(lambda +
  /// v)^2` in closed form: `|gap|^2/2 [1/(lambda + v)]` between the ends.
  @Test
  void ofAShiftedGaussianTheErrorIsTheClosedForm() {
    double lambda = 0.5;
    Gaussian law = Gaussian.isotropic(PLANE, Vector.of(0, 0), lambda);
    Gaussian shifted = Gaussian.isotropic(PLANE, Vector.of(0.3, -0.4), lambda);
    MeasuredModel model = new Measured(law, 30, 0.01, 200, 9).exactly(shifted);
    ScorePart part = model.score().part(0.01, 30);
    double exact = 0.25 / 2 * (1 / (lambda + 1e-4) - 1 / (lambda + 900));
    assertThat(part.known()).isTrue();
    assertThat(part.least().value()).isCloseTo(exact, within(2e-3 * exact));
  }

  @Test
  void bandsAddUpToTheWhole() {
    Measured measured = measured(10);
    MeasuredModel model = measured.exactly(LAW.matchingGaussian());
    Vector edges = Vector.of(0.02, 0.1, 0.5, 2, 20);
    List<Estimate> bands = model.score().bands(edges);
    assertThat(bands).hasSize(4);
    assertThat(bands.stream().mapToDouble(Estimate::value).sum())
        .isCloseTo(model.score().part(0.02, 20).least().value(), within(1e-9));
  }
}
