package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BfgsTest {
  private static final Bfgs METHOD = new Bfgs(1e-5, 0.7, 300, 1e-12);

  private static double rosenbrock(double[] x) {
    double a = 1 - x[0];
    double b = x[1] - x[0] * x[0];
    return a * a + 100 * b * b;
  }

  @Test
  void itFollowsRosenbrocksValleyToItsEnd() {
    Bfgs.Minimum end = METHOD.minimise(BfgsTest::rosenbrock, new double[] {-1.2, 1}, () -> false);
    assertThat(end.at()).containsExactly(new double[] {1, 1}, within(1e-4));
    assertThat(end.value()).isLessThan(1e-9);
  }

  @Test
  void itFindsTheMinimumOfAnIllConditionedQuadratic() {
    Bfgs.Minimum end =
        METHOD.minimise(
            x -> {
              double sum = 0;
              for (int j = 0; j < x.length; j++) {
                sum += Math.pow(10, j) * (x[j] - j) * (x[j] - j);
              }
              return sum;
            },
            new double[6],
            () -> false);
    assertThat(end.at()).containsExactly(new double[] {0, 1, 2, 3, 4, 5}, within(1e-4));
  }

  @Test
  void itKeepsOutOfWhereTheFunctionIsNotFinite() {
    Bfgs.Minimum end =
        METHOD.minimise(
            x -> x[0] > 0 ? x[0] - Math.log(x[0]) : Double.NaN, new double[] {0.01}, () -> false);
    assertThat(end.at()[0]).isCloseTo(1, within(1e-4));
  }

  @Test
  void itStopsWhenToldAndLeavesItsStartAlone() {
    double[] start = {-1.2, 1};
    Bfgs.Minimum end = METHOD.minimise(BfgsTest::rosenbrock, start, () -> true);
    assertThat(end.at()).containsExactly(start);
    int[] asked = {0};
    Bfgs.Minimum some = METHOD.minimise(BfgsTest::rosenbrock, start, () -> asked[0]++ >= 3);
    assertThat(some.value()).isLessThan(rosenbrock(start)).isGreaterThan(1e-3);
    assertThat(start).containsExactly(-1.2, 1);
    assertThat(METHOD.minimise(x -> 5, new double[0], () -> false).value()).isEqualTo(5);
  }
}
