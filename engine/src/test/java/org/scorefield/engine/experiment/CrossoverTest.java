package org.scorefield.engine.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.budget.Decision.Verdict;
import org.scorefield.budget.EpsilonLoss;
import org.scorefield.budget.LineMixture;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.Schemes;
import org.scorefield.data.Dataset;
import org.scorefield.engine.experiment.TrainConfig.Assignment;
import org.scorefield.experiment.CrossoverResult;
import org.scorefield.experiment.CrossoverResult.Contest;
import org.scorefield.experiment.CrossoverResult.Premise;
import org.scorefield.experiment.CrossoverResult.Trial;
import org.scorefield.experiment.Progress;
import org.scorefield.metric.Estimate;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.wiring.LevelRange;

class CrossoverTest {
  private static final Shape LINE = Shape.vector(1);
  private static final GaussianMixture LAW =
      new GaussianMixture(
          Vector.of(0.3, 0.7),
          List.of(
              Gaussian.isotropic(LINE, Vector.of(-1), 0.01),
              Gaussian.isotropic(LINE, Vector.of(0.6), 0.04)));
  private static final SpeedSource SOURCE = new SpeedSource.Drawn("two Gaussians", LAW);
  private static final LevelRange RANGE = new LevelRange(5, 0.02, new LogUniformGrid());
  private static final NoiseKey KEY = NoiseKey.of(4);

  private static Contest exactScore() {
    StageLosses.Curves curves = StageLosses.of(SOURCE, RANGE, KEY).of(LAW);
    RealisedErrors errors = RealisedErrors.of(SOURCE, 400, RANGE.sigmaMin(), KEY);
    return new CrossoverContest(RANGE, List.of(10), errors).of(LAW, curves, _ -> {}).getFirst();
  }

  private static void predicts(Trial trial, double expected) {
    Estimate e = trial.predicted();
    // Measured losses are interpolated between levels, to about 0.003.
    assertThat(e.value())
        .as(trial.grid() + ", " + trial.noise())
        .isCloseTo(expected, within(4 * e.standardError() + 0.003));
    assertThat(e.standardError()).isLessThan(0.05);
  }

  private static void happens(Trial trial, double divergence) {
    assertThat(trial.realised().getFirst().value())
        .as(trial.grid() + ", " + trial.noise())
        .isCloseTo(divergence, within(0.02 * divergence));
    assertThat(trial.realised().getFirst().standardError()).isZero();
  }

  /// Path divergences from the exact Fisher information, and divergences of the samples from the
  /// propagated density, of an independent program, for the exact score of this very mixture.
  @Test
  void withTheExactScorePredictionsAndErrorsAreThoseOfTheMixture() {
    Contest contest = exactScore();
    String edm = Schemes.EDM.name();
    String song = Schemes.SONG.name();
    double base = 0.87058;
    predicts(contest.trial(edm, NoiseChoice.DDPM), 2.40388 - base);
    predicts(contest.trial(edm, NoiseChoice.BEST), 0.21831 - base);
    predicts(contest.trial(song, NoiseChoice.FROZEN_SCORE), 0.951394 - base);
    predicts(contest.trial(song, NoiseChoice.DDPM), 1.7506 - base);
    predicts(contest.trial(song, NoiseChoice.BEST), 0.213763 - base);
    assertThat(contest.trial(edm, NoiseChoice.FROZEN_SCORE).predicted().value()).isZero();
    happens(contest.trial(edm, NoiseChoice.FROZEN_SCORE), 0.09676);
    happens(contest.trial(edm, NoiseChoice.DDPM), 0.08095);
    happens(contest.trial(edm, NoiseChoice.BEST), 0.03013);
    happens(contest.trial(song, NoiseChoice.FROZEN_SCORE), 0.09074);
    happens(contest.trial(song, NoiseChoice.DDPM), 0.06828);
    happens(contest.trial(song, NoiseChoice.BEST), 0.02774);
  }

  /// Known of this mixture: the path divergence prefers EDM's grid for the plain scheme, and the
  /// samples the exponential one. Nothing else would show that the two are told apart.
  @Test
  void theLossAndTheSamplesNeedNotAgree() {
    CrossoverResult.Duel duel = exactScore().duel(NoiseChoice.FROZEN_SCORE);
    assertThat(duel.foretold()).isEqualTo(Verdict.FIRST);
    assertThat(duel.found(0)).isEqualTo(Verdict.SECOND);
    assertThat(duel.realised().getFirst().value()).isCloseTo(0.09676 - 0.09074, within(2e-4));
  }

