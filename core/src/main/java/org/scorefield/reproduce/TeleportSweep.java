package org.scorefield.reproduce;

import org.scorefield.design.StageWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.design.Comparison;
import org.scorefield.design.NamedSampler;
import org.scorefield.design.SolverComparison;
import org.scorefield.design.Yardstick;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// What a closed-form start costs by the level it lands on, with nothing else in the way: the exact
/// denoiser of a 20-component mixture, and a grid so fine that the discretisation does not count.
///
/// Three views of the same cost. The divergence in nats, which no sampler can undo. The distance of
/// each final sample from the one that the full run gives for its seed (jump along the ODE). The
/// sliced Wasserstein distance of the set from exact samples (jump to the exact law), beside what
/// exact samples score themselves.
final class TeleportSweep implements Reproduction {
  private static final double TOP = 80;
  private static final double BOTTOM = 0.002;
  private static final int STEPS = 128;
  private static final int SAMPLES = 128;
  private static final int SEEDS = 4;
  private static final int KL_SAMPLES = 40_000;

  private static final String ORACLE =
      "independent program (numpy, RK4, other noise), within 3 of its errors";
  private static final String LAW = "holds for every law";

  /// A level, and what the independent program found there with 60,000 and 1,024 samples.
  private record Level(double sigma, double kl, double klError, double error, double errorError) {

    Expected divergence() {
      return Expected.near(kl, Expected.CHANCE * klError, ORACLE);
    }

    Expected distance() {
      return Expected.near(error, Expected.CHANCE * errorError, ORACLE);
    }
  }

  private static final List<Level> LEVELS =
      List.of(
          new Level(40, 6.2e-5, 4.7e-5, .0094, .0041),
          new Level(28, 5.25e-4, 1.28e-4, .0207, .0045),
          new Level(20, .00294, 3.1e-4, .0389, .0048),
          new Level(12.9, .0211, 8.5e-4, .0769, .0051),
          new Level(8.4, .1116, .0021, .1280, .0056),
          new Level(5.3, .5027, .0046, .1813, .0054),
          new Level(3.26, 1.7686, .0085, .2379, .0048));

  @Override
  public String name() {
    return "teleport-sweep";
  }

  @Override
  public String what() {
    return "What a closed-form start costs by the level it lands on: KL, error by seed, sliced W2,"
        + " for an exact 20-component mixture";
  }

  @Override
  public String source() {
    return "Wang and Vastola 2311.10892 for the start; the figures by an independent numpy program"
        + " with Runge-Kutta steps on the same law";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, StageWatch watch) {
    GaussianMixture law = PowerLawMixture.law();
    List<Estimate> kl = divergences(law, key, watch);
    Optional<Comparison> found = compare(law, key, watch);
    if (found.isEmpty()) {
      return new Reproduced(List.of(), List.of(), "cancelled");
    }
    List<Estimate> rms = by(found.get(), Start.Teleport.Mode.ODE, Comparison.Standing::error);
    List<Estimate> distance =
        by(found.get(), Start.Teleport.Mode.EXACT, s -> s.metric("sliced-w2"));
    List<Check> checks = new ArrayList<>();
    checkDivergence(kl, checks);
    checkErrors(rms, checks);
    checkDistance(distance, found.get(), checks);
    return new Reproduced(
        checks,
        List.of(
            figure("The divergence rises without a threshold", "KL, nats", kl, Level::kl),
            figure(
                "The further the jump, the less it is the same sample",
                "relative RMS error",
                rms,
                Level::error),
            distances(distance, found.get())),
        "%d components, d = %d, spectrum k^-1.5, %d seeds of %d samples, %d steps"
            .formatted(
                PowerLawMixture.COMPONENTS, PowerLawMixture.DIMENSION, SEEDS, SAMPLES, STEPS));
  }

  private static List<Estimate> divergences(GaussianMixture law, NoiseKey key, StageWatch watch) {
    Gaussian gaussian = law.matchingGaussian();
    watch.begin("divergence of each level", LEVELS.size());
    List<Estimate> kl = new ArrayList<>();
    for (Level level : LEVELS) {
      kl.add(
          new NoisyKl(KL_SAMPLES)
              .measure(law, gaussian, level.sigma(), new Noise(key.child("kl"), 0, 1)));
      watch.advance();
    }
    return kl;
  }

