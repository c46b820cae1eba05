package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.analytic.ClassLaws;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.analytic.Moments;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;
import org.scorefield.data.Subset;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Start.ClassTeleport;
import org.scorefield.sampling.Start.Teleport;
import org.scorefield.sampling.Start.Teleport.Mode;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.TimeGrid;

/// A Gaussian for each class, and jumps in which each sample takes its own.
class ClassTeleportTest {
  private static final Shape SHAPE = Shape.vector(3);
  private static final double TOP = 80;
  private static final Labelled DATA = data();
  private static final ClassLaws LAWS = ClassLaws.fit(DATA, 3, NoiseKey.of(1));
  private static final List<Integer> CLASSES = List.of(2, 0, 1, 1, 0);

  /// Three classes of 60, 30 and 90 rows around other means, with other spreads.
  private static Labelled data() {
    int n = 180;
    Batch z = Noise.of(7, n).normal(SHAPE);
    double[] rows = new double[3 * n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % 6 == 0 ? 1 : i % 6 < 3 ? 0 : 2;
      for (int j = 0; j < 3; j++) {
        rows[3 * i + j] = 5 * (labels[i] - 1) * (j + 1) + (labels[i] + 1) * z.get(i, j);
      }
    }
    return Labelled.of(Dataset.of("three", "none", Batch.adopt(SHAPE, rows)), labels, 3);
  }

  @Test
  void eachGaussianHasTheMomentsOfItsClassAndTheMixtureThoseOfAllRows() {
    for (int c = 0; c < 3; c++) {
      int label = c;
      int[] rows = IntStream.range(0, DATA.size()).filter(i -> DATA.label(i) == label).toArray();
      Moments moments = Moments.of(Subset.of("class", DATA, rows));
      Gaussian law = LAWS.gaussians().get(c);
      assertThat(LAWS.frequencies().get(c)).isCloseTo(rows.length / 180.0, within(1e-15));
      for (int j = 0; j < 3; j++) {
        assertThat(law.mean().get(j)).isCloseTo(moments.mean().get(j), within(1e-12));
        assertThat(law.covariance().get(j, j))
            .isCloseTo(moments.covariance().get(j, j), within(1e-12));
      }
    }
    Moments all = Moments.of(DATA);
    Gaussian together = LAWS.mixture().matchingGaussian();
    for (int i = 0; i < 3; i++) {
      assertThat(together.mean().get(i)).isCloseTo(all.mean().get(i), within(1e-12));
      for (int j = 0; j < 3; j++) {
        assertThat(together.covariance().get(i, j))
            .isCloseTo(all.covariance().get(i, j), within(1e-11));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aSampleJumpsByTheGaussianOfItsClassWhateverItsBatch(Mode mode) {
    ClassTeleport start = new ClassTeleport(LAWS, CLASSES, TOP, mode);
    Noise noise = Noise.of(3, 13);
    Batch together = start.at(9, SHAPE, noise);
    for (int i = 0; i < 13; i++) {
      Gaussian own = LAWS.gaussians().get(CLASSES.get(i % 5));
      Noise alone = noise.slice(i, 1);
      assertThat(new Teleport(own, TOP, mode).at(9, SHAPE, alone))
          .isEqualTo(together.slice(i, 1))
          .isEqualTo(start.at(9, SHAPE, alone));
    }
    assertThat(start.at(9, SHAPE, Noise.of(3, 0)).count()).isZero();
  }

  /// A class-conditional model that is exact: each class a mixture of two. Its samples from the
  /// jump of their class end where the full runs of that class end; from the jump of all classes
  /// they do not.
  @Test
  void aConditionalModelIsJumpedIntoByClassOnly() {
    TimeGrid full = new LogUniformGrid().toMin(600, TOP, 0.05);
    TimeGrid tail = full.from(full.sigma(150));
    for (int c = 0; c < 3; c++) {
      GaussianMixture model = twoHalves(LAWS.gaussians().get(c));
      Noise noise = Noise.of(11, 40);
      Batch whole =
          new Sampler(full, new Heun(), new Start.Prior()).sample(model, noise).orElseThrow();
      ClassLaws bank =
          new ClassLaws(
              LAWS.frequencies(),
              IntStream.range(0, 3)
                  .mapToObj(k -> twoHalves(LAWS.gaussians().get(k)).matchingGaussian())
                  .toList());
      Start own = new ClassTeleport(bank, List.of(c), TOP, Mode.ODE);
      Start all = new Teleport(bank.mixture().matchingGaussian(), TOP, Mode.ODE);
      double byClass = distance(new Sampler(tail, new Heun(), own).sample(model, noise), whole);
      double byAll = distance(new Sampler(tail, new Heun(), all).sample(model, noise), whole);
      assertThat(byClass).isLessThan(0.05 * model.scale());
      assertThat(byAll).isGreaterThan(3 * byClass);
    }
  }

  private static GaussianMixture twoHalves(Gaussian law) {
    List<Gaussian> halves = new ArrayList<>();
    for (int sign = -1; sign <= 1; sign += 2) {
      double shift = sign * 0.5 * Math.sqrt(law.variances().get(0));
      Vector mean = Vector.generate(3, j -> law.mean().get(j) + shift * law.basis().get(j, 0));
      halves.add(new Gaussian(SHAPE, mean, law.basis(), law.variances(), 0));
    }
    return new GaussianMixture(Vector.of(0.5, 0.5), halves);
  }

  private static double distance(Outcome<Batch> run, Batch whole) {
    double squares = 0;
    for (double v : run.orElseThrow().minus(whole).shared()) {
      squares += v * v;
    }
    return Math.sqrt(squares / whole.shared().length);
  }

  @Test
  void classesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new ClassTeleport(LAWS, List.of(3), TOP, Mode.ODE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new ClassTeleport(LAWS, List.of(), TOP, Mode.ODE))
        .hasMessageContaining("class of at least one sample");
    Labelled empty = Labelled.of(DATA, new int[180], 2);
    assertThatThrownBy(() -> ClassLaws.fit(empty, 3, NoiseKey.of(1)))
        .hasMessageContaining("class 1 of three has 0 rows")
        .hasMessageContaining("leave the class out");
  }
}
