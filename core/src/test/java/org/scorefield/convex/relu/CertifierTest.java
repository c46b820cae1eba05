package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class CertifierTest {
  private static final Certifier EXACT = Certifier.exact();

  private static Matrix none(NeuronProblem problem) {
    return Matrix.adopt(0, problem.outputs(), new double[0]);
  }

  /// Three outputs and a free affine part on rows (x, 1).
  private static NeuronProblem denoising(int n, int d, long seed) {
    Batch clean = new Noise(NoiseKey.of(seed).child("x"), 0, n).normal(Shape.vector(d));
    Batch bimodal = clean.map(v -> 0.4 * v + Math.signum(v));
    return NeuronProblem.denoising(
        DenoisingPairs.draw(bimodal, 0.7, 1, NoiseKey.of(seed).child("noise")),
        Activation.RELU,
        AffinePart.SKIP_AND_BIAS);
  }

  /// The optimum, and the objective, ratio and bound of a network of one neuron that gradient
  /// descent ends at, are those of an independent program.
  @Test
  void aNetworkOfOneNeuronIsToldThatItIsFarFromTheBest() {
    NeuronProblem problem = AuditCases.twelve(0);
    double optimum = 1.789889;
    for (long seed = 0; seed < 4; seed++) {
      Neurons one =
          AuditCases.descended(problem, AuditCases.drawn(problem, 1, 1, seed), 0.3, 0.01, 40_000);
      Audit audit = EXACT.certify(problem, one, none(problem), 0.3);
      assertThat(audit.ratio()).isGreaterThan(1);
      assertThat(audit.certificate().dual()).isLessThan(optimum);
      assertThat(audit.objective()).isGreaterThan(optimum);
      assertThat(audit.global()).isTrue();
    }
    Neurons one =
        new Grow(EXACT, Polish.DEFAULT, 1, 1e-6)
            .grow(problem, Neurons.none(3, 1), 0.3, _ -> {})
            .network();
    Audit audit = EXACT.certify(problem, one, 0.3);
    assertThat(audit.objective()).isCloseTo(4.495648, within(1e-6));
    assertThat(audit.ratio()).isCloseTo(6.44, within(0.01));
    assertThat(audit.certificate().dual()).isCloseTo(1.27, within(0.01));
  }

  @Test
  void atAStationaryPointTheGradientIsZeroAndTheImpliedBetaIsThatOfTraining() {
    NeuronProblem problem = AuditCases.second();
    Neurons trained =
        AuditCases.descended(problem, AuditCases.drawn(problem, 2, 0.5, 3), 1, 0.02, 100_000);
    Audit audit = EXACT.certify(problem, trained, none(problem), 1);
    assertThat(audit.defect()).isLessThan(1e-12);
    assertThat(audit.impliedBeta()).isCloseTo(1, within(1e-12));
    assertThat(audit.objective()).isCloseTo(audit.balanced(), within(1e-12));
    Audit wrong = EXACT.certify(problem, trained, none(problem), 0.9);
    assertThat(wrong.defect()).isGreaterThan(0.05);
    assertThat(wrong.impliedBeta()).isCloseTo(1, within(1e-12));
  }

  @Test
  void balancingAndRefittingNeverRaiseTheObjective() {
    NeuronProblem problem = denoising(30, 2, 1);
    Neurons drawn = AuditCases.drawn(problem, 5, 1, 2);
    Matrix affine = AuditCases.normal(3, 2, 1, NoiseKey.of(8));
    Audit audit = EXACT.certify(problem, drawn, affine, 0.5);
    assertThat(audit.balanced()).isLessThan(audit.objective());
    assertThat(audit.certificate().primal()).isLessThan(audit.balanced());
    Audit best = EXACT.certify(problem, drawn, problem.affine(drawn), 0.5);
    assertThat(best.balanced()).isCloseTo(best.certificate().primal(), within(1e-9));
  }

  @Test
  void theFreePartIsThatOfLeastSquaresEvenWhereItsColumnsDepend() {
    NeuronProblem plain = denoising(20, 2, 4);
    double[] doubled = new double[20 * 5];
    for (int r = 0; r < 20; r++) {
      for (int j = 0; j < 5; j++) {
        doubled[r * 5 + j] = j < 3 ? plain.free().get(r, j) : 0.3 * (4 - j);
      }
    }
    NeuronProblem dependent =
        NeuronProblem.of(
            Activation.RELU, plain.rows(), plain.targets(), Matrix.adopt(20, 5, doubled));
    Neurons drawn = AuditCases.drawn(plain, 4, 1, 2);
    assertThat(dependent.objective(drawn, 0.5))
        .isCloseTo(plain.objective(drawn, 0.5), within(1e-10));
    assertThat(dependent.objective(drawn.balanced(), dependent.affine(drawn), 0.5))
        .isCloseTo(plain.objective(drawn, 0.5), within(1e-10));
  }

  @Test
  void noNetworkThatWasTrainedAnyWayIsBelowTheBound() {
    NeuronProblem problem = denoising(24, 2, 5);
    double beta = 0.8;
    double best = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (long seed = 0; seed < 4; seed++) {
      Neurons trained =
          AuditCases.descended(
              problem, AuditCases.drawn(problem, 6, 0.5, seed), beta, 0.002, 4_000);
      Audit audit = EXACT.certify(problem, trained, beta);
      best = Math.min(best, audit.certificate().primal());
      highest = Math.max(highest, audit.certificate().dual());
    }
    assertThat(highest).isLessThan(best);
    assertThat(highest).isGreaterThan(0.5 * best);
  }

  @Test
  void addingTheMissingNeuronTakesOffWhatIsSaid() {
    NeuronProblem problem = denoising(24, 3, 6);
    double beta = 0.5;
    Neurons drawn = AuditCases.drawn(problem, 3, 0.2, 7);
    Audit audit = Certifier.sampled(200, NoiseKey.of(1)).certify(problem, drawn, beta);
    BestNeuron missing = audit.missing();
    assertThat(missing.gain()).isPositive();
    double strength = 2 * missing.gain() / (missing.correlation() - beta);
    int m = drawn.count();
    double[] inner = java.util.Arrays.copyOf(drawn.inner().toArray(), (m + 1) * 4);
    double[] outer = java.util.Arrays.copyOf(drawn.outer().toArray(), (m + 1) * 3);
    for (int j = 0; j < 4; j++) {
      inner[m * 4 + j] = strength * missing.inner().get(j);
    }
    for (int k = 0; k < 3; k++) {
      outer[m * 3 + k] = missing.outer().get(k);
    }
    Neurons more = new Neurons(Matrix.adopt(m + 1, 4, inner), Matrix.adopt(m + 1, 3, outer));
    assertThat(problem.objective(drawn, beta) - problem.objective(more, beta))
        .isCloseTo(missing.gain(), within(1e-9));
  }

  /// The best neuron, by trying directions of the plane one hundredth of a degree apart.
  @Test
  void theBestNeuronOfThePlaneIsThatOfASweep() {
    for (NeuronProblem problem :
        java.util.List.of(
            AuditCases.second(),
            AuditCases.six(Activation.RELU),
            AuditCases.six(Activation.ABSOLUTE))) {
      double[] target = problem.target();
      double swept =
          IntStream.range(0, 36_000)
              .mapToDouble(i -> {
                double a = Math.toRadians(i / 100.0);
                double[] h =
                    problem.hidden(Matrix.adopt(1, 2, new double[] {Math.cos(a), Math.sin(a)}));
                double sum = 0;
                for (int k = 0; k < problem.outputs(); k++) {
                  double inner = 0;
                  for (int r = 0; r < 6; r++) {
                    inner += h[r] * target[r * problem.outputs() + k];
                  }
                  sum += inner * inner;
                }
                return Math.sqrt(sum);
              })
              .max()
              .orElse(0);
      double exact = EXACT.largestBeta(problem);
      assertThat(exact).isBetween(swept, swept * (1 + 2e-4));
      Audit audit = EXACT.certify(problem, Neurons.none(2, problem.outputs()), 1);
      assertThat(audit.missing().correlation()).isBetween(swept * (1 - 1e-5), exact);
    }
  }

  @Test
  void climbsFindTheBestNeuronOfAnEnumeration() {
    int found = 0;
    for (long seed = 0; seed < 5; seed++) {
      NeuronProblem problem = denoising(30, 2, seed);
      Neurons none = Neurons.none(3, 2);
      Audit exact = EXACT.certify(problem, none, 1);
      Audit sampled = new Certifier(false, 0, 8, 1e-5, NoiseKey.of(seed)).certify(problem, none, 1);
      assertThat(sampled.missing().correlation())
          .isLessThanOrEqualTo(exact.missing().correlation() * (1 + 2e-5));
      assertThat(sampled.certificate().scope()).isEqualTo(Certificate.Scope.GIVEN_GATES);
      found += sampled.missing().correlation() > exact.missing().correlation() * (1 - 1e-4) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(4);
  }

  @Test
  void withThreeOutputsTheBoundIsAboveWhatIsFound() {
    NeuronProblem problem = denoising(12, 3, 3);
    Audit audit = EXACT.certify(problem, Neurons.none(4, 3), 1);
    assertThat(audit.bound()).isGreaterThanOrEqualTo(audit.missing().correlation());
    double sampled =
        LongStream.range(0, 4)
            .mapToDouble(seed ->
                Certifier.sampled(50, NoiseKey.of(seed))
                    .certify(problem, Neurons.none(4, 3), 1)
                    .missing()
                    .correlation())
            .max()
            .orElse(0);
    assertThat(audit.bound()).isGreaterThanOrEqualTo(sampled);
    assertThat(audit.missing().correlation()).isGreaterThan(0.999 * sampled);
  }

  /// Cover's number, and one less for the pattern that is closed everywhere.
  @Test
  void thereAreAsManyPatternsAsCoverSays() {
    assertThat(Certifier.patternCount(AuditCases.five())).isEqualTo(10);
    assertThat(Certifier.patternCount(AuditCases.twelve(0))).isEqualTo(134);
    Audit audit = EXACT.certify(AuditCases.twelve(0), Neurons.none(3, 1), 1);
    assertThat(audit.patterns()).isEqualTo(133);
  }

  @Test
  void meansAreSumsOverTheNumberOfRows() {
    NeuronProblem problem = AuditCases.twelve(0);
    Audit sum = EXACT.certify(problem, AuditCases.drawn(problem, 3, 1, 1), 0.3);
    Audit mean = sum.times(1 / 12.0);
    assertThat(mean.objective()).isCloseTo(sum.objective() / 12, within(1e-12));
    assertThat(mean.ratio()).isCloseTo(sum.ratio(), within(1e-12));
    assertThat(mean.certificate().relativeGap())
        .isCloseTo(sum.certificate().relativeGap(), within(1e-12));
    assertThat(sum.withBound(0.5).certificate().dual()).isEqualTo(0.5);
  }

  @Test
  void aWeightOfTwoIsTheRowTwice() {
    NeuronProblem plain = denoising(10, 2, 9);
    NeuronProblem weighted = plain.weighted(Vector.generate(10, r -> r == 0 ? 2 : 1));
    NeuronProblem twice =
        NeuronProblem.of(
            Activation.RELU, twice(plain.rows()), twice(plain.targets()), twice(plain.free()));
    Neurons drawn = AuditCases.drawn(plain, 3, 1, 2);
    assertThat(weighted.objective(drawn, 0.3)).isCloseTo(twice.objective(drawn, 0.3), within(1e-9));
    assertThat(EXACT.certify(weighted, drawn, 0.3).bound())
        .isCloseTo(EXACT.certify(twice, drawn, 0.3).bound(), within(2e-4));
  }

  private static Matrix twice(Matrix a) {
    double[] out = java.util.Arrays.copyOf(a.toArray(), (a.rows() + 1) * a.columns());
    System.arraycopy(a.shared(), 0, out, a.rows() * a.columns(), a.columns());
    return Matrix.adopt(a.rows() + 1, a.columns(), out);
  }

  @Test
  void aScoreNetworkIsItsNeuronsAndBack() {
    NeuronProblem problem = denoising(10, 2, 9);
    Neurons drawn = AuditCases.drawn(problem, 3, 1, 2);
    TwoLayerScore score =
        drawn.score(
            Activation.RELU, Matrix.adopt(2, 2, new double[] {1, 2, 3, 4}), Vector.of(5, 6));
    assertThat(Neurons.of(score)).isEqualTo(drawn);
    Batch x = Batch.adopt(Shape.vector(2), problem.rows().leadingColumns(2).toArray());
    double[] affine = {1, 3, 2, 4, 5, 6};
    Batch wrong =
        score.score(x).plus(Batch.adopt(Shape.vector(2), problem.targets().toArray()), -1);
    assertThat(problem.objective(drawn, Matrix.adopt(3, 2, affine), 0.2))
        .isCloseTo(
            NeuronProblem.squared(wrong.shared()) / 2 + 0.1 * drawn.weightDecay(), within(1e-9));
  }

  @Test
  void refusesWhatMakesNoSense() {
    NeuronProblem problem = AuditCases.second();
    Neurons drawn = AuditCases.drawn(problem, 3, 1, 2);
    assertThatThrownBy(() -> EXACT.certify(problem, drawn, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("beta must be positive")
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> EXACT.certify(problem, Neurons.none(3, 1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 inputs");
    assertThatThrownBy(() -> problem.weighted(Vector.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 rows");
    assertThatThrownBy(() -> Certifier.sampled(-1, NoiseKey.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    double[] nan = problem.targets().toArray();
    nan[3] = Double.NaN;
    assertThatThrownBy(() ->
            NeuronProblem.of(
                Activation.RELU, problem.rows(), Matrix.adopt(6, 1, nan), problem.free()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("targets")
        .hasMessageContaining("NaN");
  }

  /// A slope is free however far the rows are from 0: targets that are affine leave nothing.
  @Test
  void freeColumnsFarFromZeroAreNotTakenForDependent() {
    int n = 20;
    double[] free = new double[2 * n];
    double[] targets = new double[n];
    for (int r = 0; r < n; r++) {
      free[2 * r] = 1e8 + r;
      free[2 * r + 1] = 1;
      targets[r] = 3.0 * r - 7;
    }
    Matrix rows =
        Matrix.adopt(n, 2, new Noise(NoiseKey.of(3), 0, n).normal(Shape.vector(2)).toArray());
    NeuronProblem problem =
        NeuronProblem.of(
            Activation.RELU, rows, Matrix.adopt(n, 1, targets), Matrix.adopt(n, 2, free));
    Audit audit = EXACT.certify(problem, Neurons.none(2, 1), 1);
    assertThat(audit.certificate().primal()).isLessThan(1e-6);
    assertThat(audit.certificate().dual()).isLessThanOrEqualTo(audit.certificate().primal());
  }
}
