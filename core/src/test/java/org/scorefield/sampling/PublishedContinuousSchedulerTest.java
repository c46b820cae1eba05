package org.scorefield.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.scorefield.denoise.Prediction.EPSILON;
import static org.scorefield.denoise.Prediction.V;
import static org.scorefield.denoise.Prediction.VELOCITY;
import static org.scorefield.sampling.DummyProblem.network;
import static org.scorefield.sampling.DummyProblem.noise;
import static org.scorefield.sampling.DummyProblem.sample;
import static org.scorefield.sampling.PublishedRuns.grid;
import static org.scorefield.sampling.PublishedRuns.repeatingTheEnd;
import static org.scorefield.sampling.PublishedRuns.run;
import static org.scorefield.sampling.PublishedRuns.scale;
import static org.scorefield.sampling.PublishedRuns.tail;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.denoise.PredictionDenoiser;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.sampling.solver.DataSlope;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Dpmpp3M;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.sampling.solver.Finish;
import org.scorefield.sampling.solver.Heun;
import org.scorefield.sampling.solver.Ipndm;
import org.scorefield.sampling.solver.Warmup;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Golden: the constants that diffusers tests its continuous-time schedulers with, on the {@link
/// DummyProblem}, recomputed by running it in float32.
class PublishedContinuousSchedulerTest {
  private static final Preconditioning EDM = new Preconditioning(0.5);
  private static final TimeGrid TEN = new RhoGrid(7).toMin(9, 80, 0.002);

  @Test
  void edmEuler() {
    TimeGrid grid = new RhoGrid(7).toZero(10, 80, 0.002);
    Batch start = sample().times(Math.hypot(80, 1));
    assertSum(run(new Euler(), EDM.wrap(network()), grid, start), 34.18553925);
  }

  /// One level is told t = -0.973, next to the pole of the model at -1: rounding the inputs to
  /// float32 moves the first sum by 2e-5 of itself (standard deviation over random roundings),
  /// hence the wider tolerance of the small sums.
  @Test
  void edmDpmSolver() {
    assertSum(edm(new Euler(), 1), 1.527300954);
    assertSum(edm(new Dpmpp2M(), 1), 0.10760618, 1e-4);
    assertSum(edm(new Dpmpp2M(), -1), 7.110178947);
    assertSum(edm(threeM(Finish.RAMP_DOWN), 1), 0.62498951, 1e-4);
    TimeGrid toZero = new RhoGrid(7).toZero(10, 80, 0.002);
    assertSum(
        run(threeM(Finish.FULL), new UnscaledInput(network(), 1), toZero, sample()), 4.905657768);
    TimeGrid rest = tail(repeatingTheEnd(TEN), 5);
    Batch noisy = sample().plus(noise(), rest.first());
    Batch fromNoisy = run(new Dpmpp2M(), new UnscaledInput(network(), 1), rest, noisy);
    assertThat(DummyProblem.sumOfMagnitudes(fromNoisy)).isCloseTo(8.1661, within(1e-4));
  }

  /// Thresholded as in {@link PublishedSchedulerTest}: `clamp(D, -0.5, 0.5)/0.5`.
  @Test
  void edmDpmSolverThresholded() {
    Denoiser plain = new UnscaledInput(network(), 1);
    Denoiser thresholded =
        new Denoiser() {
          @Override
          public Shape shape() {
            return plain.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return plain.denoise(x, sigma).map(v -> Math.clamp(v, -0.5, 0.5) / 0.5);
          }
        };
    assertSum(run(new Dpmpp2M(), thresholded, repeatingTheEnd(TEN), sample()), 6.209977149, 1e-4);
  }

  /// diffusers returns NaN here: it divides by the length of the last step, which is that of
  /// rounding.
  @Test
  void aRepeatedLastLevelIsHarmlessAtOrderThree() {
    Batch repeated = edm(threeM(Finish.FULL), 1);
    Batch once = run(threeM(Finish.FULL), new UnscaledInput(network(), 1), TEN, sample());
    double sum = DummyProblem.sumOfMagnitudes(once);
    assertThat(DummyProblem.sumOfMagnitudes(repeated)).isCloseTo(sum, within(1e-9 * sum));
  }

  /// iPNDM's own process: `beta = sin(s pi/2)^2`, s from 1 to 0, is the noise and `sqrt(1 -
  /// beta^2)` the signal; the network predicts v and is told `atan(sigma) 2/pi`. At s = 1 there is
  /// no signal, and the scheduler takes D = 0 where the formula has -m: the quirk of its division
  /// guard.
  @Test
  void ipndm() {
    double[] levels = new double[11];
    for (int i = 1; i < 10; i++) {
      double sine = Math.sin((1 - i / 10.0) * Math.PI / 2);
      levels[i] = sine * sine / Math.sqrt(1 - Math.pow(sine, 4));
    }
    levels[0] = 1e8;
    Denoiser model =
        new PredictionDenoiser(
            network(),
            V,
            PredictionDenoiser.VARIANCE_PRESERVING,
            sigma -> Math.atan(sigma) * 2 / Math.PI);
    Denoiser guarded =
        new Denoiser() {
          @Override
          public Shape shape() {
            return model.shape();
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            return sigma == levels[0] ? x.times(0) : model.denoise(x, sigma);
          }
        };
    Batch start = sample().times(1 / scale(levels[0]));
    assertSum(run(new Ipndm(4), guarded, grid(levels), start), 247.4408875);
  }

  /// In the coordinates of the flow, `z = (1 - t) x0 + t n`; pure noise is sigma = 1e9.
  @Test
  void flowMatchingByEuler() {
    double[] levels = flowTimes();
    for (int i = 1; i < 10; i++) {
      levels[i] = levels[i] / (1 - levels[i]);
    }
    levels[0] = 1e9;
    Denoiser denoiser =
        new PredictionDenoiser(tenth(), VELOCITY, PredictionDenoiser.FLOW, sigma -> sigma);
    Batch start = sample().times(1 + levels[0]);
    assertSum(run(new Euler(), denoiser, grid(levels), start), 346.8113708);
  }

  /// Heun's method in t is not Heun's method in sigma. It is reached by reading t as the noise
  /// level and z as the state: `dz/dt = v = (z - D)/t` with `D = z - t v`.
  @Test
  void flowMatchingByHeun() {
    Denoiser denoiser =
        new PredictionDenoiser(tenth(), EPSILON, PredictionDenoiser.UNSCALED, t -> t);
    assertSum(run(new Heun(), denoiser, grid(flowTimes()), sample()), 347.0058594);
  }

  private static double[] flowTimes() {
    return IntStream.rangeClosed(0, 10)
        .mapToDouble(i -> i == 10 ? 0 : 1 - i / 9.0 * 0.999)
        .toArray();
  }

  private static RawNetwork tenth() {
    return new RawNetwork() {
      @Override
      public Shape shape() {
        return DummyProblem.SHAPE;
      }

      @Override
      public Batch evaluate(Batch input, double noiseInput) {
        return input.times(0.1);
      }
    };
  }

  private static Batch edm(Solver solver, int sign) {
    return run(solver, new UnscaledInput(network(), sign), repeatingTheEnd(TEN), sample());
  }

  private static Solver threeM(Finish finish) {
    return new Dpmpp3M(Dpmpp3M.Curvature.PUBLISHED, DataSlope.MIDPOINT, Warmup.RAMP, finish);
  }

  private static void assertSum(Batch batch, double sum) {
    assertSum(batch, sum, 2e-5);
  }

  private static void assertSum(Batch batch, double sum, double tolerance) {
    assertThat(DummyProblem.sumOfMagnitudes(batch)).isCloseTo(sum, within(tolerance * sum));
  }

  /// EDM's preconditioning with the input left unscaled, a quirk of the published test, which never
  /// calls `scale_model_input`. With sign -1 its "v prediction", which is the same with the output
  /// negated.
  private record UnscaledInput(RawNetwork network, int sign) implements Denoiser {
    @Override
    public Shape shape() {
      return network.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      Batch raw = network.evaluate(x, EDM.noise(sigma));
      return Batch.combine(EDM.skip(sigma), x, sign * EDM.out(sigma), raw);
    }
  }
}
