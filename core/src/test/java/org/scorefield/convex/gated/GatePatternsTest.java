package org.scorefield.convex.gated;

import org.scorefield.convex.Activation;
import org.scorefield.convex.placement.GatePlacement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class GatePatternsTest {
  private static final NoiseKey KEY = NoiseKey.of(7);

  private static Batch points(int n, int d) {
    return Noise.of(31, n).normal(Shape.vector(d));
  }

  private static String pattern(GatePatterns gates, int i) {
    StringBuilder s = new StringBuilder();
    for (int r = 0; r < gates.data().count(); r++) {
      s.append(gates.open(i, r) ? '1' : '0');
    }
    return s.toString();
  }

  private static Set<String> all(GatePatterns gates) {
    Set<String> set = new HashSet<>();
    for (int i = 0; i < gates.count(); i++) {
      assertThat(set.add(pattern(gates, i))).isTrue();
    }
    return set;
  }

  /// Cover's count `2 sum_{k<r} C(n-1, k)`; the pattern that is closed everywhere, which is left
  /// out, exists just if all rows lie in a half-space, that is, if the open one does.
  @ParameterizedTest
  @CsvSource({"10,2,20", "8,3,58", "6,4,52", "12,3,134"})
  void countIsCovers(int n, int rank, int count) {
    GatePatterns gates = GatePatterns.all(points(n, rank), Activation.RELU, false);
    boolean halfSpace = all(gates).contains("1".repeat(n));
    assertThat(gates.count() + (halfSpace ? 1 : 0)).isEqualTo(count);
    assertThat(gates.complete()).isTrue();
  }

  @Test
  void absoluteValueKeepsOneOfEachPair() {
    Batch x = points(9, 3);
    GatePatterns gates = GatePatterns.all(x, Activation.ABSOLUTE, false);
    assertThat(gates.count()).isEqualTo(37);
    assertThat(all(gates)).allMatch(p -> p.startsWith("1"));
  }

  @Test
  void biasAddsADimension() {
    GatePatterns line = GatePatterns.all(points(9, 1), Activation.RELU, true);
    assertThat(line.count()).as("2n arcs less the closed one").isEqualTo(17);
    assertThat(line.width()).isEqualTo(2);
  }

  /// Three collinear and two equal points of the plane, with biases: no random gate finds a pattern
  /// that the list lacks, and the list is found.
  @Test
  void degenerateRowsAreListedToo() {
    Batch x =
        Batch.ofRows(
            Shape.vector(2),
            new double[] {0, 0},
            new double[] {1, 1},
            new double[] {2, 2},
            new double[] {1, 0},
            new double[] {1, 0},
            new double[] {-.5, 1});
    Set<String> listed = all(GatePatterns.all(x, Activation.RELU, true));
    GatePatterns drawn =
        GatePatterns.sampled(
            x,
            GatePlacement.mixture(
                List.of(GatePlacement.throughData(), GatePlacement.uniformOffset())),
            20_000,
            Activation.RELU,
            true,
            KEY);
    assertThat(all(drawn)).isEqualTo(listed);
  }

  @ParameterizedTest
  @EnumSource
  void gatesMakeTheirPatterns(Activation activation) {
    Batch x = points(70, 3);
    GatePatterns gates =
        GatePatterns.sampled(x, GatePlacement.throughData(), 40, activation, true, KEY);
    for (int i = 0; i < gates.count(); i++) {
      int trace = 0;
      for (int r = 0; r < 70; r++) {
        double z = gates.gates().get(i, 3);
        for (int j = 0; j < 3; j++) {
          z += gates.gates().get(i, j) * x.get(r, j);
        }
        assertThat(gates.open(i, r)).isEqualTo(z > 0);
        trace += (int) (z > 0 ? activation.derivative(1) : activation.derivative(-1));
      }
      assertThat(gates.trace(i)).isEqualTo(trace);
    }
  }

  @Test
  void throughDataOpensEveryNumberOfRows() {
    Batch x = points(5, 2);
    GatePatterns gates =
        GatePatterns.sampled(x, GatePlacement.throughData(), 500, Activation.RELU, true, KEY);
    assertThat(IntStream.range(0, gates.count()).map(gates::openings).distinct().sorted())
        .containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void placementsAreReproducibleAndShared() {
    Batch x = points(20, 2);
    GatePlacement mixture =
        GatePlacement.mixture(
            List.of(
                GatePlacement.throughOrigin(),
                GatePlacement.throughData(),
                GatePlacement.uniformOffset()));
    Matrix gates = mixture.place(x, 8, KEY);
    assertThat(gates).isEqualTo(mixture.place(x, 8, KEY));
    assertThat(gates).isNotEqualTo(mixture.place(x, 8, NoiseKey.of(8)));
    assertThat(IntStream.range(0, 8).filter(i -> gates.get(i, 2) == 0)).containsExactly(0, 1, 2);
  }

  @Test
  void refusesWhatGivesNoProgram() {
    Batch x = points(4, 2);
    Matrix closed = Matrix.copyOf(1, 3, new double[] {0, 0, -1});
    assertThatThrownBy(() -> GatePatterns.of(x, closed, Activation.RELU, true))
        .hasMessageContaining("none of the 1 gates");
    assertThatThrownBy(() -> GatePatterns.of(x, closed, Activation.RELU, false))
        .hasMessageContaining("offsets");
    assertThatThrownBy(() -> GatePatterns.all(points(4000, 3), Activation.RELU, false))
        .hasMessageContaining("at random");
    double[] bad = x.toArray();
    bad[3] = Double.NaN;
    assertThatThrownBy(() -> GatePatterns.all(Batch.copyOf(x.shape(), bad), Activation.RELU, false))
        .hasMessageContaining("row 1");
  }

  @Test
  void sixPointsHaveTwelvePatterns() {
    GatePatterns gates = SixPoints.patterns();
    List<Integer> openings = new ArrayList<>();
    IntStream.range(0, gates.count()).forEach(i -> openings.add(gates.openings(i)));
    assertThat(openings)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(2, 2, 2, 3, 3, 3, 3, 3, 3, 4, 4, 4));
  }
}
