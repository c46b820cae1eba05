package org.scorefield.engine.nn;

import org.scorefield.array.Shape;

/// A residual multilayer perceptron, for tables: after a linear layer to `width`, `blocks` times
///
/// `h <- h + W2 silu(W1 m(n(h)) + b1) + b2`,
///
/// where n normalises a row to mean 0 and variance 1 (Ba et al. 1607.06450; or does nothing) and
/// `m(u) = (1 + s) u + t` with s and t linear in the embedding of noise level and condition, as in
/// Perez et al. 1709.07871; then n once more and a linear layer. W2 and the last layer start at
/// zero, so each block starts as the identity and the network as zero.
///
/// @param shape of a sample, flattened inside
/// @param condition number of conditioning inputs
/// @param width of h
/// @param hidden width inside a block
/// @param blocks number of blocks, at least 1
/// @param normalise whether rows are normalised
/// @param fourier number of Fourier features of the noise level
public record ResidualMlp(
    Shape shape, int condition, int width, int hidden, int blocks, boolean normalise, int fourier)
    implements Network {
  public static final String KIND = "residual-mlp";

  public ResidualMlp {
    Sizes.atLeast(0, condition, "condition");
    Sizes.atLeast(normalise ? 2 : 1, width, "width");
    Sizes.atLeast(1, hidden, "hidden");
    Sizes.atLeast(1, blocks, "blocks");
    Sizes.atLeast(1, fourier, "fourier");
  }

  /// Four blocks of width 128 with normalised rows: 0.4 million parameters for a table of ten
  /// columns.
  public static ResidualMlp small(Shape shape, int condition) {
    return new ResidualMlp(shape, condition, 128, 256, 4, true, 64);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    int d = shape.size();
    T embedding = Layers.embedding(ops, in, fourier, width, condition);
    T x = shape.rank() == 1 ? in.x() : ops.reshape(in.x(), d);
    T h = Layers.linear(ops, "in", x, d, width);
    for (int i = 0; i < blocks; i++) {
      h = ops.add(h, block(ops, "block." + i, h, embedding));
    }
    T out = Layers.linear(ops, "out", normalised(ops, h), width, d, Init.ZEROS, Init.ZEROS);
    return shape.rank() == 1 ? out : ops.reshape(out, Sizes.axes(shape));
  }

  private <T> T block(Ops<T> ops, String name, T h, T embedding) {
    T both = Layers.linear(ops, name + ".modulation", embedding, width, 2 * width);
    T u =
        Layers.modulate(
            ops,
            normalised(ops, h),
            ops.slice(both, 1, 0, width),
            ops.slice(both, 1, width, 2 * width));
    u = ops.silu(Layers.linear(ops, name + ".0", u, width, hidden));
    return Layers.linear(ops, name + ".1", u, hidden, width, Init.ZEROS, Init.ZEROS);
  }

  private <T> T normalised(Ops<T> ops, T h) {
    return normalise ? Layers.layerNorm(ops, h) : h;
  }
}
