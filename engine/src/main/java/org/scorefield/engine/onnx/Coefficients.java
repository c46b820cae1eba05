package org.scorefield.engine.onnx;

import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.train.Parametrisation;

/// The coefficients of `D = skip x + out F(in x)`, as {@link Parametrisation} tabulates them,
/// computed with operations.
///
/// @param <T> what stands for an array of numbers
record Coefficients<T>(T in, T skip, T out) {

  /// At noise levels s, in standard deviations of the data.
  static <T> Coefficients<T> of(Ops<T> ops, Parametrisation parametrisation, T s) {
    T one = ops.shift(ops.scale(s, 0), 1);
    T square = ops.multiply(s, s);
    T preserving = ops.power(ops.shift(square, 1), -0.5);
    return switch (parametrisation) {
      case EDM ->
          new Coefficients<>(
              preserving, ops.multiply(preserving, preserving), ops.multiply(s, preserving));
      case X0 -> new Coefficients<>(preserving, ops.scale(s, 0), one);
      case EPSILON -> new Coefficients<>(preserving, one, ops.scale(s, -1));
      case V ->
          new Coefficients<>(
              preserving,
              ops.multiply(preserving, preserving),
              ops.scale(ops.multiply(s, preserving), -1));
      case FLOW -> {
        T flow = ops.power(ops.shift(s, 1), -1);
        yield new Coefficients<>(flow, flow, ops.scale(ops.multiply(s, flow), -1));
      }
      case SCORE -> new Coefficients<>(one, one, square);
    };
  }
}
