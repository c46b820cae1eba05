package org.scorefield.engine.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.linalg.Matrix;

/// The denoiser of a Gaussian in operations, for networks that were given that of their data. With
/// its directions U, their variances, r the variance of all others and `v = sigma^2`,
///
/// `G(x; sigma) = mean + r/(r + v) (x - mean) + U [lambda/(lambda + v) - r/(r + v)] U' (x - mean)`.
///
/// The file holds U twice, as the maps to the directions and back.
///
/// @param gaussian of at least one direction
record GaussianGraph(Gaussian gaussian) {
  private static final String PREFIX = "gaussian.";

  private int dimension() {
    return gaussian.shape().size();
  }

  private Parameter mean() {
    return parameter("mean", gaussian.shape().dimensions());
  }

  private Parameter variances() {
    return parameter("variances", List.of(gaussian.rank()));
  }

  /// U'.
  private Parameter to() {
    return parameter("to", List.of(gaussian.rank(), dimension()));
  }

  /// U.
  private Parameter from() {
    return parameter("from", List.of(dimension(), gaussian.rank()));
  }

  /// The share that a direction has of the mean over components.
  private Parameter shares() {
    return parameter("shares", List.of(1, gaussian.rank()));
  }

  private static Parameter parameter(String name, List<Integer> axes) {
    return new Parameter(PREFIX + name, axes, Init.ZEROS, false);
  }

  /// Writes its parameters to their places.
  void write(float[] values, Layout layout) {
    write(gaussian.mean(), values, layout.offset(mean()));
    write(gaussian.variances(), values, layout.offset(variances()));
    write(gaussian.basis(), values, layout.offset(from()));
    write(gaussian.basis().transpose(), values, layout.offset(to()));
    write(
        Vector.generate(gaussian.rank(), _ -> 1.0 / dimension()), values, layout.offset(shares()));
  }

  private static void write(Vector from, float[] values, int at) {
    for (int i = 0; i < from.size(); i++) {
      values[at + i] = (float) from.get(i);
    }
  }

  private static void write(Matrix from, float[] values, int at) {
    write(Vector.adopt(from.shared()), values, at);
  }

  /// `G(x; sigma)`.
  ///
  /// @param sigma batch by 1
  <T> T denoised(Ops<T> ops, T x, T sigma) {
    T v = ops.multiply(sigma, sigma);
    T rest = rest(ops, v);
    T mean = ops.parameter(mean());
    T centred = ops.add(x, ops.scale(mean, -1));
    T along = ops.linear(ops.reshape(centred, dimension()), ops.parameter(to()), Optional.empty());
    T factors = ops.add(shrunk(ops, v), ops.scale(rest, -1));
    T back = ops.linear(ops.multiply(along, factors), ops.parameter(from()), Optional.empty());
    int[] axes = gaussian.shape().dimensions().stream().mapToInt(i -> i).toArray();
    int[] ones = Collections.nCopies(axes.length, 1).stream().mapToInt(i -> i).toArray();
    T others = ops.multiply(ops.reshape(rest, ones), centred);
    return ops.add(mean, ops.add(others, ops.reshape(back, axes)));
  }

  /// The root of its mean squared error a component, `c_out`: batch by 1.
  ///
  /// @param sigma batch by 1
  <T> T out(Ops<T> ops, T sigma) {
    T v = ops.multiply(sigma, sigma);
    T kept = ops.linear(shrunk(ops, v), ops.parameter(shares()), Optional.empty());
    double others = (double) (dimension() - gaussian.rank()) / dimension();
    T share = ops.add(kept, ops.scale(rest(ops, v), others));
    return ops.multiply(sigma, ops.power(share, 0.5));
  }

  /// `lambda/(lambda + v)`: batch by directions.
  private <T> T shrunk(Ops<T> ops, T v) {
    T variances = ops.parameter(variances());
    return ops.multiply(variances, ops.power(ops.add(v, variances), -1));
  }

  /// `r/(r + v)`: batch by 1.
  private <T> T rest(Ops<T> ops, T v) {
    double r = gaussian.residual();
    return ops.scale(ops.power(ops.shift(v, r), -1), r);
  }
}
