package org.scorefield.engine.nn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.scorefield.array.Shape;

/// A U-Net for pictures of any size (Ronneberger et al. 1505.04597, with the blocks of Ho et al.
/// 2006.11239, Song et al. 2011.13456 and Dhariwal and Nichol 2105.05233).
///
/// Level i works on pictures of half the side of level i-1 with `channels multipliers[i]` channels.
/// On the way down each level but the last has `blocks` residual blocks, whose results are kept;
/// the last has twice as many; on the way up each has `blocks` again, which see the results kept
/// beside their own input. A block is
///
/// `h <- shortcut(h) + conv(silu(m(norm(conv(silu(norm(h)))))))`
///
/// where m is the {@link Modulation} and the shortcut a 1x1 convolution where the number of
/// channels changes. Going down is the mean of four pixels; going up is a 1x1 convolution to the
/// channels of the level above, then repetition, because at full size the same convolution would
/// cost four times as much. The last convolution of each block and the last of all start at zero.
///
/// Sides that cannot be halved often enough are filled up with zeros below and to the right, and
/// what was added is cut off in the end.
///
/// @param shape channels, height, width
/// @param condition number of conditioning inputs
/// @param channels of the first level, a multiple of 4
/// @param multipliers of the channels, one a level
/// @param blocks a level and direction, at least 1
/// @param attention levels whose sides are at most this have self-attention after each block; 0 for
///   none
/// @param headWidth channels of a head of attention
/// @param patch side of the squares of pixels that become the channels of one; 1 for none. With 2,
///   everything costs a quarter.
/// @param embedding width of the embedding of noise level and condition, and number of its Fourier
///   features
/// @param modulation how noise level and condition enter
public record UNet(
    Shape shape,
    int condition,
    int channels,
    List<Integer> multipliers,
    int blocks,
    int attention,
    int headWidth,
    int patch,
    int embedding,
    Modulation modulation)
    implements Network {
  public static final String KIND = "unet";

  public UNet {
    Sizes.picture(shape, KIND);
    multipliers = List.copyOf(multipliers);
    Sizes.atLeast(0, condition, "condition");
    Sizes.atLeast(4, channels, "channels");
    Sizes.divides(4, channels, "channels", "they are normalised in groups of 4 or more");
    Sizes.atLeast(1, multipliers.size(), "the number of multipliers");
    multipliers.forEach(multiplier -> Sizes.atLeast(1, multiplier, "a multiplier"));
    Sizes.atLeast(1, blocks, "blocks");
    Sizes.atLeast(0, attention, "attention");
    Sizes.atLeast(1, headWidth, "headWidth");
    Sizes.atLeast(1, patch, "patch");
    Sizes.atLeast(1, embedding, "embedding");
    int side = Math.max(shape.dimensions().get(1), shape.dimensions().get(2));
    if (1L << (multipliers.size() - 1) > (side + patch - 1) / patch) {
      throw new IllegalArgumentException(
          "pictures of %s in patches of %d cannot be halved %d times; give fewer multipliers"
              .formatted(shape, patch, multipliers.size() - 1));
    }
    for (int i = 0; i < multipliers.size(); i++) {
      if (attends(i, shape, patch, multipliers.size(), attention)) {
        Sizes.divides(
            headWidth,
            channels * multipliers.get(i),
            "the channels of level " + i + ", which has attention,",
            "change channels, multipliers or headWidth");
      }
    }
  }

  /// One that trains on a CPU: 16 channels at full size, where each costs most, 64 at half and 128
  /// at a quarter of it, one block a level, attention at the lowest. Pictures of sides below 16 get
  /// 32 and 64 channels; those of more than 2048 pixels are taken in patches of 2, of more than
  /// 8192 in patches of 4, with 64 channels and more.
  ///
  /// For 1x28x28 it has 1.0 million parameters and costs 76 million multiply-adds a picture.
  public static UNet small(Shape shape, int condition) {
    Sizes.picture(shape, KIND);
    int height = shape.dimensions().get(1);
    int width = shape.dimensions().get(2);
    long pixels = (long) height * width;
    int patch = pixels > 8192 ? 4 : pixels > 2048 ? 2 : 1;
    int side = (Math.max(height, width) + patch - 1) / patch;
    int channels = patch > 1 ? 64 : side < 16 ? 32 : 16;
    List<Integer> multipliers =
        side < 2
            ? List.of(1)
            : side < 16 ? List.of(1, 2) : patch > 1 ? List.of(1, 2, 2) : List.of(1, 4, 8);
    return new UNet(
        shape, condition, channels, multipliers, 1, 8, 32, patch, 128, Modulation.SCALE_SHIFT);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public <T> T forward(Ops<T> ops, Inputs<T> in) {
    Images images = images(shape, patch, multipliers.size());
    T level = Layers.embedding(ops, in, embedding, embedding, condition);
    T x = images.toChannels(ops, in.x());
    T h = Layers.convolution(ops, "in", x, images.depth(), width(0), 3);
    int last = multipliers.size() - 1;
    Deque<T> kept = new ArrayDeque<>();
    for (int i = 0; i < last; i++) {
      for (int b = 0; b < blocks; b++) {
        int before = b == 0 ? width(Math.max(0, i - 1)) : width(i);
        h = unit(ops, i, "down." + i + "." + b, h, before, level);
        kept.push(h);
      }
      h = ops.downsample(h);
    }
    for (int b = 0; b < 2 * blocks; b++) {
      int before = b == 0 ? width(Math.max(0, last - 1)) : width(last);
      h = unit(ops, last, "middle." + b, h, before, level);
    }
    for (int i = last - 1; i >= 0; i--) {
      h = Layers.convolution(ops, "up." + i + ".in", h, width(i + 1), width(i), 1);
      h = ops.upsample(h);
      for (int b = 0; b < blocks; b++) {
        T both = ops.concatenate(List.of(h, kept.pop()), 1);
        h = unit(ops, i, "up." + i + "." + b, both, 2 * width(i), level);
      }
    }
    h = ops.silu(Layers.groupNorm(ops, "out.norm", h, width(0)));
    T out = Layers.convolution(ops, "out", h, width(0), images.depth(), 3, Init.ZEROS, Init.ZEROS);
    return images.fromChannels(ops, out);
  }

  /// A block and, where the level has it, attention.
  private <T> T unit(Ops<T> ops, int depth, String name, T x, int inputs, T level) {
    T h = block(ops, name, x, inputs, width(depth), level);
    return attends(depth, shape, patch, multipliers.size(), attention)
        ? attend(ops, name + ".attention", h, depth)
        : h;
  }

  private <T> T block(Ops<T> ops, String name, T x, int inputs, int outputs, T level) {
    return ops.block(() -> {
      T h = ops.silu(Layers.groupNorm(ops, name + ".norm.0", x, inputs));
      h = Layers.convolution(ops, name + ".conv.0", h, inputs, outputs, 3);
      h = ops.silu(modulated(ops, name, h, outputs, level));
      h = Layers.convolution(ops, name + ".conv.1", h, outputs, outputs, 3, Init.ZEROS, Init.ZEROS);
      T shortcut =
          inputs == outputs
              ? x
              : Layers.convolution(ops, name + ".shortcut", x, inputs, outputs, 1);
      return ops.add(shortcut, h);
    });
  }

  private <T> T modulated(Ops<T> ops, String name, T h, int width, T level) {
    return switch (modulation) {
      case SCALE_SHIFT -> {
        T both = Layers.linear(ops, name + ".modulation", level, embedding, 2 * width);
        yield Layers.modulate(
            ops,
            Layers.groupNorm(ops, name + ".norm.1", h, width),
            ops.reshape(ops.slice(both, 1, 0, width), width, 1, 1),
            ops.reshape(ops.slice(both, 1, width, 2 * width), width, 1, 1));
      }
      case ADD -> {
        T offset = Layers.linear(ops, name + ".modulation", level, embedding, width);
        T moved = ops.add(h, ops.reshape(offset, width, 1, 1));
        yield Layers.groupNorm(ops, name + ".norm.1", moved, width);
      }
    };
  }

  private <T> T attend(Ops<T> ops, String name, T x, int depth) {
    Images images = images(shape, patch, multipliers.size());
    int rows = images.rows() >> depth;
    int columns = images.columns() >> depth;
    int width = width(depth);
    return ops.block(() -> {
      T pixels =
          ops.reshape(Layers.groupNorm(ops, name + ".norm", x, width), width, rows * columns);
      T mixed =
          new SelfAttention(rows * columns, width, width / headWidth)
              .forward(ops, name, ops.permute(pixels, 0, 2, 1), Init.ZEROS);
      return ops.add(x, ops.reshape(ops.permute(mixed, 0, 2, 1), width, rows, columns));
    });
  }

  private int width(int level) {
    return channels * multipliers.get(level);
  }

  private static Images images(Shape shape, int patch, int levels) {
    return Images.of(shape, patch, 1 << (levels - 1));
  }

  private static boolean attends(int level, Shape shape, int patch, int levels, int attention) {
    Images images = images(shape, patch, levels);
    return Math.max(images.rows(), images.columns()) >> level <= attention;
  }
}
