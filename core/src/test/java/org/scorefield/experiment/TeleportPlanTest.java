package org.scorefield.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.experiment.TeleportRequest.Judge;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Where a run begins, chosen in three ways that must agree: by a law, by a denoiser that is
/// nothing more, by data alone.
class TeleportPlanTest {
  private static final Shape SHAPE = Shape.vector(4);
  private static final GaussianMixture LAW =
      GaussianMixture.isotropic(Noise.of(3, 3).normal(SHAPE).times(2), 0.3);
  private static final Dataset DATA = Dataset.of("rows", "none", LAW.sample(Noise.of(4, 4000)));
  private static final TimeGrid GRID =
      new RhoGrid(7).toZero(40, 160 * LAW.scale(), 0.004 * LAW.scale());

  /// The law's denoiser, and no sign of the law.
  private record Network(Denoiser inner) implements Denoiser {
    @Override
    public Shape shape() {
      return inner.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return inner.denoise(x, sigma);
    }
  }

  private static Model model(Denoiser denoiser) {
    return new Model(
        denoiser, new ModelCard("gmm", SHAPE, "none", LAW.scale(), "rows", "0", 1, 0, "by hand"));
  }

  private static TeleportPlan plan(Model model, TeleportRequest request) {
    return Runner.plan(request, new TeleportRequest.For(model, new Heun(), GRID, 5), Progress.NONE);
  }

  private static TeleportRequest auto(double kl, Judge judge, Optional<Dataset> data) {
    return new TeleportRequest(
        new TeleportRequest.Landing.Within(kl, judge),
        new TeleportRequest.Law.OfGaussian(OptionalInt.empty()),
        Start.Teleport.Mode.EXACT,
        OptionalInt.of(0),
        data);
  }

  /// The lowest level whose divergence, by 200,000 samples of the law itself, is within the target.
  private static int lowest(double target) {
    int found = 0;
    for (int i = 1; i < 30; i++) {
      Estimate kl =
          new NoisyKl(200_000)
              .measure(LAW, LAW.matchingGaussian(), GRID.sigma(i), new Noise(NoiseKey.of(9), 0, 1));
      if (kl.value() > target) {
        break;
      }
      found = i;
    }
    return found;
  }

  @ParameterizedTest
  @EnumSource(Judge.class)
  void everyJudgeFindsTheLevelOfTheLawOrTheOneAbove(Judge judge) {
    Model model = judge == Judge.LAW ? model(LAW) : model(new Network(LAW));
    Optional<Dataset> data = judge == Judge.LAW ? Optional.empty() : Optional.of(DATA);
    TeleportPlan plan = plan(model, auto(0.05, judge, data));
    int chosen = GRID.steps() - plan.grid().steps();
    assertThat(lowest(0.05) - chosen).isBetween(0, 1);
    assertThat(plan.saved()).isEqualTo(OptionalInt.of(2 * chosen));
    Estimate direct =
        new NoisyKl(100_000)
            .measure(
                LAW, LAW.matchingGaussian(), plan.grid().first(), new Noise(NoiseKey.of(8), 0, 1));
    Estimate kl = plan.kl().orElseThrow();
    assertThat(kl.value())
        .isCloseTo(
            direct.value(),
            within(4 * Math.hypot(kl.standardError(), direct.standardError()) + 0.003));
  }

  @Test
  void aGivenLevelIsTakenAsItIs() {
    TeleportRequest request =
        new TeleportRequest(
            new TeleportRequest.Landing.At(7.5),
            new TeleportRequest.Law.OfMixture(OptionalInt.of(2)),
            Start.Teleport.Mode.ODE,
            OptionalInt.of(2),
            Optional.of(DATA));
    TeleportPlan plan = plan(model(new Network(LAW)), request);
    assertThat(plan.grid().first()).isEqualTo(7.5);
    assertThat(plan.kl()).isEmpty();
    assertThat(plan.opening())
        .isInstanceOfSatisfying(
            SamplerSpec.Opening.Teleport.class,
            jump -> {
              assertThat(jump.seeds().size()).isEqualTo(2);
              assertThat(jump.by()).isInstanceOf(SamplerSpec.By.Fitted.class);
            });
  }

  @Test
  void aDenoiserNeedsData() {
    Model network = model(new Network(LAW));
    assertThatThrownBy(() -> plan(network, auto(0.05, Judge.BEST, Optional.empty())))
        .hasMessageContaining("needs the data the model was trained on");
    assertThatThrownBy(() -> plan(network, auto(0.05, Judge.LAW, Optional.of(DATA))))
        .hasMessageContaining("without a law in closed form");
  }

  @Test
  void aModelThatIsNotFiniteIsNamedAndSoIsTheLevel() {
    Denoiser broken = new Network(LAW);
    Denoiser nan =
        new Denoiser() {
          @Override
          public Shape shape() {
            return SHAPE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return broken.denoise(x, sigma).times(sigma < 20 ? Double.NaN : 1);
          }
        };
    assertThatThrownBy(() -> plan(model(nan), auto(0.05, Judge.MODEL, Optional.of(DATA))))
        .hasMessageContaining("'the model' returned a NaN or an infinity at sigma");
  }

  @Test
  void dataInOtherUnitsAreRefusedWithWhatToDo() {
    Dataset pixels = Dataset.of("pixels", "", DATA.all().map(v -> 127.5 * v + 127.5));
    assertThatThrownBy(
            () -> plan(model(new Network(LAW)), auto(0.05, Judge.BEST, Optional.of(pixels))))
        .hasMessageContaining("in other units than the model's");
  }
}
