package org.scorefield.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.DenoisingLoss;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;

class StackFitTest {
  private static final Shape SHAPE = Shape.vector(4);
  private static final StackPenalty NEXT_TO_NONE = new StackPenalty(1e-9, 0, OptionalInt.empty());

  private static Gaussian round(double variance) {
    return Gaussian.isotropic(SHAPE, Vector.of(1, -2, 0, 3), variance);
  }

  private static NamedDenoiser member(String name, Denoiser denoiser) {
    return new NamedDenoiser(name, denoiser);
  }

  private static Dataset rows(org.scorefield.analytic.Distribution law, long seed, int n) {
    return Dataset.of("rows", "none", law.sample(Noise.of(seed, n)));
  }

  private static Estimate weight(FittedStack fitted, int level, int member) {
    return fitted.levels().get(level).weights().getFirst().get(member);
  }

  /// In units of its standard error.
  private static double off(Estimate estimate, double truth) {
    return (estimate.value() - truth) / estimate.standardError();
  }

  @Test
  void twoWrongGaussiansMakeTheRightOne() {
    // Gains a/(a + s^2) of .4 and 3 lie on both sides of that of 1: w g1 + (1-w) g2 = g.
    List<NamedDenoiser> members = List.of(member("low", round(0.4)), member("high", round(3)));
    FittedStack fitted =
        StackFit.at(Vector.of(0.5, 1, 2))
            .with(NEXT_TO_NONE)
            .fit(members, rows(round(1), 1, 2000), Noise.of(2, 1));
    for (int l = 0; l < 3; l++) {
      double v = Math.pow(fitted.levels().get(l).sigma(), 2);
      double w = (1 / (1 + v) - 3 / (3 + v)) / (0.4 / (0.4 + v) - 3 / (3 + v));
      assertThat(off(weight(fitted, l, 0), w)).isBetween(-3.0, 3.0);
      assertThat(weight(fitted, l, 0).standardError()).isBetween(0.005, 0.1);
      assertThat(off(fitted.levels().get(l).loss(), v / (1 + v))).isBetween(-3.0, 3.0);
      assertThat(fitted.levels().get(l).mixed()).isTrue();
      assertThat(off(fitted.levels().get(l).gain(), 0)).isGreaterThan(4);
    }
  }

  @Test
  void independentErrorsAreWeightedByTheirInverseVariances() {
    Gaussian exact = round(1);
    List<NamedDenoiser> members =
        List.of(
            member("a", new Corrupted(exact, s -> 0.6, 7)),
            member("b", new Corrupted(exact, s -> 0.3, 8)),
            member("c", new Corrupted(exact, s -> 0.9, 9)));
    FittedStack fitted =
        StackFit.at(Vector.of(0.3, 1, 5))
            .with(NEXT_TO_NONE)
            .fit(members, rows(exact, 3, 2000), Noise.of(4, 1));
    double[] precisions = {1 / 0.36, 1 / 0.09, 1 / 0.81};
    double sum = precisions[0] + precisions[1] + precisions[2];
    for (int l = 0; l < 3; l++) {
      double v = Math.pow(fitted.levels().get(l).sigma(), 2);
      for (int j = 0; j < 3; j++) {
        assertThat(off(weight(fitted, l, j), precisions[j] / sum)).isBetween(-3.5, 3.5);
      }
      assertThat(off(fitted.levels().get(l).loss(), v / (1 + v) + 1 / sum)).isBetween(-3.0, 3.0);
    }
  }

  @Test
  void theExactDenoiserStandsAlone() {
    Gaussian exact = round(1);
    List<NamedDenoiser> members =
        List.of(member("noisy", new Corrupted(exact, s -> 0.3, 7)), member("exact", exact));
    FittedStack fitted =
        StackFit.at(Vector.of(0.3, 1, 5)).fit(members, rows(exact, 5, 1000), Noise.of(6, 1));
    for (int l = 0; l < 3; l++) {
      assertThat(weight(fitted, l, 1).value()).isGreaterThan(0.95);
    }
  }

