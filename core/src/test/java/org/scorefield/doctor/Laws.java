package org.scorefield.doctor;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.wiring.ExactNetwork;
import org.scorefield.wiring.Wiring;

/// Exact laws of small pictures, with networks of them.
record Laws(Distribution law, long seed) {
  private static final Shape PICTURE = Shape.image(3, 4, 4);
  private static final int ROWS = 512;

  /// A mixture of random pictures in [-1, 1], each axis and each colour unlike the others.
  static Laws pictures(long seed) {
    NoiseKey key = NoiseKey.of(seed).child("law");
    List<Gaussian> components =
        IntStream.range(0, 4).mapToObj(c -> component(new Noise(key, c, 1))).toList();
    return new Laws(new GaussianMixture(Vector.of(0.4, 0.3, 0.2, 0.1), components), seed);
  }

  private static Gaussian component(Noise noise) {
    double[] u = noise.uniform(PICTURE).row(0);
    int d = PICTURE.size();
    Vector mean =
        Vector.generate(
            d,
            i ->
                0.8
                    * Math.sin(
                        (2 * u[i / 16] + i / 16)
                            + 1.5 * (i / 4 % 4) * u[3]
                            - 0.4 * (i % 4) * u[4]
                            + 3 * u[5]));
    return Gaussian.of(PICTURE, mean, Matrix.diagonal(d, i -> 1e-6 + 0.03 * u[i] * u[i] * u[i]));
  }

  Shape shape() {
    return law.shape();
  }

  double scale() {
    return law.matchingGaussian().scale();
  }

  Yardstick yardstick() {
    return new Yardstick(law.matchingGaussian());
  }

  Batch rows() {
    return law.sample(new Noise(NoiseKey.of(seed).child("rows"), 0, ROWS));
  }

  Diagnosis race(Wiring truth, Wiring stated, int evaluations) {
    return Race.run(
        stated.denoiser(new ExactNetwork(law, truth), false),
        Dataset.of("rows", "", rows()),
        yardstick(),
        evaluations,
        NoiseKey.of(seed));
  }

  /// Mean over levels of the logarithm of the ratio of losses of a network of one wiring when it is
  /// called by another, over when it is called rightly.
  double excess(Wiring truth, Wiring called) {
    Vector sigmas = Levels.of(truth, scale());
    Trial trial = new Trial(rows(), NoiseKey.of(seed).child("another"));
    Contender right = contender(truth, truth, trial, sigmas);
    Contender wrong = contender(truth, called, trial, sigmas);
    return IntStream.range(0, sigmas.size())
        .mapToDouble(
            level -> wrong.excess(right, level, 1e-4 * yardstick().loss(sigmas.get(level))).value())
        .average()
        .orElseThrow();
  }

  private Contender contender(Wiring truth, Wiring called, Trial trial, Vector sigmas) {
    Contender contender =
        new Contender(
            List.of(), called.denoiser(new ExactNetwork(law, truth), false), sigmas.size());
    for (int level = 0; level < sigmas.size(); level++) {
      contender.measure(trial, sigmas.get(level), level, ROWS);
    }
    return contender;
  }
}
