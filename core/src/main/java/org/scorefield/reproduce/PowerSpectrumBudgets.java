package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.budget.GaussianModel;
import org.scorefield.budget.GaussianOutput;
import org.scorefield.budget.GaussianPath;
import org.scorefield.budget.GridProgram;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Scheme;
import org.scorefield.budget.StepCost;
import org.scorefield.linear.Spectrum;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

/// Grid and step noise must be optimised together: on data of many scales each grid with each
/// noise, 18 steps from 80 to 0.002, exact start and score, a dimension.
final class PowerSpectrumBudgets {
  private static final int STEPS = 18;
  private static final int CANDIDATES = 401;
  private static final int DIMENSION = 16;
  private static final GaussianModel MODEL =
      GaussianModel.exact(Spectrum.powerLaw(DIMENSION, 2, DIMENSION / 4.0));

  private PowerSpectrumBudgets() {}

  /// A grid and what an independent program found of it.
  ///
  /// @param samples divergence with the frozen score, DDPM's noise and the best
  /// @param path divergence with the frozen score and with the best noise; empty where unknown
  private record Row(String name, TimeGrid grid, List<String> samples, List<String> path) {}

  static List<Check> checks() {
    TimeGrid edm = GaussianBudgets.EDM.toMin(STEPS, GaussianBudgets.TOP, GaussianBudgets.BOTTOM);
    TimeGrid song = GaussianBudgets.SONG.toMin(STEPS, GaussianBudgets.TOP, GaussianBudgets.BOTTOM);
    TimeGrid plain = optimised(NoiseChoice.FROZEN_SCORE);
    TimeGrid best = optimised(NoiseChoice.BEST);
    List<Check> checks = new ArrayList<>();
    for (Row row :
        List.of(
            new Row(
                "rho 7", edm, List.of(".10065", ".13124", ".014635"), List.of("1.87752", ".11455")),
            new Row(
                "exponential",
                song,
                List.of(".08503", ".084999", ".011415"),
                List.of("2.23339", ".102156")),
            new Row(
                "optimised for the frozen score",
                plain,
                List.of(".10957", ".33615", ".024469"),
                List.of("1.60398", "")),
            new Row(
                "optimised for the best noise",
                best,
                List.of(".79823", ".03554", ".0030063"),
                List.of("", ".038699")))) {
      add(row, checks);
    }
    String table = "Divergence of samples, 16 variances k^-2, a dimension";
    checks.add(GaussianBudgets.check(table, "rho 7: Heun", heun(edm), ".0037"));
    checks.add(
        GaussianBudgets.check(table, "optimised for the best noise: Heun", heun(best), ".1228"));
    return checks;
  }

  private static TimeGrid optimised(NoiseChoice noise) {
    TimeGrid candidates =
        new LogUniformGrid().toMin(CANDIDATES - 1, GaussianBudgets.TOP, GaussianBudgets.BOTTOM);
    return GridProgram.among(candidates, MODEL, StepCost.of(noise), STEPS).grid(STEPS);
  }

  private static void add(Row row, List<Check> checks) {
    Scheme plain = Scheme.plain("frozen score", row.grid());
    Scheme ddpm = new Scheme("DDPM", row.grid(), new StepNoise.FrozenDenoiser());
    Scheme best = Scheme.best("best noise", row.grid(), MODEL);
    List<Scheme> schemes = List.of(plain, ddpm, best);
    for (int i = 0; i < 3; i++) {
      checks.add(
          GaussianBudgets.check(
              "Divergence of samples, 16 variances k^-2, a dimension",
              row.name() + ": " + schemes.get(i).name(),
              GaussianOutput.of(schemes.get(i), MODEL, GaussianBudgets.IDEAL)
                      .divergence(GaussianBudgets.BOTTOM)
                  / DIMENSION,
              row.samples().get(i)));
    }
    for (int i = 0; i < 2; i++) {
      if (!row.path().get(i).isEmpty()) {
        Scheme scheme = i == 0 ? plain : best;
        checks.add(
            GaussianBudgets.check(
                "Path divergence, 16 variances k^-2, a dimension",
                row.name() + ": " + scheme.name(),
                GaussianPath.budget(scheme, MODEL, GaussianBudgets.IDEAL).sum().value() / DIMENSION,
                row.path().get(i)));
      }
    }
  }

  private static double heun(TimeGrid grid) {
    return GaussianOutput.of(new Heun(), grid, MODEL, GaussianBudgets.IDEAL)
            .divergence(GaussianBudgets.BOTTOM)
        / DIMENSION;
  }
}