  /// Thirty members that only add noise fit forty rows better than the exact one, but not rows that
  /// their weights were not fitted on.
  @Test
  void weightsAreNotAcceptedForFittingTheRowsThatJudgeThem() {
    Gaussian exact = round(1);
    List<NamedDenoiser> members = new ArrayList<>(List.of(member("exact", exact)));
    for (int j = 0; j < 30; j++) {
      members.add(member("noisy " + j, new Corrupted(exact, s -> 1.0, 100 + j)));
    }
    int mixed = 0;
    for (int seed = 0; seed < 10; seed++) {
      FittedStack fitted =
          StackFit.at(Vector.of(0.5, 1, 3))
              .with(NEXT_TO_NONE)
              .fit(members, rows(exact, 1000 + seed, 40), Noise.of(2000 + seed, 1));
      mixed += (int) fitted.levels().stream().filter(FittedStack.Level::mixed).count();
    }
    assertThat(mixed).isLessThanOrEqualTo(4);
  }

  /// What was found of pretrained networks: sound at low noise, worse than the Gaussian of the data
  /// at high noise. With an error c(sigma) of its own beside the exact mixture, least squares gives
  /// it the weight `D/(D + c^2)`, D the mean square between the exact denoiser and the Gaussian.
  @Test
  void aNetworkThatErrsAtHighNoiseIsUsedAtLowNoiseOnly() {
    GaussianMixture law = GaussianMixture.isotropic(Noise.of(11, 5).normal(SHAPE).times(1.5), 0.05);
    Gaussian matching = law.matchingGaussian();
    Denoiser network = new Corrupted(law, s -> 0.1 * s * s, 12);
    Vector sigmas = Vector.generate(11, k -> 0.1 * Math.pow(2, k));
    FittedStack fitted =
        StackFit.at(sigmas)
            .fit(
                List.of(member("gaussian", matching), member("network", network)),
                rows(law, 13, 2000),
                Noise.of(14, 1));
    Batch clean = law.sample(Noise.of(15, 4000));
    Batch white = Noise.of(16, 4000).normal(SHAPE);
    for (int l = 0; l < sigmas.size(); l++) {
      double sigma = sigmas.get(l);
      Batch x = clean.plus(white, sigma);
      Batch gap = law.denoise(x, sigma).minus(matching.denoise(x, sigma));
      double square =
          java.util.Arrays.stream(gap.shared()).map(v -> v * v).sum() / gap.shared().length;
      double theory = square / (square + 0.01 * Math.pow(sigma, 4));
      Estimate w = weight(fitted, l, 1);
      // Where a weight is below a per cent or so it is not worth a significant gain, and is 0.
      assertThat(w.value()).isCloseTo(theory, within(0.02 + 4 * w.standardError()));
    }
    assertThat(weight(fitted, 0, 1).value()).isGreaterThan(0.95);
    assertThat(weight(fitted, 10, 1).value()).isZero();
    assertThat(fitted.stack().skippedAbove(1).orElseThrow()).isBetween(1.0, 13.0);
    assertThat(fitted.stack().skippedAbove(0)).isEmpty();
  }

