package org.scorefield.engine.nn;

import java.util.List;
import java.util.Optional;

/// Layers with parameters of their own, by name.
final class Layers {
  private Layers() {}

  /// A fully connected layer with bias, PyTorch's start.
  static <T> T linear(Ops<T> ops, String name, T x, int inputs, int outputs) {
    return linear(ops, name, x, inputs, outputs, Init.fanIn(inputs), Init.fanIn(inputs));
  }

  /// A fully connected layer with bias.
  static <T> T linear(
      Ops<T> ops, String name, T x, int inputs, int outputs, Init weight, Init bias) {
    return ops.linear(
        x,
        ops.parameter(new Parameter(name + ".weight", List.of(outputs, inputs), weight, true)),
        Optional.of(ops.parameter(new Parameter(name + ".bias", List.of(outputs), bias, true))));
  }

  /// A convolution of odd size with bias that keeps height and width, PyTorch's start.
  static <T> T convolution(
      Ops<T> ops, String name, T x, int inputs, int outputs, int size, Init weight) {
    return ops.convolution(
        x,
        ops.parameter(
            new Parameter(name + ".weight", List.of(outputs, inputs, size, size), weight, true)),
        Optional.of(
            ops.parameter(new Parameter(name + ".bias", List.of(outputs), Init.ZEROS, true))),
        1,
        size / 2);
  }

  /// `sqrt(2) cos(2 pi (f c + p))` with fixed random frequencies and phases: features of a number
  /// that a network can tell levels apart by (Tancik et al. 2006.10739).
  static <T> T fourier(Ops<T> ops, String name, T noise, int width) {
    T frequency =
        ops.parameter(
            new Parameter(
                name + ".frequency", List.of(width, 1), new Init.Normal(2 * Math.PI), false));
    T phase =
        ops.parameter(
            new Parameter(name + ".phase", List.of(width), new Init.Uniform(Math.PI), false));
    return ops.scale(ops.cos(ops.linear(noise, frequency, Optional.of(phase))), Math.sqrt(2));
  }
}
