package org.scorefield.convex.gated;

import org.scorefield.convex.Activation;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.OneLevelDenoiser;
import org.scorefield.convex.ProgramWatch;
import org.scorefield.convex.placement.GatePlacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class GatedScoreTest {
  private static final GatedSolver SOLVER = new GatedSolver(1e-6, 20_000);

  private static GatedSolution fitted(Activation activation) {
    Batch clean = Noise.of(3, 60).normal(Shape.vector(2)).map(v -> Math.signum(v) + v / 5);
    DenoisingPairs pairs = DenoisingPairs.draw(clean, 0.5, 2, NoiseKey.of(4));
    GatePatterns patterns =
        GatePatterns.sampled(
            pairs.noisy(), GatePlacement.throughData(), 25, activation, true, NoiseKey.of(5));
    GatedProgram program =
        GatedProgram.denoising(patterns, pairs, GatedPenalty.NUCLEAR, AffinePart.SKIP_AND_BIAS);
    return SOLVER.solve(program, 0.1 * program.largestBeta(), ProgramWatch.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void scoreIsItsFormula(Activation activation) {
    GatedScore s = fitted(activation).score();
    assertThat(s.count()).isBetween(2, 25);
    Batch x = Noise.of(9, 70).normal(Shape.vector(2));
    Batch values = s.score(x);
    for (int r = 0; r < 70; r++) {
      double[] row = {x.get(r, 0), x.get(r, 1), 1};
      for (int k = 0; k < 2; k++) {
        double sum = s.bias().get(k) + s.skip().get(k, 0) * row[0] + s.skip().get(k, 1) * row[1];
        for (int i = 0; i < s.count(); i++) {
          double z = 0;
          double linear = 0;
          for (int j = 0; j < 3; j++) {
            z += s.gates().get(i, j) * row[j];
            linear += s.weights().get(i * 6 + j * 2 + k) * row[j];
          }
          sum += (z > 0 ? activation.derivative(1) : activation.derivative(-1)) * linear;
        }
        assertThat(values.get(r, k)).isCloseTo(sum, within(1e-12));
      }
    }
  }

  @Test
  void sampleAloneHasTheSameBits() {
    GatedScore s = fitted(Activation.RELU).score();
    Batch x = Noise.of(9, 300).normal(Shape.vector(2));
    Batch all = s.score(x);
    for (int r : new int[] {0, 63, 64, 130, 299}) {
      assertThat(s.score(x.slice(r, 1)).row(0)).isEqualTo(all.row(r));
    }
  }

  @Test
  void unitsAddUpAndAreBalanced() {
    GatedSolution solution = fitted(Activation.RELU);
    GatedScore s = solution.score();
    double decay = 0;
    double[] sum = new double[s.weights().size()];
    for (GatedUnit unit : s.units()) {
      int gate = 0;
      while (!Vector.adopt(s.gates().row(gate)).equals(unit.gate())) {
        gate++;
      }
      for (int j = 0; j < 3; j++) {
        decay += unit.inner().get(j) * unit.inner().get(j);
        for (int k = 0; k < 2; k++) {
          sum[gate * 6 + j * 2 + k] += unit.inner().get(j) * unit.outer().get(k);
        }
      }
      decay += unit.outer().stream().map(v -> v * v).sum();
    }
    assertThat(sum).usingComparatorWithPrecision(1e-10).containsExactly(s.weights().toArray());
    double nuclear = 0;
    for (int i = 0; i < s.count(); i++) {
      nuclear += GatedPenalty.NUCLEAR.norm(s.weights().shared(), i * 6, 3, 2);
    }
    assertThat(decay / 2).isCloseTo(nuclear, within(1e-9 * nuclear));
  }

  @ParameterizedTest
  @EnumSource
  void decompositionAgreesAtTheTrainingRowsAtAPrice(Activation activation) {
    GatedSolution solution = fitted(activation);
    Batch rows = solution.program().gates().data();
    ConeDecomposition cones = solution.decomposed();
    Batch gated = solution.score().score(rows);
    Batch network = cones.network().score(rows);
    double scale = Math.sqrt(cones.network().weightDecay());
    for (int k = 0; k < gated.shared().length; k++) {
      assertThat(network.shared()[k]).isCloseTo(gated.shared()[k], within(1e-9 * scale * scale));
    }
    assertThat(cones.whole() + cones.split()).isEqualTo(solution.score().units().size());
    assertThat(cones.network().units()).isEqualTo(cones.whole() + 2 * cones.split());
    double decay = 0;
    for (GatedUnit unit : solution.score().units()) {
      decay += unit.inner().stream().map(v -> v * v).sum();
      decay += unit.outer().stream().map(v -> v * v).sum();
    }
    assertThat(cones.network().weightDecay()).isGreaterThan(decay * (1 - 1e-9));
  }

  @Test
  void denoiserIsTweediesFormulaAtItsLevel() {
    GatedScore s = fitted(Activation.RELU).score();
    OneLevelDenoiser denoiser = s.denoiser(0.5);
    Batch x = Noise.of(1, 5).normal(Shape.vector(2));
    assertThat(denoiser.denoise(x, 0.5)).isEqualTo(x.plus(s.score(x), 0.25));
    assertThat(KnownLevels.of(denoiser).orElseThrow().nearest(3)).isEqualTo(0.5);
    assertThatThrownBy(() -> s.denoiser(0)).hasMessageContaining("positive");
    assertThatThrownBy(() -> s.score(Batch.zeros(Shape.vector(3), 1)))
        .hasMessageContaining("d = 2");
  }

  @Test
  void pathStartsShutAndFallsToTheBest() {
    GatedProgram program = fitted(Activation.RELU).program();
    Vector betas = RegularisationPath.betas(program, 6, 1e-2);
    assertThat(betas.last() / betas.first()).isCloseTo(1e-2, within(1e-12));
    RegularisationPath path =
        RegularisationPath.solve(program, new GatedSolver(1e-4, 20_000), betas, ProgramWatch.NONE);
    assertThat(path.bound()).isEqualTo(OptionalDouble.empty());
    assertThat(path.solutions()).hasSize(6);
    assertThat(path.solutions().getFirst().activeGates()).isZero();
    for (int k = 0; k < 6; k++) {
      GatedSolution cold =
          new GatedSolver(1e-4, 20_000).solve(program, betas.get(k), ProgramWatch.NONE);
      double warm = path.solutions().get(k).certificate().primal();
      assertThat(warm).isCloseTo(cold.certificate().primal(), within(2e-4 * warm));
    }
    Batch fresh = Noise.of(77, 400).normal(Shape.vector(2)).map(v -> Math.signum(v) + v / 5);
    DenoisingPairs held = DenoisingPairs.draw(fresh, 0.5, 1, NoiseKey.of(78));
    GatedSolution best =
        path.best(s -> {
          Batch error = s.score(held.noisy()).minus(held.targets());
          return Vector.adopt(error.toArray()).stream().map(v -> v * v).sum();
        });
    assertThat(best.beta()).as("neither shut nor all open").isBetween(betas.last(), betas.get(1));
  }

  @Test
  void pathOfScoreMatchingEndsAtItsBound() {
    GatedProgram program = SixPoints.matching(AffinePart.NONE);
    RegularisationPath path =
        RegularisationPath.solve(
            program, new GatedSolver(1e-4, 20_000), Vector.of(3, 2, 1.2, .5), ProgramWatch.NONE);
    assertThat(path.solutions()).extracting(GatedSolution::beta).containsExactly(3.0, 2.0, 1.2);
    assertThat(path.bound().orElseThrow()).isBetween(.5, .84);
    assertThatThrownBy(
            () -> RegularisationPath.solve(program, SOLVER, Vector.of(1, 2), ProgramWatch.NONE))
        .hasMessageContaining("must fall");
  }
}