  /// Random members on random data: on fresh rows no stack loses to its best member by more than
  /// the measurement that it was fitted by could see.
  @Test
  void itIsNeverWorseThanItsBestMember() {
    int mixtures = 0;
    double sumOfGains = 0;
    for (int trial = 0; trial < 20; trial++) {
      Vector draw = Vector.adopt(Noise.of(100 + trial, 1).uniform(Shape.vector(8)).toArray());
      GaussianMixture law =
          GaussianMixture.isotropic(Noise.of(200 + trial, 3).normal(SHAPE), 0.1 + draw.get(0));
      List<NamedDenoiser> members =
          List.of(
              member("gaussian", law.matchingGaussian()),
              member("wrong", Gaussian.isotropic(SHAPE, law.mean(), 2 * draw.get(1))),
              member("network", new Corrupted(law, s -> 0.5 * draw.get(2) * s, trial)),
              member("other", new Corrupted(law, s -> draw.get(3), 1000 + trial)));
      FittedStack fitted =
          StackFit.at(Vector.of(0.2, 0.6, 2, 6))
              .fit(
                  members, rows(law, 300 + trial, trial % 2 == 0 ? 100 : 1000), Noise.of(trial, 1));
      Dataset fresh = rows(law, 400 + trial, 1500);
      for (FittedStack.Level level : fitted.levels()) {
        DenoisingLoss loss = new DenoisingLoss(1500);
        Noise noise = Noise.of(500 + trial, 1);
        double best =
            members.stream()
                .mapToDouble(m -> loss.measure(m.denoiser(), fresh, level.sigma(), noise).value())
                .min()
                .orElseThrow();
        double stack = loss.measure(fitted.stack(), fresh, level.sigma(), noise).value();
        double blur = level.memberLosses().get(level.best()).standardError();
        assertThat(stack)
            .as("trial " + trial + " at " + level.sigma())
            .isLessThan(best + 0.5 * blur);
        sumOfGains += (best - stack) / best;
        mixtures += level.mixed() ? 1 : 0;
      }
    }
    assertThat(mixtures).isBetween(8, 72);
    assertThat(sumOfGains).isPositive();
  }

  /// 200 fits: intervals of two standard errors hold the true weight about 19 times in 20.
  @Test
  void standardErrorsOfTheWeightsHold() {
    Gaussian exact = round(1);
    double truth = (1 / 0.25) / (1 / 0.25 + 1 / 0.16);
    int held = 0;
    double mean = 0;
    double squares = 0;
    double claimed = 0;
    int fits = 200;
    for (int trial = 0; trial < fits; trial++) {
      FittedStack fitted =
          StackFit.at(Vector.of(0.8))
              .with(NEXT_TO_NONE)
              .fit(
                  List.of(
                      member("a", new Corrupted(exact, s -> 0.5, 2 * trial)),
                      member("b", new Corrupted(exact, s -> 0.4, 2 * trial + 1))),
                  rows(exact, 1000 + trial, 500),
                  Noise.of(trial, 1));
      Estimate w = weight(fitted, 0, 0);
      held += Math.abs(off(w, truth)) < 2 ? 1 : 0;
      mean += w.value() / fits;
      squares += Math.pow(w.value() - truth, 2) / fits;
      assertThat(fitted.levels().getFirst().mixed()).isTrue();
      claimed += Math.pow(w.standardError(), 2) / fits;
    }
    // Binomial: 190 +- 3; a t distribution of 19 degrees takes another 3 or so.
    assertThat(held).as("claimed/actual variance " + claimed / squares).isBetween(178, 198);
    assertThat(mean).isCloseTo(truth, within(4 * Math.sqrt(squares / fits)));
    assertThat(claimed / squares).isBetween(0.75, 1.35);
  }

  /// Members that are all equally bad leave nothing to gain but luck; a verdict on the rows of the
  /// fit would report that luck.
  @Test
  void theReportedLossIsHonest() {
    Gaussian exact = round(1);
    double z = 0;
    int fits = 60;
    for (int trial = 0; trial < fits; trial++) {
      long seed = 10L * trial;
      List<NamedDenoiser> members =
          IntStream.range(0, 6)
              .mapToObj(
                  j -> member("m" + j, new Corrupted(exact, s -> j == 0 ? 0.3 : 0.7, seed + j)))
              .toList();
      FittedStack fitted =
          StackFit.at(Vector.of(1)).fit(members, rows(exact, 2000 + trial, 24), Noise.of(trial, 1));
      double reported = fitted.levels().getFirst().loss().value();
      double spread = fitted.levels().getFirst().loss().standardError();
      double actual = 0.5;
      Vector w = fitted.stack().curves().getFirst().at(1);
      for (int j = 0; j < 6; j++) {
        actual += Math.pow(w.get(j) * (j == 0 ? 0.3 : 0.7), 2);
      }
      z += (reported - actual) / spread / Math.sqrt(fits);
    }
    // Fitted on half the rows, it may be a little too high, never too low.
    assertThat(z).isBetween(-2.5, 5.0);
  }

