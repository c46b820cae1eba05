package org.scorefield.wiring;

import java.util.Optional;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Conditional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Guidance;
import org.scorefield.denoise.KnownLevels;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.denoise.Prediction;
import org.scorefield.denoise.RawNetwork;
import org.scorefield.schedule.DiscreteSchedule;
import org.scorefield.schedule.Schedule;

/// A network as a denoiser, by its wiring. As pure and as safe to share as the network is.
public final class Wired implements Denoiser, KnownLevels {
  private final Wiring wiring;
  private final RawNetwork network;
  private final BetweenLevels between;
  private final boolean wholeNoise;
  private final Schedule schedule;
  private final Shape shape;
  private final double unit;

  Wired(Wiring wiring, RawNetwork network, BetweenLevels between, boolean wholeNoise) {
    this.wiring = wiring;
    this.network = network;
    this.between = between;
    this.wholeNoise = wholeNoise;
    this.schedule = wiring.schedule().schedule();
    this.shape = wiring.layout().ours(network.shape());
    this.unit = wiring.unit();
    requireColours();
  }

  private void requireColours() {
    if (reversed() && wiring.layout() == Layout.BATCH_FIRST) {
      throw new IllegalArgumentException(
          "channels bgr need a layout that says which axis has them, got batch-first; take nchw or nhwc");
    }
    if (reversed() && shape.dimensions().getFirst() != 3) {
      throw new IllegalArgumentException(
          "channels bgr are three colours, got samples of shape " + shape);
    }
  }

  /// The network behind a denoiser, if it is one that is called by a wiring: as it is, told no
  /// class where it knows some, or guided.
  public static Optional<Wired> in(Denoiser denoiser) {
    return switch (denoiser) {
      case Wired wired -> Optional.of(wired);
      case Conditional classes when classes.unconditional() instanceof Wired wired ->
          Optional.of(wired);
      case Guidance guidance -> in(guidance.main());
      default -> Optional.empty();
    };
  }

  public Wiring wiring() {
    return wiring;
  }

  /// The same network, called in another way.
  ///
  /// @throws IllegalArgumentException if it cannot be called so
  public Wired rewired(Wiring other) {
    return other.denoiser(network, wholeNoise);
  }

  /// Another network, such as this one with a memory, called in the same way.
  public Wired with(RawNetwork other) {
    return wiring.denoiser(other, wholeNoise);
  }

  /// The network as it is.
  public RawNetwork network() {
    return network;
  }

  /// What it is told between the levels of its table.
  public BetweenLevels between() {
    return between;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    double own = sigma / unit;
    Batch state = affine(x, 1 / unit, -wiring.origin() / unit);
    double in = wiring.prediction() == Predicted.EDM ? edm().in(own) : wiring.schedule().scale(own);
    Batch output = raw(in == 1 ? state : state.times(in), own);
    double factor = wiring.outputFactor().orElse(1);
    Optional<Prediction> prediction = wiring.prediction().prediction();
    double skip = prediction.map(p -> p.skip(own, in)).orElseGet(() -> edm().skip(own));
    double out = factor * prediction.map(p -> p.out(own, in)).orElseGet(() -> edm().out(own));
    Batch clean = skip == 0 ? output.times(out) : Batch.combine(skip, state, out, output);
    return affine(clean, unit, wiring.origin());
  }

  /// The output for samples in the coordinates of the process.
  private Batch raw(Batch scaled, double own) {
    Batch in = wiring.layout().toNetwork(scaled, reversed());
    return wiring.layout().fromNetwork(network.evaluate(in, noiseInput(own)), reversed());
  }

  private boolean reversed() {
    return wiring.channels().filter(c -> c == Wiring.Channels.BGR).isPresent();
  }

  private Preconditioning edm() {
    return new Preconditioning(wiring.sigmaData());
  }

  /// What the network is told at a level in its own units.
  double noiseInput(double own) {
    double told =
        switch (wiring.noiseInput()) {
          case TIMESTEP -> timestep(own);
          case TIMESTEP_FRACTION -> timestep(own) / table().timesteps();
          case TIME -> schedule.time(Math.clamp(own, lowest(), highest()));
          case SIGMA -> own;
          case LOG_SIGMA -> Math.log(own);
          case LOG_SIGMA_QUARTER -> Math.log(own) / 4;
        };
    return wiring.noiseFactor().orElse(1) * told + wiring.noiseOffset().orElse(0);
  }

  private double timestep(double own) {
    return switch (between) {
      case INTERPOLATE -> table().noiseInput(own);
      case SNAP -> table().nearest(own);
    };
  }

  private DiscreteSchedule table() {
    return (DiscreteSchedule) schedule;
  }

  private double lowest() {
    return schedule.sigma(schedule.minTime());
  }

  private double highest() {
    return schedule.sigma(schedule.maxTime());
  }

  @Override
  public double sigmaMin() {
    return unit * wiring.levels().map(ends -> ends.get(0)).orElseGet(this::lowest);
  }

  @Override
  public double sigmaMax() {
    return wiring.levels().map(ends -> unit * ends.get(1)).orElseGet(this::tableEnd);
  }

  private double tableEnd() {
    double end = highest();
    return end == Double.MAX_VALUE ? Double.POSITIVE_INFINITY : unit * end;
  }

  @Override
  public double nearest(double sigma) {
    if (between == BetweenLevels.INTERPOLATE || !(schedule instanceof DiscreteSchedule table)) {
      return sigma;
    }
    int step = Math.min(table.nearest(sigma / unit), (int) table.maxTime());
    return unit * table.sigmas().get(step);
  }

  /// `factor x + offset`, or x itself.
  private static Batch affine(Batch x, double factor, double offset) {
    if (offset == 0) {
      return factor == 1 ? x : x.times(factor);
    }
    double[] out = x.toArray();
    for (int i = 0; i < out.length; i++) {
      out[i] = factor * out[i] + offset;
    }
    return Batch.adopt(x.shape(), out);
  }
}