  private static Optional<Comparison> compare(GaussianMixture law, NoiseKey key, StageWatch watch) {
    Gaussian gaussian = law.matchingGaussian();
    TimeGrid grid = new RhoGrid(7).toZero(STEPS, TOP, BOTTOM);
    Sampler reference = new Sampler(grid, new Ipndm(4), new Start.Prior());
    List<NamedSampler> jumps = new ArrayList<>();
    for (Start.Teleport.Mode mode : Start.Teleport.Mode.values()) {
      for (Level level : LEVELS) {
        Sampler jump =
            new Sampler(
                grid.from(level.sigma()), new Ipndm(4), new Start.Teleport(gaussian, TOP, mode));
        jumps.add(NamedSampler.fixed(name(mode, level.sigma()), jump));
      }
    }
    watch.begin("sampling from each level", jumps.size());
    SolverComparison comparison =
        new SolverComparison(
            law,
            reference,
            Optional.of(new Yardstick.Exact(law)),
            SAMPLES,
            SEEDS,
            Runtime.getRuntime().availableProcessors(),
            key);
    return switch (comparison.run(jumps, List.of(STEPS), watch.ofComparison())) {
      case Outcome.Completed<Comparison> c -> Optional.of(c.result());
      case Outcome.Diverged<Comparison> d -> throw new IllegalStateException(d.message());
      case Outcome.Cancelled<Comparison> _ -> Optional.empty();
    };
  }

  private static String name(Start.Teleport.Mode mode, double sigma) {
    return mode + " to " + sigma;
  }

  private static List<Estimate> by(
      Comparison found, Start.Teleport.Mode mode, Function<Comparison.Standing, Estimate> value) {
    List<Estimate> out = new ArrayList<>();
    for (Level level : LEVELS) {
      out.add(value.apply(found.standing(name(mode, level.sigma()), STEPS)));
    }
    return out;
  }

  private static void checkDivergence(List<Estimate> kl, List<Check> checks) {
    for (int i = 0; i < LEVELS.size(); i++) {
      Level level = LEVELS.get(i);
      checks.add(
          new Check("KL of the jump, nats", row(level.sigma()), kl.get(i), level.divergence()));
    }
  }

  private static void checkErrors(List<Estimate> rms, List<Check> checks) {
    for (int i = 0; i < LEVELS.size(); i++) {
      Level level = LEVELS.get(i);
      checks.add(
          new Check(
              "Relative RMS error of the final samples, by seed (jump along the ODE)",
              row(level.sigma()),
              rms.get(i),
              level.distance()));
    }
    checks.add(
        new Check(
            "What the error does",
            "at sigma_skip 40, where the KL is below .001",
            rms.getFirst(),
            Expected.atMost(.01, "a KL below .001 costs at most 1 % of the scale")));
    for (int i = 1; i < LEVELS.size(); i++) {
      checks.add(
          Check.exact(
              "What the error does",
              "grows from sigma %s to %s"
                  .formatted(LEVELS.get(i - 1).sigma(), LEVELS.get(i).sigma()),
              rms.get(i).value() - rms.get(i - 1).value(),
              Expected.atLeast(0, LAW)));
    }
  }

  private static void checkDistance(List<Estimate> distance, Comparison found, List<Check> checks) {
    String table = "Sliced W2 from exact samples (jump to the exact law)";
    Estimate floor = found.floor("sliced-w2");
    for (int i = 0; i < LEVELS.size(); i++) {
      Expected expected =
          i == 0
              ? Expected.near(
                  floor.value(),
                  Expected.CHANCE * floor.standardError(),
                  "what exact samples score: the jump is free at this level")
              : new Expected.Nothing();
      checks.add(new Check(table, row(LEVELS.get(i).sigma()), distance.get(i), expected));
    }
    checks.add(new Check(table, "exact samples", floor, new Expected.Nothing()));
  }

  private static String row(double sigma) {
    return "sigma_skip " + sigma;
  }

  private static Vector levels() {
    return Vector.generate(LEVELS.size(), i -> LEVELS.get(i).sigma());
  }

  private static Figure.Curve curve(String name, List<Estimate> values) {
    return Figure.Curve.of(name, levels(), values);
  }

  private static Figure figure(
      String title, String y, List<Estimate> values, ToDoubleFunction<Level> oracle) {
    Vector independent = Vector.generate(LEVELS.size(), i -> oracle.applyAsDouble(LEVELS.get(i)));
    return new Figure(
        title,
        "By the level the jump lands on.",
        "σ_skip",
        y,
        Figure.Axes.LOG_LOG,
        List.of(
            curve("measured", values),
            Figure.Curve.of("independent program", levels(), independent).asYardstick()));
  }

  private static Figure distances(List<Estimate> values, Comparison found) {
    double floor = found.floor("sliced-w2").value();
    return new Figure(
        "As a set, the samples stay good much longer",
        "Dashed: what exact samples score against exact samples.",
        "σ_skip",
        "sliced W2",
        Figure.Axes.LOG_X,
        List.of(
            curve("jump to the exact law", values),
            Figure.Curve.of("exact samples", levels(), Vector.generate(LEVELS.size(), _ -> floor))
                .asYardstick()));
  }
}
