package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;

class ClassLinearityTest {
  private static final Shape PLANE = Shape.vector(2);
  private static final Gaussian LEFT = Gaussian.isotropic(PLANE, Vector.of(-2, 0), 0.5);
  private static final Gaussian RIGHT = Gaussian.isotropic(PLANE, Vector.of(2, 0), 0.5);
  private static final GaussianMixture BOTH =
      new GaussianMixture(Vector.of(0.5, 0.5), List.of(LEFT, RIGHT));

  private static Labelled data(int each) {
    Batch rows =
        Batch.concat(List.of(LEFT.sample(Noise.of(1, each)), RIGHT.sample(Noise.of(2, each))));
    int[] labels = new int[2 * each];
    java.util.Arrays.fill(labels, each, 2 * each, 2);
    // Class 1 has no rows.
    return Labelled.of(Dataset.of("two", "none", rows), labels, 3);
  }

  /// The conditional model of a class that is Gaussian is its Gaussian: what is left is the error
  /// of fitting it, `O(1/n)`, and no closed-form start costs anything.
  @Test
  void theGaussianOfAClassExplainsItsConditionalModel() {
    List<ClassLinearity> classes =
        ClassLinearity.measure(
            new LinearityProbe(1000, 1),
            label -> new NamedDenoiser("class " + label, label == 0 ? LEFT : RIGHT),
            data(4000),
            BOTH.matchingGaussian(),
            2,
            Vector.of(0.5, 1, 2),
            NoiseKey.of(1));
    assertThat(classes).extracting(ClassLinearity::label).containsExactly(0, 2);
    for (ClassLinearity c : classes) {
      assertThat(c.rows()).isEqualTo(4000);
      for (Linearity.Residual r : c.linearity().of(ClassLinearity.OWN)) {
        assertThat(r.score().ratioOfMeans().value()).isLessThan(3e-3);
      }
      // The Gaussian of all data has mean 0 and variance 4.5 along x: far off.
      double sigma = 1;
      double along = Math.pow(4.5 / 5.5 - 0.5 / 1.5, 2) * (0.5 + sigma * sigma);
      double mean = Math.pow(2 * (4.5 / 5.5 - 1), 2);
      Linearity.Residual all = c.linearity().of(Surrogates.GAUSSIAN).get(1);
      assertThat(all.delta().value())
          .isCloseTo(along + mean, within(4 * all.delta().standardError()));
    }
  }

  /// The Gaussian that knows the class denoises better than the best model that does not.
  @Test
  void knowingTheClassBeatsGuessingIt() {
    List<ClassLinearity> classes =
        ClassLinearity.measure(
            new LinearityProbe(1000, 1),
            _ -> new NamedDenoiser("both", BOTH),
            data(4000),
            BOTH.matchingGaussian(),
            2,
            Vector.of(1.5, 3),
            NoiseKey.of(1));
    for (ClassLinearity c : classes) {
      Linearity.Residual own = c.linearity().of(ClassLinearity.OWN).getLast();
      assertThat(own.lossGap().value()).isLessThan(-3 * own.lossGap().standardError());
    }
  }
}
