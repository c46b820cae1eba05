package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.data.Dataset;
import org.scorefield.design.StageWatch;
import org.scorefield.random.NoiseKey;

/// Score networks trained to their global optimum: what the convex programs of Zhang and Pilanci
/// (2402.01965) say of a few points on the line and in the plane, beside the same numbers found by
/// other means, and how fast solvers get there.
final class ConvexScores implements Reproduction {

  @Override
  public String name() {
    return "convex-scores";
  }

  @Override
  public String what() {
    return "Two-layer score networks at their certified global optimum: values, thresholds, scores"
        + " and laws on small sets, beside the same numbers found by other means";
  }

  @Override
  public String source() {
    return "derivations from 2402.01965, and an independent program (numpy and scipy: active sets,"
        + " lasso, linear programs, quasi-Newton restarts)";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    List<Check> checks = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    List<Runnable> stages =
        List.of(
            () -> checks.addAll(LinePrograms.checks()),
            () -> checks.addAll(LineLaws.checks(key)),
            () -> checks.addAll(GatedPrograms.checks()),
            () -> checks.addAll(ProgramProperties.checks(key)),
            () -> figures.addAll(GapTraces.figures(key)));
    watch.begin("solving convex programs", stages.size());
    for (Runnable stage : stages) {
      if (!watch.cancelled()) {
        stage.run();
        watch.advance();
      }
    }
    return new Reproduced(
        checks,
        figures,
        "-1, 0, 1 and -2, -0.5, 0.25, 1, 3 on the line; six points of the plane; normal draws");
  }
}
