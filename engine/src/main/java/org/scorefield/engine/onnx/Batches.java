package org.scorefield.engine.onnx;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.engine.onnx.Slot.Label;

/// Batches of any length, cut into blocks that are computed several at a time.
///
/// @param session the model
/// @param lengths of blocks
/// @param threads how many blocks at a time
record Batches(Session session, Lengths lengths, int threads) {

  Batch evaluate(Batch input, double noiseInput, Optional<Label> label) {
    int count = input.count();
    double[] in = input.shared();
    double[] out = new double[Math.multiplyExact(count, session.counted().size())];
    int block = lengths.carried((count + threads - 1) / threads);
    int blocks = (count + block - 1) / block;
    AtomicInteger next = new AtomicInteger();
    Rows.parallel(
        Math.min(threads, blocks),
        1,
        (_, _) -> {
          for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
            int to = Math.min(count, (b + 1) * block);
            for (int at = b * block; at < to; ) {
              int carried = lengths.carried(to - at);
              session.run(lengths.length(carried), in, at, carried, noiseInput, label, out);
              at += carried;
            }
          }
        });
    return Batch.adopt(session.counted(), out);
  }
}
