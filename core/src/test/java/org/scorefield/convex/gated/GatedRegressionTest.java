package org.scorefield.convex.gated;

import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.placement.GatePlacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class GatedRegressionTest {
  private static final int N = 150;
  private static final int D = 3;
  private static final Batch X = Noise.of(5, N).normal(Shape.vector(D));
  private static final GatePatterns GATES =
      GatePatterns.sampled(
          X, GatePlacement.throughData(), 20, Activation.RELU, true, NoiseKey.of(2));

  private static Batch targets(int q) {
    return Noise.of(8, N).normal(Shape.vector(q));
  }

  private static double halfSquares(Batch a) {
    double sum = 0;
    for (double v : a.shared()) {
      sum += v * v / 2;
    }
    return sum;
  }

  private static GatedSolution solve(GatedProgram program, double beta) {
    GatedSolution solution = new GatedSolver(1e-9, 100_000).solve(program, beta, ProgramWatch.NONE);
    assertThat(solution.status()).isEqualTo(GatedSolution.Status.CERTIFIED);
    return solution;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void objectiveIsTheSquaredErrorOfTheModel(int q) {
    for (AffinePart part :
        new AffinePart[] {
          AffinePart.NONE, AffinePart.BIAS, AffinePart.SKIP, AffinePart.SKIP_AND_BIAS
        }) {
      GatedProgram program = GatedProgram.regression(GATES, targets(q), GatedPenalty.NUCLEAR, part);
      assertThat(program.weights()).isEqualTo(GATES.count() * (D + 1) * q);
      double[] z = Noise.of(1, 1).normal(Shape.vector(program.weights())).toArray();
      GatedScore model = program.score(z);
      double error = halfSquares(model.value(X).minus(targets(q)));
      assertThat(program.smooth(z, program.residual(z))).isCloseTo(error, within(1e-9 * error));
    }
  }

  /// A group lasso shares nothing between outputs.
  @Test
  void groupLassoOfManyOutputsIsTheSumOfEach() {
    double together =
        solve(
                GatedProgram.regression(
                    GATES, targets(3), GatedPenalty.GROUP_LASSO, AffinePart.SKIP),
                4)
            .certificate()
            .primal();
    double alone = 0;
    for (int k = 0; k < 3; k++) {
      int column = k;
      double[] one = new double[N];
      Arrays.setAll(one, r -> targets(3).get(r, column));
      Batch target = Batch.adopt(Shape.vector(1), one);
      GatedProgram program =
          GatedProgram.regression(GATES, target, GatedPenalty.GROUP_LASSO, AffinePart.SKIP);
      GatedProgram nuclear =
          GatedProgram.regression(GATES, target, GatedPenalty.NUCLEAR, AffinePart.SKIP);
      double value = solve(program, 4).certificate().primal();
      assertThat(solve(nuclear, 4).certificate().primal())
          .as("of one column both are its norm")
          .isCloseTo(value, within(1e-8 * value));
      alone += value;
    }
    assertThat(together).isCloseTo(alone, within(1e-8 * alone));
  }

  @Test
  void affineTargetsNeedNoGate() {
    Matrix slope = Matrix.adopt(2, D, new double[] {1, 2, 3, -1, .5, 0});
    double[] y = Products.timesTransposed(X.shared(), N, slope);
    for (int k = 0; k < y.length; k++) {
      y[k] += k % 2 == 0 ? 4 : -1;
    }
    GatedProgram program =
        GatedProgram.regression(
            GATES, Batch.adopt(Shape.vector(2), y), GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS);
    GatedScore found = program.score(new double[program.weights()]);
    assertThat(found.skip().toArray())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(slope.toArray());
    assertThat(found.bias().toArray())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(4.0, -1.0);
    assertThat(found.count()).isZero();
  }

  @Test
  void sampleAloneHasTheSameBits() {
    GatedProgram program =
        GatedProgram.regression(GATES, targets(1), GatedPenalty.NUCLEAR, AffinePart.SKIP);
    GatedScore model = solve(program, program.largestBeta() / 3).score();
    assertThat(model.count()).isPositive();
    Batch all = model.value(X);
    assertThat(all.shape()).isEqualTo(Shape.vector(1));
    for (int r : new int[] {0, 63, 64, 130, 149}) {
      assertThat(model.value(X.slice(r, 1)).row(0)).isEqualTo(all.row(r));
    }
  }

  @Test
  void functionThatIsNoScoreSaysSo() {
    GatedProgram program =
        GatedProgram.regression(GATES, targets(2), GatedPenalty.NUCLEAR, AffinePart.NONE);
    GatedScore model = program.score(new double[program.weights()]);
    assertThat(model.inputs()).isEqualTo(D);
    assertThat(model.outputs()).isEqualTo(2);
    assertThatThrownBy(() -> model.score(X)).hasMessageContaining("3 inputs to 2 outputs");
    assertThatThrownBy(() -> model.denoiser(1)).hasMessageContaining("no score");
    assertThatThrownBy(() -> model.value(targets(2))).hasMessageContaining("d = 3");
  }

  @Test
  void refusesBadTargets() {
    assertThatThrownBy(() ->
            GatedProgram.regression(GATES, X.slice(0, 7), GatedPenalty.NUCLEAR, AffinePart.NONE))
        .hasMessageContaining("each of 150 rows, got 7");
    double[] bad = new double[N];
    bad[12] = Double.NaN;
    assertThatThrownBy(() ->
            GatedProgram.regression(
                GATES, Batch.adopt(Shape.vector(1), bad), GatedPenalty.NUCLEAR, AffinePart.NONE))
        .hasMessageContaining("target 12");
    Vector few = Vector.adopt(new double[3]);
    GatedProgram program =
        GatedProgram.regression(GATES, targets(1), GatedPenalty.NUCLEAR, AffinePart.NONE);
    assertThatThrownBy(() -> program.objective(few, 1)).hasMessageContaining("D q for each gate");
  }
}
