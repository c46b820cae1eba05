package org.scorefield.engine.nn;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;

/// A diffusion transformer with adaLN-Zero blocks (Peebles and Xie 2212.09748).
///
/// A picture is cut into patches, each a row of numbers mapped to `width`, to which fixed sines and
/// cosines of its place are added. Each block is
///
/// `h <- h + g1 attention(m1(norm(h)))`, `h <- h + g2 (V gelu(W m2(norm(h)) + b) + c)`,
///
/// with `m(u) = (1 + s) u + t`, where s, t and the gates g are linear in the embedding of noise
/// level and condition and start at zero: so each block starts as the identity. The last layer
/// starts at zero.
///
/// @param shape channels, height, width; filled up with zeros to whole patches
/// @param condition number of conditioning inputs
/// @param patch side of a patch
/// @param width of a row, a multiple of 4
/// @param blocks at least 1
/// @param heads of attention; they divide the width
/// @param fourier number of Fourier features of the noise level
public record Dit(
    Shape shape, int condition, int patch, int width, int blocks, int heads, int fourier)
    implements Network {
  public static final String KIND = "dit";

  /// Of the layer inside a block, over the width.
  private static final int EXPANSION = 4;

  public Dit {
    Sizes.picture(shape, KIND);
    Sizes.atLeast(0, condition, "condition");
    Sizes.atLeast(1, patch, "patch");
    Sizes.atLeast(4, width, "width");
    Sizes.divides(4, width, "width", "sines and cosines of two coordinates share it");
    Sizes.atLeast(1, blocks, "blocks");
    Sizes.atLeast(1, heads, "heads");
    Sizes.divides(heads, width, "width", "or choose other heads, here " + heads);
    Sizes.atLeast(1, fourier, "fourier");
  }

  /// Six blocks of width 128; patches of 2 for sides up to 16, of 4 up to 32, then of 8. 2.0
  /// million parameters.
  public static Dit small(Shape shape, int condition) {
    Sizes.picture(shape, KIND);
    int side = Math.max(shape.dimensions().get(1), shape.dimensions().get(2));
    return new Dit(shape, condition, side <= 16 ? 2 : side <= 32 ? 4 : 8, 128, 6, 4, 64);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    Images images = Images.of(shape, patch, 1);
    int rows = images.rows() * images.columns();
    T embedding = Layers.embedding(ops, in, fourier, width, condition);
    T h = Layers.linear(ops, "in", images.toRows(ops, in.x()), images.depth(), width);
    h =
        ops.add(
            h,
            ops.parameter(
                new Parameter(
                    "places",
                    List.of(rows, width),
                    new Init.Places(images.rows(), images.columns()),
                    false)));
    for (int i = 0; i < blocks; i++) {
      h = block(ops, "block." + i, h, rows, embedding);
    }
    List<T> m = modulation(ops, "out.modulation", embedding, 2);
    h = Layers.modulate(ops, Layers.layerNorm(ops, h), m.get(0), m.get(1));
    T out = Layers.linear(ops, "out", h, width, images.depth(), Init.ZEROS, Init.ZEROS);
    return images.fromRows(ops, out);
  }

  private <T> T block(Ops<T> ops, String name, T x, int rows, T embedding) {
    return ops.block(() -> {
      List<T> m = modulation(ops, name + ".modulation", embedding, 6);
      T u = Layers.modulate(ops, Layers.layerNorm(ops, x), m.get(0), m.get(1));
      u =
          new SelfAttention(rows, width, heads)
              .forward(ops, name + ".attention", u, Init.fanIn(width));
      T h = ops.add(x, ops.multiply(u, m.get(2)));
      u = Layers.modulate(ops, Layers.layerNorm(ops, h), m.get(3), m.get(4));
      u = ops.gelu(Layers.linear(ops, name + ".0", u, width, EXPANSION * width));
      u = Layers.linear(ops, name + ".1", u, EXPANSION * width, width);
      return ops.add(h, ops.multiply(u, m.get(5)));
    });
  }

  /// So many rows of the width, one for all patches of a picture.
  private <T> List<T> modulation(Ops<T> ops, String name, T embedding, int count) {
    T all = Layers.linear(ops, name, embedding, width, count * width, Init.ZEROS, Init.ZEROS);
    return IntStream.range(0, count)
        .mapToObj(i -> ops.reshape(ops.slice(all, 1, i * width, (i + 1) * width), 1, width))
        .toList();
  }
}
