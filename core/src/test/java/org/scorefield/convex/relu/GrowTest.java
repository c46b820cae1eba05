package org.scorefield.convex.relu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.convex.Activation;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

class GrowTest {
  private static final Grow GROW = new Grow(Certifier.exact(), Polish.DEFAULT, 60, 1e-7);

  private static Grow.Grown grown(NeuronProblem problem, Neurons start, double beta) {
    return GROW.grow(problem, start, beta, _ -> {});
  }

  private static Grow.Grown grown(NeuronProblem problem, double beta) {
    return grown(problem, Neurons.none(problem.width(), problem.outputs()), beta);
  }

  private static double objective(Grow.Grown grown) {
    return grown.audit().certificate().primal();
  }

  /// Optima of an independent program, primal and dual equal to 1e-7.
  @Test
  void growsToTheGlobalOptimum() {
    NeuronProblem five = AuditCases.five();
    for (double[] fact :
        List.of(
            new double[] {0.2, 0.90597893},
            new double[] {0.05, 0.30110245},
            new double[] {1, 1.42305013})) {
      Grow.Grown grown = grown(five, fact[0]);
      assertThat(objective(grown)).isCloseTo(fact[1], within(1e-7));
      assertThat(grown.bound()).isCloseTo(fact[1], within(1e-6));
      assertThat(grown.audit().global()).isTrue();
    }
    assertThat(objective(grown(AuditCases.twelve(0), 0.3))).isCloseTo(1.789889, within(5e-7));
  }

  @Test
  void aboveTheLargestBetaThereAreNoNeuronsAndJustBelowThereIsOne() {
    NeuronProblem five = AuditCases.five();
    assertThat(Certifier.exact().largestBeta(five)).isCloseTo(1.65529453, within(1e-8));
    assertThat(grown(five, 1.656).network().count()).isZero();
    Neurons one = grown(five, 1.65).network();
    assertThat(one.count()).isEqualTo(1);
    assertThat(Math.atan2(one.inner().get(0, 1), one.inner().get(0, 0)))
        .isCloseTo(2.70497, within(1e-5));
  }

  /// Networks of two neurons where gradient descent leaves them, among others at 1.731109.
  @Test
  void growsToTheGlobalOptimumFromEveryStart() {
    NeuronProblem problem = AuditCases.second();
    for (long seed = 0; seed < 8; seed++) {
      Neurons trained =
          AuditCases.descended(problem, AuditCases.drawn(problem, 2, 0.5, seed), 1, 0.02, 50_000);
      Grow.Grown grown = grown(problem, trained, 1);
      assertThat(objective(grown)).isCloseTo(1.73094744, within(1e-7));
      assertThat(grown.settled()).isTrue();
    }
  }

  @Test
  void everyRoundLowersTheObjectiveByWhatItsNeuronPromises() {
    Grow.Grown grown = grown(AuditCases.twelve(0), 0.3);
    List<Grow.Round> rounds = grown.rounds();
    assertThat(rounds).hasSizeGreaterThan(6);
    for (int k = 1; k < rounds.size(); k++) {
      double before = rounds.get(k - 1).audit().certificate().primal();
      double after = rounds.get(k).audit().certificate().primal();
      assertThat(before - after)
          .isGreaterThanOrEqualTo(rounds.get(k - 1).audit().missing().gain() - 1e-10);
      assertThat(grown.bound()).isLessThanOrEqualTo(after + 1e-12);
    }
  }

  /// 1.50994148 + 1.73094744 is the optimum of two networks, one an output (independent program);
  /// 2.432546477 that of the relaxation without cones. One network for both is between.
  @Test
  void twoOutputsAreSolvedToTheGlobalOptimumAndCertified() {
    NeuronProblem six = AuditCases.six(Activation.RELU);
    Grow.Grown grown = grown(six, 1);
    assertThat(grown.audit().certificate().gap()).isLessThan(1e-5);
    assertThat(objective(grown)).isBetween(2.432546477, 1.50994148 + 1.73094744);
    for (long seed = 0; seed < 3; seed++) {
      Neurons trained =
          AuditCases.descended(six, AuditCases.drawn(six, 8, 0.5, seed), 1, 0.02, 20_000);
      double reached = six.objective(trained, 1);
      assertThat(reached).isGreaterThan(objective(grown) - 1e-6);
      assertThat(reached).isLessThan(objective(grown) + 0.02);
    }
  }

  /// `|z| = 2 max(z, 0) - z`, and the linear part is free.
  @Test
  void withAFreeLinearPartAbsoluteValuesAtTwiceBetaAreRelus() {
    NeuronProblem six = AuditCases.six(Activation.RELU);
    double[] relu = new double[2];
    double[] absolute = new double[2];
    for (int k = 0; k < 2; k++) {
      double[] y = new double[6];
      for (int r = 0; r < 6; r++) {
        y[r] = six.targets().get(r, k);
      }
      Matrix target = Matrix.adopt(6, 1, y);
      relu[k] =
          objective(grown(NeuronProblem.of(Activation.RELU, six.rows(), target, six.rows()), 0.1));
      absolute[k] =
          objective(
              grown(NeuronProblem.of(Activation.ABSOLUTE, six.rows(), target, six.rows()), 0.2));
    }
    assertThat(absolute[0]).isCloseTo(relu[0], within(1e-8));
    assertThat(absolute[1]).isCloseTo(relu[1], within(1e-8));
  }

  @Test
  void sampledPatternsReachTheOptimumTooButDoNotClaimIt() {
    NeuronProblem problem = AuditCases.twelve(0);
    Grow.Grown grown =
        new Grow(Certifier.sampled(50, NoiseKey.of(3)), Polish.DEFAULT, 40, 1e-7)
            .grow(problem, Neurons.none(3, 1), 0.3, _ -> {});
    assertThat(objective(grown)).isCloseTo(1.789889, within(1e-4));
    assertThat(grown.audit().global()).isFalse();
    assertThat(grown.audit().words(1e-3)).contains("no proof");
  }

  @Test
  void endsWhereTheRoundsDo() {
    Grow.Grown grown =
        new Grow(Certifier.exact(), Polish.DEFAULT, 2, 1e-7)
            .grow(AuditCases.twelve(0), Neurons.none(3, 1), 0.3, _ -> {});
    assertThat(grown.rounds()).hasSize(3);
    assertThat(grown.settled()).isFalse();
    assertThat(grown.audit().words(1e-6)).contains("not optimal");
    assertThatThrownBy(() -> new Grow(Certifier.exact(), Polish.DEFAULT, -1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
