package org.scorefield.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
  private static final int KL_SAMPLES = 4000;

  private static final String OURS =
      "prototype of this project's study (numpy, RK4, its own draw of the mixture); another draw may"
          + " differ by half";
  private static final String LAW = "holds for every law";

  /// Level, and the error by seed that the prototype found there; NaN where it did not look.
  private static final double[][] LEVELS = {
    {40, .0052},
    {28, Double.NaN},
    {20, .0707},
    {12.9, .149},
    {8.4, .279},
    {5.3, .442},
    {3.26, Double.NaN}
  };

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
    return "Wang and Vastola 2311.10892 (the start); figures of this project's numpy prototype";
  }

  @Override
  public Reproduced run(Optional<Dataset> data, NoiseKey key, ReproductionWatch watch) {
    GaussianMixture law = PowerLawMixture.of(key);
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
    checkErrors(rms, kl, checks);
    checkDistance(distance, found.get(), checks);
    return new Reproduced(
        checks,
        List.of(
            figure("The divergence rises without a threshold", "KL, nats", kl),
            figure(
                "The further the jump, the less it is the same sample", "relative RMS error", rms),
            distances(distance, found.get())),
        "%d components, d = %d, spectrum k^-1.5, %d seeds of %d samples, %d steps"
            .formatted(
                PowerLawMixture.COMPONENTS, PowerLawMixture.DIMENSION, SEEDS, SAMPLES, STEPS));
  }

  private static List<Estimate> divergences(
      GaussianMixture law, NoiseKey key, ReproductionWatch watch) {
    Gaussian gaussian = law.matchingGaussian();
    watch.begin("divergence of each level", LEVELS.length);
    List<Estimate> kl = new ArrayList<>();
    for (double[] level : LEVELS) {
      kl.add(
          new NoisyKl(KL_SAMPLES)
              .measure(law, gaussian, level[0], new Noise(key.child("kl"), 0, 1)));
      watch.advance();
    }
    return kl;
  }

  private static Optional<Comparison> compare(
      GaussianMixture law, NoiseKey key, ReproductionWatch watch) {
    Gaussian gaussian = law.matchingGaussian();
    TimeGrid grid = new RhoGrid(7).toZero(STEPS, TOP, BOTTOM);
    Sampler reference = new Sampler(grid, new Ipndm(4), new Start.Prior());
    List<NamedSampler> jumps = new ArrayList<>();
    for (Start.Teleport.Mode mode : Start.Teleport.Mode.values()) {
      for (double[] level : LEVELS) {
        Sampler jump =
            new Sampler(grid.from(level[0]), new Ipndm(4), new Start.Teleport(gaussian, TOP, mode));
        jumps.add(NamedSampler.fixed(name(mode, level[0]), jump));
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
      case org.scorefield.sampling.Outcome.Completed<Comparison> c -> Optional.of(c.result());
      case org.scorefield.sampling.Outcome.Diverged<Comparison> d ->
          throw new IllegalStateException(d.message());
      case org.scorefield.sampling.Outcome.Cancelled<Comparison> _ -> Optional.empty();
    };
  }

  private static String name(Start.Teleport.Mode mode, double sigma) {
    return mode + " to " + sigma;
  }

  private static List<Estimate> by(
      Comparison found, Start.Teleport.Mode mode, Function<Comparison.Standing, Estimate> value) {
    List<Estimate> out = new ArrayList<>();
    for (double[] level : LEVELS) {
      out.add(value.apply(found.standing(name(mode, level[0]), STEPS)));
    }
    return out;
  }

  private static void checkDivergence(List<Estimate> kl, List<Check> checks) {
    String table = "KL of the jump, nats";
    for (int i = 0; i < LEVELS.length; i++) {
      double sigma = LEVELS[i][0];
      Expected expected =
          sigma == 12.9
              ? Expected.nearly(.11, .5, OURS)
              : i == 0 ? new Expected.Nothing() : growth(kl.get(i - 1));
      checks.add(new Check(table, row(sigma), kl.get(i), expected));
    }
  }

  private static void checkErrors(List<Estimate> rms, List<Estimate> kl, List<Check> checks) {
    String table = "Relative RMS error of the final samples, by seed (jump along the ODE)";
    for (int i = 0; i < LEVELS.length; i++) {
      double sigma = LEVELS[i][0];
      double found = LEVELS[i][1];
      Expected expected =
          kl.get(i).value() < .001
              ? Expected.atMost(.01, "KL below .001 costs at most 1 % of the scale")
              : Double.isNaN(found) ? growth(rms.get(i - 1)) : Expected.nearly(found, .5, OURS);
      checks.add(new Check(table, row(sigma), rms.get(i), expected));
      if (i > 0) {
        Estimate before = rms.get(i - 1);
        checks.add(
            Check.exact(
                "Growth of that error from one level to the next",
                row(LEVELS[i - 1][0]) + " to " + row(sigma),
                rms.get(i).value() - before.value(),
                Expected.atLeast(0, LAW)));
      }
    }
  }

  private static void checkDistance(List<Estimate> distance, Comparison found, List<Check> checks) {
    String table = "Sliced W2 from exact samples (jump to the exact law)";
    Estimate floor = found.floor("sliced-w2");
    for (int i = 0; i < LEVELS.length; i++) {
      Expected expected =
          i == 0
              ? Expected.near(
                  floor.value(),
                  Expected.CHANCE * floor.standardError(),
                  "what exact samples score: the jump is free at this level")
              : new Expected.Nothing();
      checks.add(new Check(table, row(LEVELS[i][0]), distance.get(i), expected));
    }
    checks.add(new Check(table, "exact samples", floor, new Expected.Nothing()));
  }

  private static Expected growth(Estimate before) {
    return Expected.atLeast(before.value(), "grows as the level falls: " + LAW);
  }

  private static String row(double sigma) {
    return "sigma_skip " + sigma;
  }

  private static Vector levels() {
    return Vector.generate(LEVELS.length, i -> LEVELS[i][0]);
  }

  private static Figure.Curve curve(String name, List<Estimate> values) {
    return new Figure.Curve(
        name,
        levels(),
        Vector.generate(values.size(), i -> values.get(i).value()),
        Vector.generate(values.size(), i -> values.get(i).standardError()),
        false);
  }

  private static Figure figure(String title, String y, List<Estimate> values) {
    List<Figure.Curve> curves = new ArrayList<>(List.of(curve("measured", values)));
    if (y.startsWith("relative")) {
      curves.add(
          Figure.Curve.of("prototype", levels(), Vector.generate(LEVELS.length, i -> LEVELS[i][1]))
              .asYardstick());
    }
    return new Figure(
        title, "By the level the jump lands on.", "σ_skip", y, Figure.Axes.LOG_LOG, curves);
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
            Figure.Curve.of("exact samples", levels(), Vector.generate(LEVELS.length, _ -> floor))
                .asYardstick()));
  }
}
