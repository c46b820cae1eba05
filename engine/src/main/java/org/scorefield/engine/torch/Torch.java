package org.scorefield.engine.torch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/// Loads LibTorch, once, with the settings that this package relies on.
@SuppressWarnings({"restricted", "try"}) // scopes are only there to be closed
final class Torch {
  private static final boolean READY = start();

  private Torch() {}

  /// Makes sure that it is loaded.
  static void require() {
    if (!READY) {
      throw new IllegalStateException("LibTorch did not start");
    }
  }

  private static boolean start() {
    // Idle OpenMP workers must sleep, whatever the environment of the program that uses us says.
    setEnvironment("OMP_WAIT_POLICY", "passive");
    // Shards run side by side, each on its own thread: a BLAS with threads of its own would only
    // make them wait for one another.
    setEnvironment("OPENBLAS_NUM_THREADS", "1");
    // Otherwise JavaCPP asks the system for the memory in use before every tensor it makes. Scopes
    // free them here; the limit that this would guard is not needed.
    String limit = "org.bytedeco.javacpp.maxPhysicalBytes";
    if (System.getProperty(limit) == null) {
      System.setProperty(limit, "0");
    }
    torch.set_num_threads(1);
    return torch.get_num_threads() == 1;
  }

  private static void setEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(address -> {
          try (Arena arena = Arena.ofConfined()) {
            int done =
                (int)
                    linker
                        .downcallHandle(
                            address, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT))
                        .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (done != 0) {
              throw new IllegalStateException("the environment cannot be changed");
            }
          } catch (Throwable e) {
            throw new IllegalStateException("cannot set " + name, e);
          }
        });
  }

  /// Runs `body` and frees every tensor that it made.
  static <R> R scoped(Supplier<R> body) {
    require();
    try (PointerScope scope = new PointerScope()) {
      return body.get();
    }
  }

  /// The same, keeping no record for gradients.
  static <R> R inference(Supplier<R> body) {
    require();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return body.get();
    }
  }
}
