package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.scorefield.random.Noise;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

class CoefficientFitTest {
  private static final Shape SHAPE = Shape.vector(4);
  private static final Noise NOISE = Noise.of(3, 100);
  private static final GaussianMixture CLUSTERS =
      GaussianMixture.isotropic(Noise.of(11, 5).normal(SHAPE), 0.01);
  private static final Vector CENTRE = CLUSTERS.mean();

  private static Trajectories teacher(Distribution law) {
    return Trajectories.of(law, new Start.Prior(), Trajectories.fine(80, 0.01, 40), NOISE)
        .orElseThrow();
  }

  private static int[] indices(Trajectories teacher, int steps) {
    return new RhoGrid(7)
        .toZero(steps, 80, 0.02).sigmas().stream().mapToInt(teacher::nearest).toArray();
  }

  private static CoefficientFit.Fitted fit(
      CoefficientFit fit, Distribution law, Trajectories teacher) {
    return fit.fit(law, teacher.state(0), teacher, indices(teacher, 8), CENTRE).orElseThrow();
  }

  /// One variance: each step is a number, and the weights can get every one right. So they must,
  /// though the base does not.
  @Test
  void isExactOnIsotropicGaussians() {
    Gaussian law = Gaussian.isotropic(SHAPE, CENTRE, 0.3);
    Trajectories teacher = teacher(law);
    CoefficientFit.Fitted fitted = fit(new CoefficientFit(new Dpmpp2M(), 2, 1e-6), law, teacher);
    double unit = Distances.spread(teacher.ends());
    double learned = Distances.mean(fitted.ends(), teacher.ends()) / unit;
    double base = Distances.mean(ends(new Dpmpp2M(), fitted, law, teacher), teacher.ends()) / unit;
    assertThat(learned).isLessThan(1e-4);
    assertThat(base).isGreaterThan(0.05);
  }

  private static Batch ends(
      Solver solver, CoefficientFit.Fitted fitted, Distribution law, Trajectories teacher) {
    TimeGrid grid = fitted.solver().grid();
    return new Sampler(grid, solver, new Start.Given(teacher.state(0)))
        .sample(law, NOISE)
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void becomesTheBaseAsTheRidgeGrows(int outputs) {
    Trajectories teacher = teacher(CLUSTERS);
    for (Solver base : new Solver[] {new Dpmpp2M(), new Ipndm(3)}) {
      Tabulated learned = fit(new CoefficientFit(base, outputs, 1e12), CLUSTERS, teacher).solver();
      Tabulated standard = Tabulated.of(base, learned.grid(), CENTRE);
      for (int i = 0; i < 8; i++) {
        double[] expected = standard.weights().get(i).toArray();
        double[] actual = Arrays.copyOf(learned.weights().get(i).toArray(), i + 2);
        assertThat(actual).containsExactly(expected, within(1e-9));
      }
    }
  }

  /// What the fit saw is what the solver does.
  @Test
  void theEndsAreThoseOfTheSolver() {
    Trajectories teacher = teacher(CLUSTERS);
    CoefficientFit.Fitted fitted =
        fit(new CoefficientFit(new Dpmpp2M(), 4, 1e-4), CLUSTERS, teacher);
    Batch run = ends(fitted.solver(), fitted, CLUSTERS, teacher);
    assertThat(run.toArray()).containsExactly(fitted.ends().toArray(), within(1e-9));
    assertThat(fitted.solver().weights().getFirst().size()).isEqualTo(2);
    assertThat(fitted.solver().weights().getLast().size()).isEqualTo(5);
  }

  /// The last step is a plain regression, so no other weights reach the teacher more closely.
  @Test
  void noOtherWeightsOfTheLastStepAreBetter() {
    Trajectories teacher = teacher(CLUSTERS);
    CoefficientFit.Fitted fitted =
        fit(new CoefficientFit(new Dpmpp2M(), 3, 1e-9), CLUSTERS, teacher);
    double best = Distances.total(Distances.squares(fitted.ends(), teacher.ends()));
    for (int k = 0; k < 4; k++) {
      for (double by : new double[] {-1e-2, 1e-2}) {
        List<Vector> rows = new ArrayList<>(fitted.solver().weights());
        double[] row = rows.removeLast().toArray();
        row[k] += by;
        rows.add(Vector.adopt(row));
        Tabulated moved = new Tabulated(fitted.solver().grid(), CENTRE, rows);
        Batch ends = ends(moved, fitted, CLUSTERS, teacher);
        assertThat(Distances.total(Distances.squares(ends, teacher.ends()))).isGreaterThan(best);
      }
    }
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoefficientFit(new Dpmpp2M(), 0, 1))
        .withMessageContaining("at least 1 output");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoefficientFit(new Dpmpp2M(), 1, 0))
        .withMessageContaining("1e-3 is usual");
  }
}
