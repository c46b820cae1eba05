package org.scorefield.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.scorefield.array.Shape;
import org.scorefield.engine.onnx.Slot.Label;

/// A model that is loaded, with the slots that have been used with it. Safe to share. What it holds
/// outside of the heap is given back when nothing refers to it any more.
final class Session {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Native loaded;
  private final Ports ports;
  private final int width;
  private final Shape returned;
  private final Shape counted;

  /// What has to be given back.
  private record Native(
      OrtEnvironment environment, OrtSession session, Map<Integer, Queue<Slot>> slots)
      implements Runnable {
    @Override
    public void run() {
      slots.values().forEach(queue -> queue.forEach(Slot::close));
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// @param width how many numbers stand for a class, where they are not its index
  /// @param returned shape of one sample of the output
  /// @param counted what of it counts: all, or the first half of its channels
  Session(Loaded model, Ports ports, int width, Shape returned, Shape counted) {
    this.ports = ports;
    this.width = width;
    this.returned = returned;
    this.counted = counted;
    loaded = new Native(model.environment(), model.session(), new ConcurrentHashMap<>());
    CLEANER.register(this, loaded);
  }

  /// Shape of one sample of a result.
  Shape counted() {
    return counted;
  }

  Ports ports() {
    return ports;
  }

  int width() {
    return width;
  }

  /// Evaluates samples `from .. from + count - 1` in one block.
  ///
  /// @param length of the block
  void run(
      int length,
      double[] in,
      int from,
      int count,
      double noiseInput,
      Optional<Label> label,
      double[] out) {
    Queue<Slot> free = loaded.slots().computeIfAbsent(length, _ -> new ConcurrentLinkedQueue<>());
    try {
      Slot found = free.poll();
      Slot slot =
          found != null
              ? found
              : new Slot(loaded.environment(), ports, length, width, Optional.of(returned));
      try {
        slot.fill(in, from, count, noiseInput, label);
        slot.run(loaded.session(), counted, out, from, count);
      } finally {
        free.add(slot);
      }
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "the network failed at noise input %s: %s".formatted(noiseInput, e.getMessage()), e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
