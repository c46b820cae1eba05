package org.scorefield.reproduce;

import static org.scorefield.convex.Activation.ABSOLUTE;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.line.GaussianLangevin;
import org.scorefield.convex.line.GaussianLaplace;
import org.scorefield.convex.line.LineLaw;
import org.scorefield.convex.line.LineScore;
import org.scorefield.convex.line.LineSolution;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.solver.LangevinChain;
import org.scorefield.sampling.solver.Ula;

/// Laws that networks on the line have learned, in closed form and by Langevin dynamics.
final class LineLaws {
  private static final Shape LINE = Shape.vector(1);
  private static final double STEP = .5;
  private static final double VARIANCE = 1.7;

  private LineLaws() {}

  static List<Check> checks(NoiseKey key) {
    List<Check> checks = new ArrayList<>();
    tails(checks, key.child("tails"));
    chain(checks, key.child("chain"));
    return checks;
  }

  /// The Gaussian with exponential tails that absolute values learn of -1, 0, 1 at beta 2.
  private static void tails(List<Check> checks, NoiseKey key) {
    String table = "The law that |.| learns of -1, 0, 1 at beta 2";
    GaussianLaplace law = GaussianLaplace.learned(LinePrograms.THREE, 2);
    double variance = 8.280237;
    List<Check> closed =
        List.of(
            Check.exact(table, "normaliser", law.normaliser(), near(4.960327158, 1e-9)),
            Check.exact(table, "variance", law.variance(), near(variance, 1e-6)),
            Check.exact(table, "mean of |x|", meanSize(), near(2.062446, 1e-6)),
            Check.exact(
                table,
                "share outside of the data",
                law.cdf(-1) + 1 - law.cdf(1),
                Expected.near(
                    4 * Math.exp(-.25) / law.normaliser(), 1e-12, "by hand: 4 e^(-1/4) / Z")));
    checks.addAll(closed);
    LineSolution learned = LinePrograms.matching(LinePrograms.THREE, ABSOLUTE, false, 2).solve();
    for (double x : new double[] {-5, 5}) {
      checks.add(
          Check.exact(
              table,
              "score of the network at " + x,
              learned.network().score(Batch.ofRows(LINE, new double[] {x})).get(0, 0),
              Expected.near(-Math.signum(x) / 2, 1e-6, "by hand")));
    }
    Batch end = langevin(learned.score().denoiser(1), 2000, .1, new Noise(key, 0, 20_000));
    checks.add(
        new Check(
            table,
            "variance of 20000 Langevin chains of 2000 moves of 0.1",
            variance(end),
            Expected.nearly(variance, .03, "closed form; the moves are finite")));
  }

  private static Expected near(double value, double tolerance) {
    return Expected.near(value, tolerance, LinePrograms.PROGRAM);
  }

  /// `E |x|`, whose kink at 0 is made a knot of the score.
  private static double meanSize() {
    LineScore score =
        new LineScore(Vector.of(-1, 0, 1), Vector.of(.5, 0, -.5), Vector.of(0, -.5, -.5, 0));
    return new LineLaw(score).expectation(Math::abs);
  }

  /// A step of finite size leaves a variance that is known.
  private static void chain(List<Check> checks, NoiseKey key) {
    String table = "Unadjusted Langevin on a Gaussian of variance 1.7, moves of 0.5";
    checks.add(
        Check.exact(
            table,
            "stationary variance",
            new GaussianLangevin(0, VARIANCE, STEP).stationaryVariance(),
            near(1.834921, 1e-6)));
    Denoiser law = Gaussian.isotropic(LINE, Vector.of(0), VARIANCE - .04);
    Batch end =
        new LangevinChain(new Ula(), 60, STEP)
            .run(law, Batch.zeros(LINE, 50_000), .2, new Noise(key, 0, 50_000))
            .state();
    checks.add(
        new Check(
            table,
            "variance of 50000 chains",
            variance(end),
            Expected.nearly(1.834921, .015, LinePrograms.PROGRAM)));
  }

  private static Batch langevin(Denoiser model, int moves, double size, Noise noise) {
    return new LangevinChain(new Ula(), moves, size)
        .run(model, Batch.zeros(LINE, noise.count()), 1, noise)
        .state();
  }

  /// The variance of independent chains, with the standard error that their fourth moment gives.
  static Estimate variance(Batch end) {
    double[] x = end.shared();
    double mean = Estimate.mean(x).value();
    double[] squares = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      squares[i] = (x[i] - mean) * (x[i] - mean);
    }
    return Estimate.mean(squares);
  }
}
