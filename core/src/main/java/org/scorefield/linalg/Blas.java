package org.scorefield.linalg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.locks.StampedLock;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/// The door to OpenBLAS. JavaCPP brings the native library for the platform; the calls go through
/// the foreign function interface, which passes heap arrays without a copy.
///
/// OpenBLAS runs on the calling thread: callers split their work over threads themselves ({@link
/// Products}), so that no lock serialises them and no bit depends on how many threads there are.
/// Only {@link #eigenOnAllCores} lets it use its own, and other calls wait for it: the number of
/// threads is one for the whole library, and changes the bits of products too (decision 0003).
@SuppressWarnings("restricted")
final class Blas {
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;
  private static final int COLUMN_MAJOR = 102;

  private static final SymbolLookup LIBRARY = load();
  private static final MethodHandle SET_THREADS =
      handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));
  private static final MethodHandle GEMM =
      handle(
          "cblas_dgemm",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT),
          Linker.Option.critical(true));
  private static final MethodHandle SYRK =
      handle(
          "cblas_dsyrk",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT,
              JAVA_DOUBLE,
              ADDRESS,
              JAVA_INT),
          Linker.Option.critical(true));
  private static final MethodHandle SYEVD =
      handle(
          "LAPACKE_dsyevd",
          FunctionDescriptor.of(
              JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
  private static final MethodHandle POTRF =
      handle(
          "LAPACKE_dpotrf",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.critical(true));
  private static final MethodHandle GEQRF =
      handle(
          "LAPACKE_dgeqrf",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
          Linker.Option.critical(true));
  private static final MethodHandle ORGQR =
      handle(
          "LAPACKE_dorgqr",
          FunctionDescriptor.of(
              JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS),
          Linker.Option.critical(true));

  /// What the library runs on here.
  static final Kernels KERNELS = Kernels.named(core(), System.getProperty("os.arch", ""));

  /// Held for reading by calls on one thread, for writing while there are more.
  private static final StampedLock THREADS = new StampedLock();

  static {
    setThreads(1);
  }

  private Blas() {}

  private static SymbolLookup load() {
    String library = Loader.load(openblas_nolapack.class);
    return SymbolLookup.libraryLookup(Path.of(library), Arena.global());
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment symbol =
        LIBRARY
            .find(name)
            .orElseThrow(() -> new IllegalStateException("OpenBLAS has no symbol " + name));
    return Linker.nativeLinker().downcallHandle(symbol, descriptor, options);
  }

  /// The name of the kernels that the library has chosen.
  static String core() {
    MethodHandle name = handle("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
    try {
      return ((MemorySegment) name.invokeExact()).reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable t) {
      throw failed("openblas_get_corename", t);
    }
  }

  private static void setThreads(int threads) {
    try {
      SET_THREADS.invokeExact(threads);
    } catch (Throwable t) {
      throw failed("openblas_set_num_threads", t);
    }
  }

  /// `C(m x n) = alpha op(A) op(B) + beta C`, all row-major, each from its offset; `lda`, `ldb` and
  /// `ldc` are row lengths as stored.
  static void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      long offsetA,
      int lda,
      double[] b,
      long offsetB,
      int ldb,
      double beta,
      double[] c,
      long offsetC,
      int ldc) {
    long stamp = THREADS.readLock();
    try {
      GEMM.invokeExact(
          ROW_MAJOR,
          transposeA ? TRANSPOSE : NO_TRANSPOSE,
          transposeB ? TRANSPOSE : NO_TRANSPOSE,
          m,
          n,
          k,
          alpha,
          segment(a, offsetA),
          lda,
          segment(b, offsetB),
          ldb,
          beta,
          segment(c, offsetC),
          ldc);
    } catch (Throwable t) {
      throw failed("dgemm", t);
    } finally {
      THREADS.unlockRead(stamp);
    }
  }

  /// Upper triangle of the n x n tile of C at `offsetC` `+= A^T A`, where A is the k x n tile of a
  /// row-major array at `offsetA`; `lda` and `ldc` are row lengths as stored.
  static void addGram(
      int n, int k, double[] a, long offsetA, int lda, double[] c, long offsetC, int ldc) {
    long stamp = THREADS.readLock();
    try {
      int upper = 121;
      SYRK.invokeExact(
          ROW_MAJOR,
          upper,
          TRANSPOSE,
          n,
          k,
          1.0,
          segment(a, offsetA),
          lda,
          1.0,
          segment(c, offsetC),
          ldc);
    } catch (Throwable t) {
      throw failed("dsyrk", t);
    } finally {
      THREADS.unlockRead(stamp);
    }
  }

  /// Eigenvalues ascending into `values`; eigenvector j into `a[j*n .. j*n+n-1]`. Divide and
  /// conquer, on the calling thread.
  static int eigen(int n, double[] a, double[] values) {
    return onThisThread('V', n, a, values);
  }

  /// As {@link #eigen}, on all cores; calls on other threads wait meanwhile.
  static int eigenOnAllCores(int n, double[] a, double[] values) {
    long stamp = THREADS.writeLock();
    try {
      setThreads(Runtime.getRuntime().availableProcessors());
      try {
        return divideAndConquer('V', n, a, values);
      } finally {
        setThreads(1);
      }
    } finally {
      THREADS.unlockWrite(stamp);
    }
  }

  /// Eigenvalues ascending into `values`, no vectors: a seventh of the work of {@link #eigen}. On
  /// the calling thread.
  static int eigenvalues(int n, double[] a, double[] values) {
    return onThisThread('N', n, a, values);
  }

  private static int onThisThread(char job, int n, double[] a, double[] values) {
    long stamp = THREADS.readLock();
    try {
      return divideAndConquer(job, n, a, values);
    } finally {
      THREADS.unlockRead(stamp);
    }
  }

  /// The matrix is copied off the heap for the time of the call, so that a call of seconds does not
  /// hold up the garbage collector.
  private static int divideAndConquer(char job, int n, double[] a, double[] values) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment matrix = arena.allocateFrom(JAVA_DOUBLE, a);
      MemorySegment w = arena.allocate(JAVA_DOUBLE, n);
      int info = (int) SYEVD.invokeExact(COLUMN_MAJOR, (byte) job, (byte) 'U', n, matrix, n, w);
      MemorySegment.copy(matrix, JAVA_DOUBLE, 0, a, 0, a.length);
      MemorySegment.copy(w, JAVA_DOUBLE, 0, values, 0, n);
      return info;
    } catch (Throwable t) {
      throw failed("dsyevd", t);
    }
  }

  /// Lower Cholesky factor of a row-major symmetric matrix, in place of its lower triangle. Returns
  /// 0, or the order of the leading minor that is not positive definite.
  static int cholesky(int n, double[] a) {
    long stamp = THREADS.readLock();
    try {
      return (int) POTRF.invokeExact(ROW_MAJOR, (byte) 'L', n, segment(a, 0), n);
    } catch (Throwable t) {
      throw failed("dpotrf", t);
    } finally {
      THREADS.unlockRead(stamp);
    }
  }

  /// Replaces the n >= k columns of the row-major `a` (n x k) by an orthonormal basis of their
  /// span.
  static void orthonormalise(int n, int k, double[] a) {
    double[] tau = new double[k];
    long stamp = THREADS.readLock();
    try {
      int info = (int) GEQRF.invokeExact(ROW_MAJOR, n, k, segment(a, 0), k, segment(tau, 0));
      info |= (int) ORGQR.invokeExact(ROW_MAJOR, n, k, k, segment(a, 0), k, segment(tau, 0));
      if (info != 0) {
        throw new IllegalStateException("LAPACK refused a QR factorisation, info " + info);
      }
    } catch (Throwable t) {
      throw failed("dgeqrf", t);
    } finally {
      THREADS.unlockRead(stamp);
    }
  }

  private static MemorySegment segment(double[] array, long offset) {
    MemorySegment whole = MemorySegment.ofArray(array);
    return offset == 0 ? whole : whole.asSlice(offset * Double.BYTES);
  }

  private static RuntimeException failed(String what, Throwable t) {
    if (t instanceof Error e) {
      throw e;
    }
    return t instanceof RuntimeException r
        ? r
        : new IllegalStateException("call of " + what + " failed", t);
  }
}
