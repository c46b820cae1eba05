package org.scorefield.engine.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.train.Normaliser;
import org.scorefield.engine.train.Parametrisation;
import org.scorefield.engine.train.TrainedNetwork;

/// A trained network with all that makes a denoiser of it, as one network whose noise input is the
/// noise level sigma itself and whose samples are in the units of the data. With the mean m and the
/// deviations of the data, `s = sigma/deviation` and the coefficients of {@link Parametrisation},
///
/// `D(x; sigma) = m + skip(s) (x - m) + deviation out(s) F(in(s) (x - m)/deviation; noise(s))`.
///
/// The same numbers as {@link TrainedNetwork} gives, in the arithmetic of the interpretation. m and
/// the deviations are parameters.
///
/// @param network F
/// @param parametrisation what F predicts
/// @param normaliser mean and deviations of the data
/// @param classes the first so many conditioning inputs of F, which remain; the others are 0
/// @param given the Gaussian of the data, if the network was given it: then `D = G + c_out F`
record DenoiserGraph(
    Network network,
    Parametrisation parametrisation,
    Normaliser normaliser,
    int classes,
    Optional<GaussianGraph> given)
    implements Network {
  private static final String MEAN = "data.mean";
  private static final String DEVIATIONS = "data.deviations";

  static DenoiserGraph of(TrainedNetwork trained) {
    return new DenoiserGraph(
        trained.network(),
        trained.parametrisation(),
        trained.normaliser(),
        trained.classes(),
        trained.gaussian().map(GaussianGraph::new));
  }

  /// Its parameters, given those of the network.
  float[] values(float[] ofNetwork) {
    Layout inner = Layout.of(network);
    Layout outer = Layout.of(this);
    float[] values = new float[outer.size()];
    for (Parameter parameter : inner.parameters()) {
      System.arraycopy(
          ofNetwork, inner.offset(parameter), values, outer.offset(parameter), parameter.size());
    }
    write(normaliser.mean(), values, outer.offset(mean()), mean().size());
    write(normaliser.deviations(), values, outer.offset(deviation()), deviation().size());
    given.ifPresent(gaussian -> gaussian.write(values, outer));
    return values;
  }

  private static void write(Vector from, float[] values, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[at + i] = (float) from.get(i);
    }
  }

  private Parameter mean() {
    return new Parameter(MEAN, shape().dimensions(), Init.ZEROS, false);
  }

  private Parameter deviation() {
    List<Integer> axes =
        normaliser.isotropic() ? Collections.nCopies(shape().rank(), 1) : shape().dimensions();
    return new Parameter(DEVIATIONS, axes, Init.ONES, false);
  }

  @Override
  public String kind() {
    return "denoiser";
  }

  @Override
  public Shape shape() {
    return network.shape();
  }

  @Override
  public int condition() {
    return classes;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    T sigma = in.noise();
    T mean = ops.parameter(mean());
    T deviation = ops.parameter(deviation());
    int[] ones = Collections.nCopies(shape().rank(), 1).stream().mapToInt(i -> i).toArray();
    T level = ops.multiply(ops.reshape(sigma, ones), ops.power(deviation, -1));
    T centred = ops.add(in.x(), ops.scale(mean, -1));
    Coefficients<T> c = Coefficients.of(ops, parametrisation, level);
    T input = ops.multiply(centred, ops.multiply(c.in(), ops.power(deviation, -1)));
    T raw = network.forward(ops, new Inputs<>(input, noise(ops, sigma), condition(ops, in)));
    if (given.isPresent()) {
      GaussianGraph gaussian = given.get();
      T out = ops.reshape(gaussian.out(ops, sigma), ones);
      return ops.add(gaussian.denoised(ops, in.x(), sigma), ops.multiply(out, raw));
    }
    T learned = ops.multiply(ops.multiply(c.out(), deviation), raw);
    return ops.add(mean, ops.add(ops.multiply(c.skip(), centred), learned));
  }

  private <T> Optional<T> condition(Ops<T> ops, Inputs<T> in) {
    List<T> parts = new ArrayList<>(in.condition().stream().toList());
    parts.addAll(Collections.nCopies(network.condition() - classes, ops.scale(in.noise(), 0)));
    return parts.isEmpty() ? Optional.empty() : Optional.of(ops.concatenate(parts, 1));
  }

  /// What the network is told of the noise level.
  private <T> T noise(Ops<T> ops, T sigma) {
    T level = ops.scale(sigma, 1 / normaliser.scale());
    return switch (parametrisation) {
      case SCORE -> level;
      case EDM, X0, EPSILON, V, FLOW -> ops.scale(ops.log(level), 0.25);
    };
  }
}
