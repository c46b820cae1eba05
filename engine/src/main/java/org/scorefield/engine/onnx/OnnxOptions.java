package org.scorefield.engine.onnx;

/// How a network in an ONNX file is run. None of this changes a bit of a result on a CPU.
///
/// @param threads how many threads compute one block of samples
/// @param memory bytes that the results inside the network should not go much beyond, all blocks
///   that are computed at once together; a wish, kept by the length of blocks
/// @param device where
public record OnnxOptions(int threads, long memory, Device device) {
  private static final long USUAL_MEMORY = 1L << 29;

  /// Where a network is computed.
  public enum Device {
    /// On a graphics card if the runtime and the machine have one, else on the processor.
    AUTO,
    CPU,
    /// On a graphics card of CUDA, or not at all. Results there are not promised to be the same
    /// bits in every batch.
    CUDA
  }

  public OnnxOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (memory < 1) {
      throw new IllegalArgumentException("memory must be at least 1 byte, got " + memory);
    }
  }

  /// All processors, half a gigabyte.
  public static OnnxOptions usual() {
    return new OnnxOptions(Runtime.getRuntime().availableProcessors(), USUAL_MEMORY, Device.CPU);
  }

  public OnnxOptions threads(int count) {
    return new OnnxOptions(count, memory, device);
  }

  public OnnxOptions memory(long bytes) {
    return new OnnxOptions(threads, bytes, device);
  }

  public OnnxOptions device(Device other) {
    return new OnnxOptions(threads, memory, other);
  }
}