  @Test
  void theExactScoreHasNoErrorAndTheRuleThenAsksForExponentialLevels() {
    Premise premise = exactScore().premise().orElseThrow();
    assertThat(premise.score().value()).isCloseTo(0, within(1e-12));
    assertThat(premise.rule()).isEqualTo(Verdict.SECOND);
    // The path divergence less what the start has of it.
    double discretisation = 0.87058 - 4.15894e-4;
    Estimate found = premise.discretisation();
    assertThat(found.value()).isCloseTo(discretisation, within(4 * found.standardError() + 0.003));
  }

  /// A grid that is optimal for a step noise is the one with the least predicted error at it, up to
  /// what chance did to the losses that it was optimised on.
  @Test
  void optimisedGridsArePredictedToBeBestAtTheirNoise() {
    Contest contest = exactScore();
    for (NoiseChoice noise : List.of(NoiseChoice.FROZEN_SCORE, NoiseChoice.BEST)) {
      double own = contest.trial(CrossoverResult.optimised(noise), noise).predicted().value();
      contest.trials().stream()
          .filter(t -> t.noise() == noise)
          .forEach(t -> assertThat(own).isLessThan(t.predicted().value() + 0.01));
    }
  }

  /// The score's part of the path divergence of a model that answers 0: `sum x_k (q_k)/2` with the
  /// exact q, by quadrature.
  @Test
  void theScorePartIsTheExcessAtTheLevelsOfTheScheme() {
    Gaussian wrong = Gaussian.isotropic(LINE, Vector.of(0.12), 0.2);
    StageLosses.Curves curves = StageLosses.of(SOURCE, RANGE, KEY).of(wrong);
    RealisedErrors errors = RealisedErrors.of(SOURCE, 400, RANGE.sigmaMin(), KEY);
    Contest contest =
        new CrossoverContest(RANGE, List.of(6), errors).of(wrong, curves, _ -> {}).getFirst();
    LineMixture exact = LineMixture.of(LAW);
    EpsilonLoss loss = exact.loss(wrong);
    Vector levels = Schemes.EDM.rule().levels(7, 5, 0.02);
    double expected = 0;
    for (int k = 0; k < 6; k++) {
      double removed = 1 - Math.pow(levels.get(k + 1) / levels.get(k), 2);
      expected += removed / 2 * (loss.at(levels.get(k)) - exact.at(levels.get(k)));
    }
    Estimate found = contest.premise().orElseThrow().score();
    assertThat(found.value()).isCloseTo(expected, within(4 * found.standardError() + 0.002));
    assertThat(found.value()).isGreaterThan(10 * found.standardError());
  }

  /// Two ways to one number: the distance from the propagated density, and from samples.
  @Test
  void samplesHaveTheDistanceOfTheirExactLaw() {
    SampledErrors sampled = SampledErrors.of(SOURCE, 40_000, RANGE.sigmaMin(), KEY);
    RealisedErrors exact = RealisedErrors.of(SOURCE, 400, RANGE.sigmaMin(), KEY);
    var scheme =
        NoiseChoice.FROZEN_SCORE.on(
            "rho 7", Schemes.EDM.rule().toMin(6, 5, 0.02), LineMixture.of(LAW));
    Estimate drawn = sampled.of(scheme, LAW).means().getFirst();
    double known = exact.of(scheme, LAW).means().get(1).value();
    assertThat(known).isGreaterThan(10 * drawn.standardError());
    assertThat(drawn.value()).isCloseTo(known, within(4 * drawn.standardError()));
  }

  /// Samplers start from the same noise and draw the same, so their differences are sharper than
  /// their errors.
  @Test
  void differencesOfSamplersAreSharperThanTheirErrors() {
    SampledErrors errors = SampledErrors.of(SOURCE, 8000, RANGE.sigmaMin(), KEY);
    LineMixture loss = LineMixture.of(LAW);
    RealisedErrors.Errors edm = of(errors, Schemes.EDM, loss);
    RealisedErrors.Errors near =
        of(
            errors,
            Schemes.RULES.stream()
                .filter(r -> r.name().equals("rho 5.3"))
                .findFirst()
                .orElseThrow(),
            loss);
    double apart = edm.minus(near).getFirst().standardError();
    assertThat(apart).isLessThan(0.7 * edm.means().getFirst().standardError());
  }

  private static RealisedErrors.Errors of(
      SampledErrors errors, Schemes.NamedRule rule, EpsilonLoss loss) {
    return errors.of(
        NoiseChoice.FROZEN_SCORE.on(rule.name(), rule.rule().toMin(10, 5, 0.02), loss), LAW);
  }

