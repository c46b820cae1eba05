package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.schedule.AlignYourStepsGrid.Network;

class PublishedGridsTest {

  @Test
  void theTangentGridIsUniformInTheAngle() {
    TimeGrid grid = new TangentGrid(0.5).toMin(9, 80, 0.002);
    double step = (Math.atan(160) - Math.atan(0.004)) / 9;
    for (int i = 0; i < 9; i++) {
      double fall = Math.atan(grid.sigma(i) / 0.5) - Math.atan(grid.sigma(i + 1) / 0.5);
      assertThat(fall).isCloseTo(step, within(1e-12));
    }
  }

  /// What the law claims: Euler's contraction of isotropic Gaussian data is off by the square of
  /// the angle over 2N there, and by more on every other grid.
  @Test
  void noOtherGridSuitsEulersMethodOnIsotropicDataBetter() {
    double c = 0.5;
    int steps = 400;
    double angle = Math.atan(10 / c) - Math.atan(0.05 / c);
    double tangent = eulerError(new TangentGrid(c).toMin(steps, 10, 0.05), c);
    assertThat(tangent * 2 * steps / (angle * angle)).isCloseTo(1, within(0.02));
    for (GridRule other :
        List.of(
            new RhoGrid(7),
            new RhoGrid(3),
            new LogUniformGrid(),
            new TangentGrid(0.8 * c),
            new TangentGrid(1.25 * c))) {
      assertThat(eulerError(other.toMin(steps, 10, 0.05), c))
          .as(other.name())
          .isGreaterThan(tangent);
    }
  }

  /// How far the logarithm of Euler's contraction is from that of the flow.
  private static double eulerError(TimeGrid grid, double c) {
    double error = 0;
    for (int i = 0; i < grid.steps(); i++) {
      double a = grid.sigma(i);
      double b = grid.sigma(i + 1);
      error += Math.log1p(-(a - b) * a / (c * c + a * a));
      error -= 0.5 * Math.log((c * c + b * b) / (c * c + a * a));
    }
    return Math.abs(error);
  }

  /// Golden: the lists of the paper's appendix, as their authors use them.
  @Test
  void tenStepsOfAlignYourStepsAreThePrintedNumbers() {
    assertThat(new AlignYourStepsGrid(Network.STABLE_DIFFUSION_XL).published(10).sigmas().toArray())
        .containsExactly(
            new double[] {14.615, 6.315, 3.771, 2.181, 1.342, 0.862, 0.555, 0.380, 0.234, 0.113, 0},
            within(1e-12));
    assertThat(new AlignYourStepsGrid(Network.STABLE_DIFFUSION).published(10).sigmas().toArray())
        .containsExactly(
            new double[] {14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0},
            within(1e-12));
  }

  @Test
  void otherNumbersOfStepsLieOnTheListsLogLinearly() {
    TimeGrid twenty = new AlignYourStepsGrid(Network.STABLE_VIDEO_DIFFUSION).published(20);
    assertThat(twenty.steps()).isEqualTo(20);
    assertThat(twenty.sigma(2)).isCloseTo(54.5, within(1e-10));
    assertThat(twenty.sigma(3)).isCloseTo(Math.sqrt(54.5 * 15.886), within(1e-10));
    assertThat(twenty.last()).isZero();
  }

  @Test
  void badNamesAreRefusedWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grids.parse("ays:sdxxl"))
        .withMessageContaining("did you mean 'sdxl'");
    assertThatIllegalArgumentException().isThrownBy(() -> Grids.parse("ays"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grids.parse("tangent:0"))
        .withMessageContaining("standard deviation");
  }
}