  @Test
  void lossesAreThoseOfTheMetric() {
    Dataset data = rows(round(1), 21, 300);
    Noise noise = Noise.of(22, 1);
    List<NamedDenoiser> members = List.of(member("a", round(0.4)), member("b", round(3)));
    FittedStack.Level level =
        StackFit.at(Vector.of(0.7)).fit(members, data, noise).levels().getFirst();
    for (int j = 0; j < 2; j++) {
      Estimate expected =
          new DenoisingLoss(1000).measure(members.get(j).denoiser(), data, 0.7, noise);
      assertThat(level.memberLosses().get(j).value()).isCloseTo(expected.value(), within(1e-14));
      assertThat(level.memberLosses().get(j).standardError())
          .isCloseTo(expected.standardError(), within(1e-14));
    }
  }

  @Test
  void membersThatAgreeAreLeftToTheFirst() {
    List<NamedDenoiser> same = List.of(member("cheap", round(1)), member("dear", round(1)));
    Dataset data = rows(round(1), 31, 200);
    FittedStack first = StackFit.at(Vector.of(0.5, 2)).fit(same, data, Noise.of(1, 1));
    assertThat(weight(first, 0, 0).value()).isEqualTo(1);
    assertThat(first.stack().skippedAbove(1)).hasValue(0);
  }

  @Test
  void fourRowsOfOnePointAreEnough() {
    Gaussian point = round(0);
    Dataset data = rows(point, 1, 4);
    FittedStack fitted =
        StackFit.at(Vector.of(0.5, 2, 7))
            .fit(List.of(member("a", round(1)), member("point", point)), data, Noise.of(1, 1));
    Batch x = data.rows(0, 2).plus(Noise.of(3, 2).normal(SHAPE));
    assertThat(fitted.stack().denoise(x, 1)).isEqualTo(data.rows(0, 2));
    for (FittedStack.Level level : fitted.levels()) {
      assertThat(level.loss().value()).isZero();
      assertThat(level.best()).isEqualTo(1);
    }
  }

  @Test
  void theRidgeLeansTowardTheStatedMember() {
    List<NamedDenoiser> members = List.of(member("low", round(0.4)), member("high", round(3)));
    Dataset data = rows(round(1), 41, 1000);
    double[] weights =
        IntStream.range(0, 2)
            .mapToDouble(j -> {
              StackPenalty heavy = new StackPenalty(0.1, 0, OptionalInt.of(j));
              return weight(
                      StackFit.at(Vector.of(1)).with(heavy).fit(members, data, Noise.of(1, 1)),
                      0,
                      0)
                  .value();
            })
            .toArray();
    double free =
        weight(
                StackFit.at(Vector.of(1)).with(NEXT_TO_NONE).fit(members, data, Noise.of(1, 1)),
                0,
                0)
            .value();
    assertThat(weights[0]).isGreaterThan(free + 0.05);
    assertThat(weights[1]).isLessThan(free - 0.05);
  }

  @Test
  void smoothnessTakesTheNoiseOutOfTheCurve() {
    Gaussian exact = round(1);
    List<NamedDenoiser> members =
        List.of(
            member("a", new Corrupted(exact, s -> 0.8, 3)),
            member("b", new Corrupted(exact, s -> 0.8, 4)));
    Vector sigmas = Vector.generate(12, k -> 0.3 * Math.pow(1.5, k));
    Dataset data = rows(exact, 51, 80);
    double[] bends =
        java.util.stream.DoubleStream.of(0, 1e-2)
            .map(smoothness -> {
              FittedStack fitted =
                  StackFit.at(sigmas)
                      .with(new StackPenalty(1e-9, smoothness, OptionalInt.empty()))
                      .fit(members, data, Noise.of(5, 1));
              double sum = 0;
              for (int l = 1; l < 11; l++) {
                double bend =
                    weight(fitted, l - 1, 0).value()
                        - 2 * weight(fitted, l, 0).value()
                        + weight(fitted, l + 1, 0).value();
                sum += fitted.levels().get(l).mixed() ? bend * bend : 0;
              }
              return sum;
            })
            .toArray();
    assertThat(bends[1]).isLessThan(0.2 * bends[0]);
  }

