package org.scorefield.data.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.AtomicFile;
import org.scorefield.data.Dataset;

/// Writes samples as one NPY array of float64 with the axes (n, shape), C order, as `numpy.load`
/// reads it.
public final class NpyWriter {
  private static final int CHUNK = 1 << 13;

  private NpyWriter() {}

  public static void write(Path file, Batch samples) {
    write(file, samples.shape(), samples.count(), blocks -> blocks.accept(samples));
  }

  public static void write(Path file, Dataset data) {
    write(
        file,
        data.shape(),
        data.size(),
        blocks -> data.forEachBlock(data.comfortableBlock(), blocks));
  }

  /// Writes `count` samples that `producer` hands over block by block, in order, in memory that
  /// does not grow with `count`. The file appears when the last one is there; if the producer
  /// throws, or hands over fewer or more, nothing appears.
  ///
  /// @param producer given the place to hand the blocks to
  public static void write(Path file, Shape shape, int count, Consumer<Consumer<Batch>> producer) {
    List<Long> axes = new ArrayList<>();
    axes.add((long) count);
    shape.dimensions().forEach(axis -> axes.add((long) axis));
    byte[] header = new NpyHeader("<f8", false, axes).format();
    AtomicFile.write(
        file,
        out -> {
          out.write(header);
          Rows rows = new Rows(out, shape);
          try {
            producer.accept(rows);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
          if (rows.count != count) {
            throw new IllegalStateException(
                rows.count + " samples handed over where " + count + " were announced");
          }
        });
  }

  private static final class Rows implements Consumer<Batch> {
    private final OutputStream out;
    private final Shape shape;
    private final ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private long count;

    Rows(OutputStream out, Shape shape) {
      this.out = out;
      this.shape = shape;
    }

    @Override
    public void accept(Batch block) {
      if (!block.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "samples of shape " + block.shape() + " handed over where " + shape + " was announced");
      }
      double[] values = block.shared();
      try {
        for (int from = 0; from < values.length; from += CHUNK) {
          int length = Math.min(CHUNK, values.length - from);
          buffer.clear();
          buffer.asDoubleBuffer().put(values, from, length);
          out.write(buffer.array(), 0, 8 * length);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      count += block.count();
    }
  }
}
