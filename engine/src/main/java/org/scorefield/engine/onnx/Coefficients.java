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
    return switch (parametrisation) {
      case EDM -> {
        T in = preserving(ops, s);
        yield new Coefficients<>(in, ops.multiply(in, in), ops.multiply(s, in));
      }
      case X0 -> new Coefficients<>(preserving(ops, s), ops.scale(s, 0), one(ops, s));
      case EPSILON -> new Coefficients<>(preserving(ops, s), one(ops, s), ops.scale(s, -1));
      case V -> {
        T in = preserving(ops, s);
        T out = ops.scale(ops.multiply(s, in), -1);
        yield new Coefficients<>(in, ops.multiply(in, in), out);
      }
      case FLOW -> {
        T in = ops.power(ops.shift(s, 1), -1);
        yield new Coefficients<>(in, in, ops.scale(ops.multiply(s, in), -1));
      }
      case SCORE -> {
        T one = one(ops, s);
        yield new Coefficients<>(one, one, ops.multiply(s, s));
      }
    };
  }

  /// `1/sqrt(1 + s^2)`.
  private static <T> T preserving(Ops<T> ops, T s) {
    return ops.power(ops.shift(ops.multiply(s, s), 1), -0.5);
  }

  private static <T> T one(Ops<T> ops, T s) {
    return ops.shift(ops.scale(s, 0), 1);
  }
}
