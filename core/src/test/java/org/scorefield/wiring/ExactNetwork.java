package org.scorefield.wiring;

import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.schedule.Schedule;

/// What a perfectly trained network of some wiring would return: an exact denoiser of our pictures
/// seen from the other side. Written from the definitions of the predictions, not from the
/// conversions under test.
///
/// @param law denoiser in our units
/// @param wiring of the network
public record ExactNetwork(Denoiser law, Wiring wiring) implements RawNetwork {
  @Override
  public Shape shape() {
    return wiring.layout().network(law.shape());
  }

  @Override
  public Batch evaluate(Batch input, double noiseInput) {
    boolean reversed = wiring.channels().filter(c -> c == Wiring.Channels.BGR).isPresent();
    Batch z = wiring.layout().fromNetwork(input, reversed);
    double sigma = sigma(noiseInput);
    double s =
        switch (wiring.schedule().kind()) {
          case EDM -> wiring.prediction() == Predicted.EDM ? edm().in(sigma) : 1;
          case FLOW -> 1 / (1 + sigma);
          default -> 1 / Math.sqrt(1 + sigma * sigma);
        };
    Batch x = z.times(1 / s);
    Batch clean = shifted(law.denoise(ours(x), sigma * unit()), -black(), 1 / unit());
    Batch noise = Batch.combine(1 / sigma, x, -1 / sigma, clean);
    Batch output =
        switch (wiring.prediction()) {
          case X0 -> clean;
          case EPSILON -> noise;
          case V -> Batch.combine(s, noise, -s * sigma, clean);
          case SCORE -> noise.times(-1 / (s * sigma));
          case VELOCITY -> noise.minus(clean);
          case EDM ->
              Batch.combine(1 / edm().out(sigma), clean, -edm().skip(sigma) / edm().out(sigma), x);
        };
    return wiring.layout().toNetwork(output.times(1 / wiring.outputFactor().orElse(1)), reversed);
  }

  private Preconditioning edm() {
    return new Preconditioning(wiring.sigmaData());
  }

  /// The level it believes in. Told what it never was, it answers as at the nearer end.
  private double sigma(double told) {
    double input = (told - wiring.noiseOffset().orElse(0)) / wiring.noiseFactor().orElse(1);
    double sigma =
        switch (wiring.noiseInput()) {
          case TIMESTEP, TIME -> at(input);
          case TIMESTEP_FRACTION -> at(input * wiring.table().orElseThrow().timesteps());
          case SIGMA -> input;
          case LOG_SIGMA -> Math.exp(input);
          case LOG_SIGMA_QUARTER -> Math.exp(4 * input);
        };
    return Math.clamp(sigma, 1e-4, 1e5);
  }

  private double at(double time) {
    Schedule schedule = wiring.schedule().schedule();
    return schedule.sigma(Math.clamp(time, schedule.minTime(), schedule.maxTime()));
  }

  private double unit() {
    return wiring.valueRange().map(r -> 2 / (r.get(1) - r.get(0))).orElse(1.0);
  }

  /// What the network's value for our 0 is: the middle of its range.
  private double black() {
    return wiring.valueRange().map(r -> -unit() * (r.get(0) + r.get(1)) / 2).orElse(0.0);
  }

  private Batch ours(Batch x) {
    double[] out = x.toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] = unit() * out[i] + black();
    }
    return Batch.adopt(x.shape(), out);
  }

  private static Batch shifted(Batch x, double by, double times) {
    double[] out = x.toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] = (out[i] + by) * times;
    }
    return Batch.adopt(x.shape(), out);
  }
}
