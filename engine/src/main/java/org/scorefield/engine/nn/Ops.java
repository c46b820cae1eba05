package org.scorefield.engine.nn;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The operations a network is written in.
///
/// A {@link Network} is written once, against this interface, and means whatever the interpretation
/// makes of it: the list of its parameters ({@link Layout}), a value and its gradient, an exported
/// graph. The first axis is always the batch; the other axes are named from it, so axis 1 is the
/// first of a sample. Pictures are channels, height, width.
///
/// @param <T> what stands for an array of numbers
public interface Ops<T> {

  /// A parameter of the network.
  T parameter(Parameter parameter);

  /// `a + b`, with axes of length 1 repeated as needed.
  T add(T a, T b);

  /// `a b` by element, with axes of length 1 repeated as needed.
  T multiply(T a, T b);

  /// `factor x`.
  T scale(T x, double factor);

  /// `x + offset`.
  T shift(T x, double offset);

  /// `x W' + b` over the last axis.
  ///
  /// @param weight outputs by inputs
  /// @param bias one for each output
  T linear(T x, T weight, Optional<T> bias);

  /// Cross-correlation over height and width, zeros around.
  ///
  /// @param weight outputs, inputs, height, width
  /// @param bias one for each output
  T convolution(T x, T weight, Optional<T> bias, int stride, int padding);

  /// Normalises each group of channels of each sample to mean 0 and variance 1, then scales and
  /// shifts by channel (Wu and He 1803.08494).
  T groupNorm(T x, int groups, T gain, T bias, double epsilon);

  /// Normalises the last axis to mean 0 and variance 1.
  T layerNorm(T x, double epsilon);

  /// `x / (1 + e^-x)`.
  T silu(T x);

  /// `x Phi(x)`, with the exact normal distribution function.
  T gelu(T x);

  T relu(T x);

  T sin(T x);

  T cos(T x);

  T exp(T x);

  /// The natural logarithm, of positive numbers.
  T log(T x);

  /// `x^exponent`, of positive numbers.
  T power(T x, double exponent);

  /// `softmax(q k' / sqrt(width)) v`, each of batch, heads, length, width.
  T attention(T q, T k, T v);

  /// Other axes for the same numbers of each sample.
  T reshape(T x, int... axes);

  /// Axis i of the result is axis `order[i]` of x; `order[0]` is 0, the batch.
  T permute(T x, int... order);

  /// One after the other along an axis.
  T concatenate(List<T> parts, int axis);

  /// `from .. to-1` along an axis.
  T slice(T x, int axis, int from, int to);

  /// Twice the height and width, by repetition.
  T upsample(T x);

  /// Half the height and width, by the mean of four.
  T downsample(T x);

  /// The value of `body`; what else was made inside may be forgotten. Memory is the only reason to
  /// write it.
  default T block(Supplier<T> body) {
    return body.get();
  }
}
