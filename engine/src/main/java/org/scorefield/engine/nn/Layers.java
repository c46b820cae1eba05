package org.scorefield.engine.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Layers with parameters of their own, by name.
final class Layers {
  /// Added to a variance before dividing by its root.
  private static final double EPSILON = 1e-5;

  /// Of the size that the embedding of the noise level has at the start.
  private static final Init LABELS = new Init.Normal(0.5);

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

  /// A linear map of the last axis without a bias.
  static <T> T map(
      Ops<T> ops, String name, T x, int inputs, int outputs, Init weight, boolean trained) {
    return ops.linear(
        x,
        ops.parameter(new Parameter(name + ".weight", List.of(outputs, inputs), weight, trained)),
        Optional.empty());
  }

  /// A convolution of odd size with bias that keeps height and width, PyTorch's start.
  static <T> T convolution(Ops<T> ops, String name, T x, int inputs, int outputs, int size) {
    Init start = Init.fanIn(inputs * size * size);
    return convolution(ops, name, x, inputs, outputs, size, start, start);
  }

  /// A convolution of odd size with bias that keeps height and width.
  static <T> T convolution(
      Ops<T> ops, String name, T x, int inputs, int outputs, int size, Init weight, Init bias) {
    return ops.convolution(
        x,
        ops.parameter(
            new Parameter(name + ".weight", List.of(outputs, inputs, size, size), weight, true)),
        Optional.of(ops.parameter(new Parameter(name + ".bias", List.of(outputs), bias, true))),
        1,
        size / 2);
  }

  /// Group normalisation with gain and offset by channel: groups of at least 4 channels, at most 32
  /// groups.
  static <T> T groupNorm(Ops<T> ops, String name, T x, int channels) {
    return ops.groupNorm(
        x,
        groups(channels),
        ops.parameter(new Parameter(name + ".weight", List.of(channels), Init.ONES, true)),
        ops.parameter(new Parameter(name + ".bias", List.of(channels), Init.ZEROS, true)),
        EPSILON);
  }

  /// The most groups of equal size, at least 4 channels each, of which there are at most 32.
  static int groups(int channels) {
    return IntStream.rangeClosed(1, Math.clamp(channels / 4, 1, 32))
        .filter(groups -> channels % groups == 0)
        .max()
        .orElseThrow();
  }

  /// Each row of the last axis to mean 0 and variance 1.
  static <T> T layerNorm(Ops<T> ops, T x) {
    return ops.layerNorm(x, EPSILON);
  }

  /// `x (1 + scale) + offset`.
  static <T> T modulate(Ops<T> ops, T x, T scale, T offset) {
    return ops.add(ops.multiply(x, ops.shift(scale, 1)), offset);
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

  /// One vector for the noise level and the condition, that modulates every block: `silu(W1 silu(W0
  /// features(noise) + b0) + b1 + C condition)`. C has no bias, so a condition of zeros is none.
  static <T> T embedding(Ops<T> ops, Inputs<T> in, int features, int width, int condition) {
    T h = fourier(ops, "noise", in.noise(), features);
    h = ops.silu(linear(ops, "embedding.0", h, features, width));
    T level = linear(ops, "embedding.1", h, width, width);
    T both =
        in.condition()
            .map(c -> ops.add(level, map(ops, "condition", c, condition, width, LABELS, true)))
            .orElse(level);
    return ops.silu(both);
  }
}
