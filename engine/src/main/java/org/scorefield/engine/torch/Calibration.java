package org.scorefield.engine.torch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.Init;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.random.NoiseKey;

/// Finds out where in a block of rows this machine's kernels treat a row alike.
///
/// A matrix product is computed in tiles, and some kernels add in another order at the edge of one:
/// with OpenBLAS's AVX2 kernels equal rows come out different in the last bit depending on where
/// they stand (six rows of one kind, six of another), while its AVX-512 kernels treat all alike.
/// Which rows agree is a matter of lengths, not of values. So blocks of equal rows, drawn at
/// random, are sent through the network with random parameters, and rows count as alike if every
/// intermediate result agrees bit by bit in all of them. What is found depends on the network and
/// the type of processor, never on a clock.
///
/// Lengths are tried from the longest that keeps results in the cache, and each with the samples on
/// either side of the products; the first in which at least 7/8 of the rows are alike is taken.
/// Then shorter blocks in which rows come out as in that one, so that a few samples do not pay for
/// many.
final class Calibration {
  private static final NoiseKey KEY = NoiseKey.of(20_260_000).child("calibration");

  /// Numbers to compare for each kind of sum: two orders of adding agree by chance in about half.
  private static final int COMPARED = 32;

  /// Numbers that the widest result of a block should hold: half a megabyte.
  private static final int COMFORTABLE = 1 << 17;

  /// Element-wise kernels take this many numbers at a time, and what is left at the end one by one
  /// by other functions, whose last bits differ.
  private static final int LANES = 64;

  private static final int LONGEST = 1024;
  private static final int SHORTEST = 8;

  private final Network network;
  private final Map<String, Tensor> parameters;
  private final int longest;
  private final int unit;
  private final int probes;

  private Calibration(Network network, Map<String, Tensor> parameters) {
    this.network = network;
    this.parameters = parameters;
    Extent extent = extent();
    longest = longest(extent);
    unit = extent.unit();
    probes = Math.max(2, COMPARED / (int) extent.repeats());
  }

  /// How large the results of a network are.
  ///
  /// @param widest numbers a sample of the largest
  /// @param repeats how often the same sums occur in every result: pixels or pieces of a sample
  /// @param unit the fewest samples of which every result is a whole number of {@link #LANES}
  private record Extent(long widest, long repeats, int unit) {
    static final Extent NONE = new Extent(1, COMPARED, 1);

    Extent and(Tensor result) {
      long size = result.numel() / result.size(0);
      long channels = result.size(result.dim() == 3 ? 2 : 1);
      int odd = LANES / (int) Math.min(LANES, Long.lowestOneBit(size));
      return new Extent(
          Math.max(widest, size), Math.min(repeats, size / channels), Math.max(unit, odd));
    }
  }

  private Extent extent() {
    Extent[] extent = {Extent.NONE};
    int rows = 3;
    forward(
        rows,
        false,
        0,
        result -> {
          if (isBatch(result, rows)) {
            extent[0] = extent[0].and(result);
          }
        });
    return extent[0];
  }

  private static boolean isBatch(Tensor result, int length) {
    return result.dim() > 1 && result.size(0) == length;
  }

  private static int longest(Extent extent) {
    int length = LONGEST;
    while (length > Math.max(SHORTEST, extent.unit()) && length * extent.widest() > COMFORTABLE) {
      length /= 2;
    }
    return length;
  }

  static Blocks of(Network network) {
    return Torch.inference(() -> {
      Layout layout = Layout.of(network);
      Tensor all = torch.empty(layout.size());
      Tensors.write(drawn(layout), all);
      return new Calibration(network, Tensors.parts(all, layout)).blocks();
    });
  }

  /// Parameters that make every result differ from zero, whatever a network starts with.
  private static float[] drawn(Layout layout) {
    float[] values = new float[layout.size()];
    for (Parameter parameter : layout.parameters()) {
      int inputs = parameter.size() / parameter.axes().getFirst();
      float[] part = drawn(parameter.size(), 1 / Math.sqrt(inputs), KEY.child(parameter.name()));
      System.arraycopy(part, 0, values, layout.offset(parameter), part.length);
    }
    return values;
  }

  private static float[] drawn(int count, double deviation, NoiseKey key) {
    double[] values = new Init.Normal(deviation).draw(count, key);
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private Blocks blocks() {
    boolean turned = false;
    long[] marks = {};
    Block best = new Block(0, new int[0]);
    for (int length = longest; length >= unit && !nearlyAll(best); length /= 2) {
      for (boolean side : new boolean[] {false, true}) {
        long[] found = marks(length, side);
        Block block = Block.commonest(found);
        if (!nearlyAll(best) && share(block) > share(best)) {
          best = block;
          marks = found;
          turned = side;
        }
      }
    }
    long wanted = marks[best.places()[0]];
    List<Block> all = new ArrayList<>(List.of(best));
    for (int length = best.length() / 2; length >= unit; length /= 2) {
      Block shorter = Block.marked(marks(length, turned), wanted);
      if (shorter.capacity() > 0) {
        all.add(shorter);
      }
    }
    return new Blocks(turned, all);
  }

  private static boolean nearlyAll(Block block) {
    return share(block) >= 7.0 / 8;
  }

  private static double share(Block block) {
    return block.length() == 0 ? 0 : (double) block.capacity() / block.length();
  }

  /// A mark for each row of a block: two rows have the same if every result agreed.
  private long[] marks(int length, boolean turned) {
    long[] marks = new long[length];
    for (int probe = 0; probe < probes; probe++) {
      forward(
          length,
          turned,
          probe,
          result -> {
            if (isBatch(result, length)) {
              mix(result, marks);
            }
          });
    }
    return marks;
  }

  private static void mix(Tensor tensor, long[] marks) {
    int[] values = Tensors.bits(tensor);
    int width = values.length / marks.length;
    int[] weights = new int[width];
    for (int j = 0; j < width; j++) {
      weights[j] = (2 * j + 1) * 0x9E3779B1;
    }
    for (int i = 0; i < marks.length; i++) {
      int sum = 0;
      for (int j = 0; j < width; j++) {
        sum += values[i * width + j] * weights[j];
      }
      marks[i] = (marks[i] ^ sum) * 0x9E3779B97F4A7C15L;
      marks[i] ^= marks[i] >>> 29;
    }
  }

  /// Sends a block of equal rows through the network.
  private void forward(int length, boolean turned, int probe, Consumer<Tensor> each) {
    NoiseKey key = KEY.child("probe").child(probe);
    Shape shape = network.shape();
    int d = shape.size();
    Torch.scoped(() -> {
      long[] axes = Tensors.axes(length, shape);
      Tensor one = Tensors.of(drawn(d, 1, key.child("x")), 0, Tensors.axes(1, shape));
      Tensor x = one.expand(axes).contiguous();
      Tensor noise = Tensors.of(drawn(1, 1, key.child("noise")), 0, 1, 1);
      int c = network.condition();
      Optional<Tensor> condition =
          c == 0
              ? Optional.empty()
              : Optional.of(Tensors.of(drawn(c, 1, key.child("condition")), 0, 1, c));
      Ops<Tensor> ops = watched(new TorchOps(parameters, turned), each);
      return network.forward(ops, new Inputs<>(x, noise, condition));
    });
  }

  /// The same operations, with every result shown.
  @SuppressWarnings("unchecked")
  private static Ops<Tensor> watched(TorchOps ops, Consumer<Tensor> each) {
    return (Ops<Tensor>)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(ops, arguments);
                if (result instanceof Tensor tensor && !method.getName().equals("parameter")) {
                  each.accept(tensor);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
