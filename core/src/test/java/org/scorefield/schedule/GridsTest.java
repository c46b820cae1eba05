package org.scorefield.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class GridsTest {

  /// Golden: k-diffusion.
  @Test
  void exponentialAndPolyexponentialAreThePublishedOnes() {
    assertGrid(Grids.grid("exponential", 5, 80, 0.002), 80, 5.6568542, .4, .028284271, .002, 0);
    assertGrid(
        Grids.grid("polyexponential:2", 5, 80, 0.002),
        80,
        .77569098,
        .028284271,
        .0038784549,
        .002,
        0);
  }

  /// Golden: k-diffusion's VP grid, uniform in time from 1 to 0.001.
  @Test
  void uniformInVpTimeIsThePublishedGrid() {
    VpLinear vp = new VpLinear();
    assertGrid(
        new UniformTimeGrid(vp).toZero(5, vp.sigma(1), vp.sigma(1e-3)),
        152.16697,
        17.049123,
        3.4222448,
        .95752648,
        .010485993,
        0);
  }

  /// Golden: diff-sampler, six points from 80 to 0.002.
  @Test
  void gridsToMinAreThePublishedOnes() {
    assertGrid(
        Grids.parse("rho7").toMin(5, 80, 0.002),
        80,
        24.4083418,
        5.83894763,
        .965416926,
        .0850872027,
        .002);
    assertGrid(
        Grids.parse("log-uniform").toMin(5, 80, 0.002),
        80,
        9.60899547,
        1.15415992,
        .138628969,
        .0166510641,
        .002);
    assertGrid(
        Grids.parse("vp-fitted:2").toMin(5, 80, 0.002),
        80,
        6.29233957,
        1.55996524,
        .556002419,
        .150342644,
        .002);
    assertGrid(
        Grids.parse("vp-fitted").toMin(5, 80, 0.002),
        80,
        16.5062063,
        4.74633796,
        1.75411117,
        .650215905,
        .002);
  }

  /// Golden: diffusers, ten EDM steps.
  @Test
  void rhoSevenHasThePublishedTenLevels() {
    assertGrid(
        Grids.grid("rho7", 10, 80, 0.002),
        80,
        42.415188,
        21.108677,
        9.7232018,
        4.0661235,
        1.501742,
        .46997905,
        .11663856,
        .020435335,
        .002,
        0);
  }

  @Test
  void theTailOfARhoGridIsTheGridOfItsOwnEnds() {
    TimeGrid grid = new RhoGrid(7).toZero(18, 80, 0.002);
    double[] spot = {57.586, 19.352, 8.401, 1.088};
    int[] at = {1, 4, 6, 10};
    for (int i = 0; i < 4; i++) {
      assertThat(grid.sigma(at[i])).isCloseTo(spot[i], within(1e-3));
    }
    TimeGrid tail = new RhoGrid(7).toZero(14, grid.sigma(4), 0.002);
    for (int i = 0; i < 14; i++) {
      assertThat(tail.sigma(i)).isCloseTo(grid.sigma(i + 4), Percentage.withPercentage(1e-10));
    }
  }

  @Test
  void largeRhoTendsToLogUniform() {
    TimeGrid rho = new RhoGrid(1e6).toMin(9, 80, 0.002);
    TimeGrid logUniform = new LogUniformGrid().toMin(9, 80, 0.002);
    TimeGrid poly = new PolyexponentialGrid(1).toMin(9, 80, 0.002);
    TimeGrid geometric =
        new UniformTimeGrid(new GeometricVarianceExploding(0.001, 90)).toMin(9, 80, 0.002);
    for (int i = 0; i <= 9; i++) {
      double expected = logUniform.sigma(i);
      assertThat(rho.sigma(i) / expected).isCloseTo(1, within(1e-4));
      assertThat(poly.sigma(i) / expected).isCloseTo(1, within(1e-13));
      assertThat(geometric.sigma(i) / expected).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void uniformInEdmTimeIsRhoOne() {
    assertThat(new UniformTimeGrid(new Edm()).toMin(11, 80, 0.002))
        .isEqualTo(new RhoGrid(1).toMin(11, 80, 0.002));
  }

  @Test
  void aListIsTakenAsItStandsAndResampledAsARule() {
    assertThat(Grids.grid("80, 10,1,0", 18, 50, 0.1)).isEqualTo(TimeGrid.of(80, 10, 1, 0));
    assertThat(Grids.grid("80,10,1", 18, 50, 0.1)).isEqualTo(TimeGrid.of(80, 10, 1));
    GridRule rule = Grids.parse("80,10,1,0");
    assertGrid(rule.toZero(3, 80, 1), 80, 10, 1, 0);
    assertGrid(rule.toMin(4, 80, 1), 80, Math.sqrt(800), 10, Math.sqrt(10), 1);
    assertGrid(rule.toZero(3, 6400, 1), 6400, 100, 1, 0);
  }

  /// Golden: diffusers, 1100 timesteps, sigma interpolated linearly. Its lowest level, 0.01000133,
  /// is 0.0100005 spoilt by forming 1 - 0.9999 in float32.
  @Test
  void linspaceOverATableIsThePublishedGrid() {
    DiscreteSchedule table =
        DiscreteSchedules.linear(1100, 1e-4, 0.02)
            .interpolated(DiscreteSchedule.Interpolation.LINEAR);
    assertThat(Spacing.LINSPACE.indices(1100, 10).get(1)).isCloseTo(976.8889, within(1e-4));
    assertGrid(
        Spacing.LINSPACE.toZero(table, 10),
        261.05557,
        81.405685,
        29.11212,
        11.912565,
        5.5358195,
        2.8648756,
        1.5868177,
        .87408251,
        .40016323,
        .0100005,
        0);
    assertGrid(
        new RhoGrid(7).toZero(10, table.sigma(1099), 0.01000133),
        261.05557,
        140.04826,
        70.695412,
        33.13921,
        14.167905,
        5.3851871,
        1.7522193,
        .45976958,
        .087811887,
        .01000133,
        0);
  }

  @Test
  void leadingAndTrailingVisitWholeTimesteps() {
    assertThat(Spacing.LEADING.indices(1000, 10).toArray())
        .containsExactly(900, 800, 700, 600, 500, 400, 300, 200, 100, 0);
    assertThat(Spacing.TRAILING.indices(1000, 10).toArray())
        .containsExactly(999, 899, 799, 699, 599, 499, 399, 299, 199, 99);
    assertThat(Spacing.TRAILING.indices(10, 4).toArray()).containsExactly(9, 7, 4, 1);
    DiscreteSchedule table = DiscreteSchedules.linear(1000, 1e-4, 0.02);
    TimeGrid grid = Grids.grid("leading:ddpm-linear", 10, 1, 0.5);
    assertThat(grid.first()).isEqualTo(table.sigmas().get(900));
    assertThat(grid.endsAtZero()).isTrue();
    assertThat(Grids.grid("trailing:ddpm-linear", 1000, 1, 0.5).steps()).isEqualTo(1000);
  }

  @Test
  void errorsSayWhatCanBeWritten() {
    refused("karras", "there is no grid 'karras'", "rho7", "80,10,1,0");
    refused("unifrom:edm", "there is no grid 'unifrom:edm' (did you mean 'uniform:SCHEDULE'?)");
    refused("trialing:ddpm-linear", "did you mean 'trailing:TABLE'?");
    refused("uniform:vp", "there is no schedule 'vp'", "vp-linear");
    refused("uniform", "there is no grid", "uniform:SCHEDULE");
    refused("rhoo", "'o' in the grid 'rhoo' is not a number", "rho:R");
    refused("rho:-1", "rho must be positive", "-1");
    refused("rho7:2:3", "there is no grid", "rho7");
    refused("log-uniform:2", "there is no grid", "log-uniform");
    refused("80,10,20,0", "must decrease strictly", "20.0");
    refused("80,10,10,0", "drop the one that is repeated", "10.0");
    refused("80,10,-1", "every level must be positive", "-1.0");
    refused("80,0,0", "only the last may be 0", "0.0");
    refused("80,0", "at least two positive", "80.0");
    refused("80,ten,0", "'ten'", "not a number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grids.grid("leading:vp-linear", 10, 80, 0.002))
        .withMessageContaining("leading:ddpm-linear");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grids.grid("uniform:vp-linear", 10, 300, 0.002))
        .withMessageContaining("152.1")
        .withMessageContaining("300.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Spacing.LEADING.indices(1000, 1001))
        .withMessageContaining("1 to 1000")
        .withMessageContaining("1001");
  }

  private static void refused(String text, String... said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grids.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).contains(said));
  }

  private static void assertGrid(TimeGrid grid, double... expected) {
    assertThat(grid.sigmas().size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(grid.sigma(i)).isCloseTo(expected[i], within(2e-6 * expected[i]));
    }
  }
}