  @Test
  void eachBandFindsItsOwnWeight() {
    // In one direction the data have variance 4, in the others 1; each member is right in one part.
    Matrix axis = Matrix.identity(4).leadingColumns(1);
    Vector mean = Vector.of(0, 0, 0, 0);
    Gaussian law = new Gaussian(SHAPE, mean, axis, Vector.of(4), 1);
    List<NamedDenoiser> members =
        List.of(
            member("ones", Gaussian.isotropic(SHAPE, mean, 1)),
            member("fours", Gaussian.isotropic(SHAPE, mean, 4)));
    Bands bands = new Bands(axis, List.of(1));
    Dataset data = rows(law, 61, 3000);
    StackFit fit = StackFit.at(Vector.of(1, 2)).with(NEXT_TO_NONE);
    FittedStack banded = fit.with(bands).fit(members, data, Noise.of(6, 1));
    FittedStack plain = fit.fit(members, data, Noise.of(6, 1));
    for (int l = 0; l < 2; l++) {
      List<List<Estimate>> weights = banded.levels().get(l).weights();
      assertThat(weights.get(0).get(1).value()).isGreaterThan(0.9);
      assertThat(weights.get(1).get(0).value()).isGreaterThan(0.9);
      double v = Math.pow(banded.levels().get(l).sigma(), 2);
      double optimum = (4 * v / (4 + v) + 3 * v / (1 + v)) / 4;
      assertThat(off(banded.levels().get(l).loss(), optimum)).isBetween(-3.0, 3.0);
      assertThat(banded.levels().get(l).loss().value())
          .isLessThan(plain.levels().get(l).loss().value());
    }
    assertThat(banded.stack().bands()).isEqualTo(Optional.of(bands));
  }

  @Test
  void badMembersAreNamed() {
    Dataset data = rows(round(1), 71, 20);
    StackFit fit = StackFit.at(Vector.of(0.5, 2));
    Noise noise = Noise.of(1, 1);
    Denoiser broken = new Corrupted(round(1), s -> s > 1 ? Double.NaN : 0, 1);
    assertThatThrownBy(
            () -> fit.fit(List.of(member("good", round(1)), member("broken", broken)), data, noise))
        .hasMessageContaining("'broken'")
        .hasMessageContaining("sigma = 2.0");
    NamedDenoiser wide = member("wide", Gaussian.isotropic(Shape.vector(2), Vector.of(0, 0), 1));
    assertThatThrownBy(() -> fit.fit(List.of(member("good", round(1)), wide), data, noise))
        .hasMessageContaining("wide has 2");
    assertThatThrownBy(() -> fit.fit(List.of(wide), data, noise))
        .hasMessageContaining("rows has shape 4");
    List<NamedDenoiser> one = List.of(member("good", round(1)));
    assertThatThrownBy(() -> fit.fit(one, rows(round(1), 1, 3), noise))
        .hasMessageContaining("at least 4 held-out rows");
    assertThatThrownBy(
            () -> fit.with(new StackPenalty(1, 0, OptionalInt.of(1))).fit(one, data, noise))
        .hasMessageContaining("number 1 of 1");
    assertThatThrownBy(() -> new StackPenalty(0, 0, OptionalInt.empty()))
        .hasMessageContaining("ridge must be positive");
    assertThatThrownBy(() -> new StackPenalty(1, -1, OptionalInt.empty()))
        .hasMessageContaining("smoothness");
  }
}
