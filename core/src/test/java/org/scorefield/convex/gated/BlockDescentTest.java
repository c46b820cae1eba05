package org.scorefield.convex.gated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.Certificate;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class BlockDescentTest {
  private static final int N = 200;
  private static final Batch X = Noise.of(5, N).normal(Shape.vector(3));

  private static GatePatterns gates(Activation activation) {
    return GatePatterns.sampled(
        X, GatePlacement.throughData(), 30, activation, true, NoiseKey.of(2));
  }

  private static GatedProgram program(Activation activation, AffinePart affine) {
    Batch targets = Noise.of(8, N).normal(Shape.vector(2));
    return GatedProgram.regression(gates(activation), targets, GatedPenalty.NUCLEAR, affine);
  }

  /// Proximal gradient steps on all gates at once, accelerated (Beck and Teboulle 2009), share no
  /// code with the sweeps but the penalty.
  private static double byAcceleratedGradient(GatedProgram program, double beta, int steps) {
    double l = 1.1 * Lipschitz.of(program);
    double[] z = new double[program.weights()];
    double[] ahead = z;
    double t = 1;
    for (int k = 0; k < steps; k++) {
      double[] from = ahead;
      double[] before = z;
      double[] gradient = program.gradient(program.residual(from));
      double[] moved = new double[z.length];
      Arrays.setAll(moved, i -> from[i] - gradient[i] / l);
      double[] next = new double[z.length];
      program.blocks().prox(moved, beta / l, next);
      double further = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      double momentum = (t - 1) / further;
      double[] beyond = new double[z.length];
      Arrays.setAll(beyond, i -> next[i] + momentum * (next[i] - before[i]));
      ahead = beyond;
      z = next;
      t = further;
    }
    return program.smooth(z, program.residual(z)) + beta * program.blocks().of(z);
  }

  @ParameterizedTest
  @CsvSource({"RELU,true", "RELU,false", "ABSOLUTE,true", "ABSOLUTE,false"})
  void endsWhereAcceleratedGradientStepsOfAllGatesEnd(Activation activation, boolean skip) {
    GatedProgram program = program(activation, skip ? AffinePart.SKIP_AND_BIAS : AffinePart.NONE);
    double beta = program.largestBeta() / 5;
    Certificate swept =
        new GatedSolver(1e-8, 20_000).solve(program, beta, ProgramWatch.NONE).certificate();
    assertThat(swept.within(1e-8)).isTrue();
    double other = byAcceleratedGradient(program, beta, 3000);
    assertThat(other).isCloseTo(swept.primal(), within(1e-6 * swept.primal()));
    assertThat(other).isGreaterThan(swept.dual() * (1 - 1e-12));
  }

  /// The residual that sweeps carry along, and the value made of it, are those of the weights.
  @ParameterizedTest
  @EnumSource
  void carriedResidualIsThatOfTheWeights(Activation activation) {
    GatedProgram program = program(activation, AffinePart.SKIP_AND_BIAS);
    double beta = program.largestBeta() / 8;
    double[] start = new double[program.weights()];
    DualBound bound = DualBound.of(program, beta, new double[0], ProgramWatch.NONE);
    BlockDescent.Stop stop =
        BlockDescent.run(program, beta, bound, start, 1e-300, 0, 57, ProgramWatch.NONE);
    assertThat(stop.sweeps()).isEqualTo(57);
    assertThat(stop.residual())
        .usingComparatorWithPrecision(1e-10)
        .containsExactly(program.residual(stop.z()));
    BlockDescent.Stop afresh = BlockDescent.at(program, beta, bound, stop.z());
    assertThat(stop.primal()).isCloseTo(afresh.primal(), within(1e-10));
    assertThat(start).as("the start is not written to").containsOnly(0);
  }

  @Test
  void objectiveNeverRises() {
    GatedProgram program = program(Activation.RELU, AffinePart.NONE);
    double[] last = {Double.POSITIVE_INFINITY};
    new GatedSolver(1e-6, 1000)
        .solve(
            program,
            program.largestBeta() / 20,
            (_, c) -> {
              assertThat(c.primal()).isLessThanOrEqualTo(last[0] * (1 + 1e-12));
              last[0] = c.primal();
            });
    assertThat(last[0]).isFinite();
  }

  /// Products of one gate are those of its features written out, over several ranges of rows too.
  @ParameterizedTest
  @EnumSource
  void productsOfOneGateAreThoseOfItsFeatures(Activation activation) {
    int n = 20_000;
    Batch x = Noise.of(6, n).normal(Shape.vector(2));
    GatePatterns patterns =
        GatePatterns.sampled(x, GatePlacement.throughData(), 3, activation, true, NoiseKey.of(2));
    GateFeatures features = GateFeatures.of(patterns);
    double[] r = Noise.of(7, n).normal(Shape.vector(2)).toArray();
    double[] w = Noise.of(8, 1).normal(Shape.vector(6)).toArray();
    double[] f = new double[n * 3];
    for (int k = 0; k < f.length; k++) {
      double sign = patterns.open(1, k / 3) ? 1 : activation == Activation.RELU ? 0 : -1;
      f[k] = sign * (k % 3 < 2 ? x.get(k / 3, k % 3) : 1);
    }
    assertThat(features.cross(1, r, 2))
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(Products.transposeTimes(f, r, n, 3, 2).toArray());
    assertThat(features.gram(1))
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(Products.transposeTimes(f, f, n, 3, 3).toArray());
    assertThat(Arrays.copyOfRange(features.adjoint(r, 2), 6, 12))
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(features.cross(1, r, 2));
    double[] sum = r.clone();
    double[] next = features.addThenCross(1, w, 2, sum, 2);
    assertThat(next).containsExactly(features.cross(2, sum, 2));
    double[] product = Products.times(f, n, Matrix.adopt(3, 2, w));
    for (int k = 0; k < sum.length; k++) {
      assertThat(sum[k]).isCloseTo(r[k] + product[k], within(1e-12));
    }
  }
}
