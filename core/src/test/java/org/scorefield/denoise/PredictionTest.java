package org.scorefield.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.schedule.DiscreteSchedules;
import org.scorefield.schedule.Edm;
import org.scorefield.schedule.RectifiedFlow;
import org.scorefield.schedule.Schedule;
import org.scorefield.schedule.VpCosine;
import org.scorefield.schedule.VpLinear;

/// Perfect networks of one law, in every parametrisation and on every kind of schedule, are one
/// denoiser.
class PredictionTest {
  private static final Shape SHAPE = Shape.vector(2);
  private static final Gaussian LAW = Gaussian.isotropic(SHAPE, Vector.of(0.4, -1), 0.7);
  private static final Batch X = Batch.copyOf(SHAPE, new double[] {0.3, 1.2, -2, 0.1, 5, 5});

  static Stream<Arguments> parametrisations() {
    List<Schedule> variancePreserving =
        List.of(
            new VpLinear(), new VpCosine(), DiscreteSchedules.scaledLinear(1000, 0.00085, 0.012));
    Stream<Arguments> everywhere =
        Stream.of(Prediction.X0, Prediction.EPSILON, Prediction.SCORE)
            .flatMap(p ->
                Stream.concat(
                        variancePreserving.stream(), Stream.of(new Edm(), new RectifiedFlow()))
                    .map(s -> Arguments.of(p, s)));
    Stream<Arguments> v = variancePreserving.stream().map(s -> Arguments.of(Prediction.V, s));
    return Stream.of(
            everywhere, v, Stream.of(Arguments.of(Prediction.VELOCITY, new RectifiedFlow())))
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("parametrisations")
  void perfectNetworksAreTheExactDenoiser(Prediction prediction, Schedule schedule) {
    Denoiser denoiser =
        new PredictionDenoiser(
            new Perfect(prediction, schedule),
            prediction,
            sigma -> schedule.scale(schedule.time(sigma)),
            schedule::time);
    for (double sigma : new double[] {0.05, 0.7, 3, 12}) {
      Batch expected = LAW.denoise(X, sigma);
      Batch actual = denoiser.denoise(X, sigma);
      for (int i = 0; i < X.count(); i++) {
        for (int j = 0; j < 2; j++) {
          assertThat(actual.get(i, j)).isCloseTo(expected.get(i, j), within(1e-11));
        }
      }
    }
  }

  @Test
  void refusesScalesThatAPredictionIsNotDefinedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prediction.V.denoised(X, X, 2, 1))
        .withMessageContaining("variance-preserving");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Prediction.VELOCITY.denoised(X, X, 2, 1 / Math.sqrt(5)))
        .withMessageContaining("rectified flow");
  }

  /// What a network would say that knows the law: the definition of each prediction, from the state
  /// z and time t alone.
  private record Perfect(Prediction prediction, Schedule schedule) implements RawNetwork {
    @Override
    public Shape shape() {
      return SHAPE;
    }

    @Override
    public Batch evaluate(Batch z, double t) {
      double s = schedule.scale(t);
      double sigma = schedule.sigma(t);
      Batch clean = LAW.denoise(z.times(1 / s), sigma);
      Batch noise = Batch.combine(1 / (s * sigma), z, -1 / sigma, clean);
      return switch (prediction) {
        case X0 -> clean;
        case EPSILON -> noise;
        case V -> Batch.combine(s, noise, -s * sigma, clean);
        case SCORE -> LAW.score(z.times(1 / s), sigma).times(1 / s);
        case VELOCITY -> noise.minus(clean);
      };
    }
  }
}
