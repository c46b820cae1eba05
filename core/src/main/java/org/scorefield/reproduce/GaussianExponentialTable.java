package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.file.DataSources;
import org.scorefield.design.Comparison;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.SolverComparison;
import org.scorefield.design.StageWatch;
import org.scorefield.design.Yardstick;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;

/// The Gaussian-exponential solver beside DPM-Solver++(2M), by evaluations: the exact denoiser of a
/// mixture of 40 full Gaussians fitted to the digits at standard deviation 1/2, from 80 by way of
/// 0.002 to 0, with and without a closed-form start at 5. By error to the seed, and by sliced W2:
/// the second shows what the first hides.
final class GaussianExponentialTable implements Reproduction {
  private static final double TOP = 80;
  private static final double BOTTOM = 0.002;
  private static final double LANDING = 5;
  private static final int COMPONENTS = 40;
  private static final int SAMPLES = 128;
  private static final int SEEDS = 4;
  private static final double OTHER_FIT = 0.4;

  private static final String PROTOTYPE =
      "numpy prototype, its own fit of the mixture: within 40 %";

  private static final List<Integer> EVALUATIONS = List.of(6, 8, 10, 12, 16, 20);
  private static final String TWO_M = "dpmpp-2m rho7";
  private static final String TWO_M_LOG = "dpmpp-2m log-uniform";
  private static final String GEXP = "gaussian-exp-2 log-uniform";
  private static final String JUMP_2 = "jump to 5, gaussian-exp-2 rho7";
  private static final String JUMP_3 = "jump to 5, gaussian-exp-3 rho7";

  /// A sampler and the errors of the prototype; NaN where it has none.
  private record Column(String name, double... errors) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column(TWO_M, .349, .304, .226, .176, .134, .104),
          new Column(TWO_M_LOG, .316, .252, .204, .154, .125, .102),
          new Column(GEXP, .383, .206, .134, .115, .086, .061),
          new Column(JUMP_2, .371, .124, .084, .067, .045, .033),
          new Column(JUMP_3, Double.NaN, .306, .118, .046, .044, .022));

  @Override
  public String name() {
    return "gaussian-exponential";
  }

  @Override
  public String what() {
    return "The Gaussian-exponential solver beside DPM-Solver++(2M) on a mixture of 40 Gaussians"
        + " fitted to the digits, by evaluations";
  }

  @Override
  public String source() {
    return "this project's numpy prototype";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    Dataset digits = FittedMixture.scaled(DataSources.standard().open("digits"));
    watch.begin("fitting the mixture", 0);
    Distribution law =
        FittedMixture.of(digits, COMPONENTS, new CovarianceKind.Full(), key.child("fit"));
    List<NamedSampler> samplers = samplers(law.matchingGaussian());
    watch.begin("sampling", (long) samplers.size() * EVALUATIONS.size());
    SolverComparison comparison =
        new SolverComparison(
            law,
            SolverComparison.reference(TOP, BOTTOM),
            Optional.of(new Yardstick.Exact(law)),
            SAMPLES,
            SEEDS,
            Runtime.getRuntime().availableProcessors(),
            key);
    return switch (comparison.run(samplers, EVALUATIONS, watch.ofComparison())) {
      case Outcome.Completed<Comparison> done -> reproduced(done.result());
      case Outcome.Diverged<Comparison> d -> throw new IllegalStateException(d.message());
      case Outcome.Cancelled<Comparison> _ -> new Reproduced(List.of(), List.of(), "cancelled");
    };
  }

  private static List<NamedSampler> samplers(Gaussian gaussian) {
    RhoGrid rho = new RhoGrid(7);
    LogUniformGrid log = new LogUniformGrid();
    Start prior = new Start.Prior();
    Start jump = new Start.Teleport(gaussian, TOP, Start.Teleport.Mode.ODE);
    return List.of(
        NamedSampler.of(TWO_M, new Dpmpp2M(), rho, BOTTOM, prior, TOP),
        NamedSampler.of(TWO_M_LOG, new Dpmpp2M(), log, BOTTOM, prior, TOP),
        NamedSampler.of(GEXP, new GaussianExponential(gaussian, 2), log, BOTTOM, prior, TOP),
        NamedSampler.of(JUMP_2, new GaussianExponential(gaussian, 2), rho, BOTTOM, jump, LANDING),
        NamedSampler.of(JUMP_3, new GaussianExponential(gaussian, 3), rho, BOTTOM, jump, LANDING));
  }

  private static Reproduced reproduced(Comparison found) {
    List<Check> checks = new ArrayList<>();
    for (Column column : COLUMNS) {
      for (int i = 0; i < EVALUATIONS.size(); i++) {
        int n = EVALUATIONS.get(i);
        double expected = column.errors()[i];
        checks.add(
            new Check(
                "Relative RMS error by seed: " + column.name(),
                n + " evaluations",
                found.standing(column.name(), n).error(),
                Double.isNaN(expected)
                    ? new Expected.Nothing()
                    : Expected.nearly(expected, OTHER_FIT, PROTOTYPE)));
      }
    }
    for (int n : List.of(8, 10, 12)) {
      checks.add(
          new Check(
              "Error of the jump with gaussian-exp-2 over that of dpmpp-2m on rho7",
              n + " evaluations",
              found.standing(JUMP_2, n).errorOver(found.standing(TWO_M, n)),
              Expected.atMost(.5, "half the evaluations at equal error, or half the error")));
    }
    for (Column column : COLUMNS) {
      for (int n : List.of(6, 10, 20)) {
        checks.add(
            new Check(
                "Sliced W2 from exact samples",
                "%s, %d evaluations".formatted(column.name(), n),
                found.standing(column.name(), n).metric("sliced-w2"),
                new Expected.Nothing()));
      }
    }
    checks.add(
        new Check(
            "Sliced W2 from exact samples",
            "exact samples",
            found.floor("sliced-w2"),
            new Expected.Nothing()));
    return new Reproduced(
        checks,
        List.of(
            figure(
                "A jump and the Gaussian-exponential solver halve the error",
                "relative RMS error",
                found,
                Comparison.Standing::error),
            figure(
                "What the set of samples makes of it",
                "sliced W2",
                found,
                s -> s.metric("sliced-w2"))),
        "digits at standard deviation 1/2, %d full Gaussians by EM and %s on every variance, %d seeds of %d samples"
            .formatted(COMPONENTS, FittedMixture.RIDGE, SEEDS, SAMPLES));
  }

  private static Figure figure(
      String title,
      String y,
      Comparison found,
      java.util.function.Function<Comparison.Standing, Estimate> value) {
    Vector x = Vector.generate(EVALUATIONS.size(), i -> EVALUATIONS.get(i));
    return new Figure(
        title,
        "By evaluations a sample.",
        "evaluations",
        y,
        Figure.Axes.LOG_LOG,
        COLUMNS.stream()
            .map(column ->
                Figure.Curve.of(
                    column.name(),
                    x,
                    EVALUATIONS.stream()
                        .map(n -> value.apply(found.standing(column.name(), n)))
                        .toList()))
            .toList());
  }
}