  /// Rows of the data with noise are as far from others as the real ones that are taken away.
  @Test
  void realRowsAreAtNoDistance() {
    Dataset rows = Dataset.of("rows", "none", LAW.sample(Noise.of(1, 4000)));
    Dataset others = Dataset.of("others", "none", LAW.sample(Noise.of(2, 1000)));
    SampledErrors errors = SampledErrors.of(new SpeedSource.Rows(rows, others), 2000, 0.02, KEY);
    var fine =
        NoiseChoice.FROZEN_SCORE.on(
            "fine", new LogUniformGrid().toMin(300, 5, 0.02), LineMixture.of(LAW));
    Estimate found = errors.of(fine, LAW).means().getFirst();
    assertThat(found.value()).isCloseTo(0, within(4 * found.standardError() + 1e-3));
  }

  private static CrossoverExperiment experiment(Map<String, Assignment> options) {
    SpeedSource few =
        new SpeedSource.Rows(
            Dataset.of("rows", "none", LAW.sample(Noise.of(1, 400))),
            Dataset.of("others", "none", LAW.sample(Noise.of(2, 120))));
    TrainConfig<?> config = TrainConfig.of("mlp", few.train(0), Optional.empty(), options);
    return new CrossoverExperiment(
        config,
        few,
        List.of(0L, 1L),
        List.of(3),
        List.of(0.1, 1.0),
        OptionalDouble.of(5),
        OptionalDouble.of(0.02),
        80);
  }

  private static Map<String, Assignment> options(Assignment... more) {
    Map<String, Assignment> all = new java.util.LinkedHashMap<>();
    all.put("steps", new Assignment("training.steps", "20"));
    all.put("width", new Assignment("network.width", "8"));
    all.put("batch", new Assignment("training.batch", "32"));
    Arrays.stream(more).forEach(a -> all.put(a.key(), a));
    return all;
  }

  @Test
  void everySeedAndStageIsAMomentAndRunsRepeat() {
    CrossoverExperiment experiment = experiment(options());
    CrossoverResult one = completed(experiment);
    assertThat(one.moments())
        .extracting(CrossoverResult.Moment::seed)
        .containsExactly(0L, 0L, 1L, 1L);
    assertThat(one.moments())
        .extracting(CrossoverResult.Moment::step)
        .containsExactly(2, 20, 2, 20);
    int grids = Schemes.RULES.size() + 2;
    for (CrossoverResult.Moment moment : one.moments()) {
      assertThat(moment.contest(3).trials()).hasSize(3 * grids);
      assertThat(moment.contest(3).others()).hasSize(4);
    }
    assertThat(one.moments().get(1).losses().network())
        .isNotEqualTo(one.moments().getFirst().losses().network());
    assertThat(completed(experiment).moments()).isEqualTo(one.moments());
  }

  private static CrossoverResult completed(CrossoverExperiment experiment) {
    RunEnd<CrossoverResult> end = new EngineRunner(Progress.NONE).run(experiment);
    assertThat(end).isInstanceOf(RunEnd.Completed.class);
    return ((RunEnd.Completed<CrossoverResult>) end).result();
  }

  @Test
  void aTrainingThatDivergesStopsTheStudyAndIsNamed() {
    RunEnd<CrossoverResult> end =
        new EngineRunner(Progress.NONE)
            .run(experiment(options(new Assignment("training.optimizer.learning_rate", "1e30"))));
    assertThat(end)
        .isInstanceOfSatisfying(
            RunEnd.Stopped.class,
            stopped ->
                assertThat(stopped.record().outcome()).startsWith("training of seed 0: diverged"));
  }

  @Test
  void whatCannotBeStudiedIsRefused() {
    CrossoverExperiment good = experiment(options());
    assertThatThrownBy(() -> with(good, List.of(3, 3), List.of(1.0), 80))
        .hasMessageContaining("different numbers of steps");
    assertThatThrownBy(() -> with(good, List.of(1), List.of(1.0), 80))
        .hasMessageContaining("at least 2");
    assertThatThrownBy(() -> with(good, List.of(3), List.of(1.0, 0.1), 80))
        .hasMessageContaining("rising shares");
    assertThatThrownBy(() -> with(good, List.of(3), List.of(1.5), 80))
        .hasMessageContaining("up to 1");
    assertThatThrownBy(() -> with(good, List.of(3), List.of(), 80))
        .hasMessageContaining("at least one stage");
    assertThatThrownBy(() -> with(good, List.of(3), List.of(1.0), 3))
        .hasMessageContaining("3 samples say nothing");
  }

  private static CrossoverExperiment with(
      CrossoverExperiment good, List<Integer> steps, List<Double> stages, int samples) {
    return new CrossoverExperiment(
        good.config(),
        good.source(),
        good.seeds(),
        steps,
        stages,
        good.sigmaMax(),
        good.sigmaMin(),
        samples);
  }
}
