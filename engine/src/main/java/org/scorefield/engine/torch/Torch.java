package org.scorefield.engine.torch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/// Loads LibTorch, once, with the settings that this package relies on.
@SuppressWarnings({"restricted", "try"}) // scopes are only there to be closed
final class Torch {
  // Of glibc's malloc.h.
  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_MMAP_THRESHOLD = -3;

  /// The most that glibc accepts: half of a heap of a thread.
  private static final int LARGEST_OF_A_HEAP = 32 << 20;

  private static final int KEPT_FREE = 1 << 30;

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
    keepFreedMemory();
    torch.set_num_threads(1);
    return torch.get_num_threads() == 1;
  }

  /// Tells glibc to keep what is freed for the next step: as it comes, it takes every large result
  /// from the system anew, a page fault for each 4 kB. Where there is no `mallopt`, or one that
  /// takes other settings, memory comes as it came: slower, and nothing else.
  private static void keepFreedMemory() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("mallopt")
        .ifPresent(address -> {
          MethodHandle mallopt =
              linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
          try {
            int _ = (int) mallopt.invokeExact(M_MMAP_THRESHOLD, LARGEST_OF_A_HEAP);
            int _ = (int) mallopt.invokeExact(M_TRIM_THRESHOLD, KEPT_FREE);
          } catch (Throwable e) {
            throw new IllegalStateException("cannot call mallopt", e);
          }
        });
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

  /// The same, not freed at the end of the scope around it: it is the caller's to close.
  static <P extends Pointer> P kept(P pointer) {
    return pointer.retainReference();
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
