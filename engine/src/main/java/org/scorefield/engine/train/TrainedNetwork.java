package org.scorefield.engine.train;

import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.denoise.Conditional;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.NetworkFunction;

/// A network with its parameters, read as a denoiser: with the {@link Normaliser}'s mean m and
/// deviations, `s = sigma/deviation`, for each component
///
/// `D(x; sigma) = m + skip(s) (x - m) + deviation out(s) F(in(s) (x - m)/deviation; noise(s))`
///
/// or, where it was given the Gaussian of the data, that one's denoiser in the place of `m + skip
/// (x - m)` (`linear` in {@link LossSettings}).
///
/// One that knows classes is a denoiser of all of them together, and gives one for each.
public final class TrainedNetwork implements Denoiser, Conditional {

  /// Numbers that make a thread worth its while.
  private static final int NUMBERS_A_THREAD = 1 << 15;

  private final Network network;
  private final float[] parameters;
  private final Parametrisation parametrisation;
  private final Normaliser normaliser;
  private final int classes;
  private final Optional<LinearPart> linear;
  private final NetworkFunction function;

  private TrainedNetwork(
      Network network,
      float[] parameters,
      Parametrisation parametrisation,
      Normaliser normaliser,
      int classes,
      Optional<LinearPart> linear,
      NetworkFunction function) {
    this.network = network;
    this.parameters = parameters;
    this.parametrisation = parametrisation;
    this.normaliser = normaliser;
    this.classes = classes;
    this.linear = linear;
    this.function = function;
  }

  /// @param parameters laid out by {@link org.scorefield.engine.nn.Layout}; copied
  /// @param classes the first so many conditioning inputs are classes
  /// @throws IllegalArgumentException if sizes do not fit
  public static TrainedNetwork of(
      Network network,
      float[] parameters,
      Parametrisation parametrisation,
      Normaliser normaliser,
      int classes) {
    return of(network, parameters, parametrisation, normaliser, classes, Optional.empty());
  }

  /// As the other, for a network that was given the Gaussian of the data.
  ///
  /// @param gaussian in the units of the data; only with prediction EDM and one deviation
  public static TrainedNetwork of(
      Network network,
      float[] parameters,
      Parametrisation parametrisation,
      Normaliser normaliser,
      int classes,
      Optional<Gaussian> gaussian) {
    gaussian.ifPresent(g -> {
      if (!g.shape().equals(network.shape())
          || parametrisation != Parametrisation.EDM
          || !normaliser.isotropic()) {
        throw new IllegalArgumentException(
            "a Gaussian of shape %s goes with prediction EDM, one deviation and samples of that shape, got %s and %s"
                .formatted(g.shape(), parametrisation, network.shape()));
      }
    });
    if (normaliser.mean().size() != network.shape().size()) {
      throw new IllegalArgumentException(
          "a normaliser of %d components does not go with samples of shape %s"
              .formatted(normaliser.mean().size(), network.shape()));
    }
    if (classes < 0 || classes > network.condition()) {
      throw new IllegalArgumentException(
          "%d classes do not go with a network of %d conditioning inputs"
              .formatted(classes, network.condition()));
    }
    float[] copy = parameters.clone();
    return new TrainedNetwork(
        network,
        copy,
        parametrisation,
        normaliser,
        classes,
        gaussian.map(LinearPart::new),
        NetworkFunction.of(network, copy));
  }

  /// The same with other parameters, at less cost than a new one.
  ///
  /// @param others as many
  public TrainedNetwork with(float[] others) {
    float[] copy = others.clone();
    return new TrainedNetwork(
        network, copy, parametrisation, normaliser, classes, linear, function.with(copy));
  }

  public Network network() {
    return network;
  }

  /// A copy of them.
  public float[] parameters() {
    return parameters.clone();
  }

  public Parametrisation parametrisation() {
    return parametrisation;
  }

  public Normaliser normaliser() {
    return normaliser;
  }

  /// What the network was given of the data, if it was.
  public Optional<Gaussian> gaussian() {
    return linear.map(LinearPart::gaussian);
  }

  @Override
  public Shape shape() {
    return network.shape();
  }

  /// 0 if it knows none.
  @Override
  public int classes() {
    return classes;
  }

  @Override
  public Denoiser given(int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          classes == 0
              ? "this network knows no classes; train one with classes set to true"
              : "this network knows the classes 0 to %d, got %d".formatted(classes - 1, label));
    }
    float[] condition = new float[network.condition()];
    condition[label] = 1;
    return new Given(this, function.given(condition));
  }

  @Override
  public Denoiser unconditional() {
    return this;
  }

  /// The network told a class.
  private record Given(TrainedNetwork network, NetworkFunction function) implements Denoiser {
    @Override
    public Shape shape() {
      return network.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return network.denoise(function, x, sigma);
    }
  }

  @Override
  public Batch denoise(Batch x, double sigma) {
    return denoise(function, x, sigma);
  }

  private Batch denoise(NetworkFunction told, Batch x, double sigma) {
    int d = shape().size();
    double[] mean = normaliser.mean().shared();
    double[] deviations = normaliser.deviations().shared();
    double[] in = new double[d];
    double[] skip = new double[d];
    double[] out = new double[d];
    for (int j = 0; j < d; j++) {
      double s = sigma / deviations[j];
      in[j] = parametrisation.in(s) / deviations[j];
      skip[j] = parametrisation.skip(s);
      out[j] = parametrisation.out(s) * deviations[j];
    }
    double[] noisy = x.shared();
    double[] input = new double[noisy.length];
    rows(x, (at, j) -> input[at] = in[j] * (noisy[at] - mean[j]));
    double[] raw =
        told.evaluate(
                Batch.adopt(shape(), input), parametrisation.noise(sigma / normaliser.scale()))
            .shared();
    if (linear.isPresent()) {
      LinearPart part = linear.get();
      return part.gaussian().denoise(x, sigma).plus(Batch.adopt(shape(), raw), part.out(sigma));
    }
    double[] denoised = new double[noisy.length];
    rows(x, (at, j) -> denoised[at] = mean[j] + skip[j] * (noisy[at] - mean[j]) + out[j] * raw[at]);
    return Batch.adopt(shape(), denoised);
  }

  private interface Component {
    void set(int at, int j);
  }

  private static void rows(Batch x, Component each) {
    int d = x.dimension();
    Rows.parallel(
        x.count(),
        Math.max(1, NUMBERS_A_THREAD / d),
        (from, to) -> {
          for (int at = from * d; at < to * d; at += d) {
            for (int j = 0; j < d; j++) {
              each.set(at + j, j);
            }
          }
        });
  }
}
