package org.scorefield.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scorefield.array.Shape;
import org.scorefield.random.Noise;

/// The promise of {@link Products} on sets of kernels other than the one that the environment of
/// this run happens to choose: each in a virtual machine of its own.
class KernelsTest {
  private static final String VARIABLE = "OPENBLAS_CORETYPE";

  /// The kernels that OpenBLAS takes where nobody names any.
  private static final String NONE = "";

  @Test
  void rowsKeepTheirBitsOnTheKernelsOfThisProcessor() throws Exception {
    assertThat(run(NONE, "sweep")).endsWith(" alike");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Nehalem", "Haswell", "SkylakeX"})
  void rowsKeepTheirBitsOnNamedKernels(String core) throws Exception {
    assumeThat(System.getProperty("os.arch")).isIn("amd64", "x86_64");
    String own = run(NONE, "name");
    boolean newest = Kernels.named(own, "amd64") == Kernels.AVX512;
    boolean recent = newest || own.equals("Haswell") || own.equals("Zen");
    assumeThat(core.equals("SkylakeX") ? newest : recent || core.equals("Nehalem"))
        .as("%s can run the kernels of %s", own, core)
        .isTrue();
    assertThat(run(core, "sweep")).isEqualTo(core + " alike");
  }

  @Test
  void callsOfAnyLengthDoNotKeepTheBitsOnAvx512() throws Exception {
    String own = run(NONE, "name");
    assumeThat(Kernels.named(own, "amd64")).isEqualTo(Kernels.AVX512);
    assertThat(run(NONE, "control")).isEqualTo(own + " 4 of 4 differ");
  }

  @Test
  void coresHaveTheirKernels() {
    assertThat(Kernels.named("Cooperlake", "amd64")).isEqualTo(Kernels.AVX512);
    assertThat(Kernels.named("SkylakeX", "x86_64")).isEqualTo(Kernels.AVX512);
    assertThat(Kernels.named("Zen", "amd64")).isEqualTo(Kernels.UNIFORM);
    assertThat(Kernels.named("NeoverseN1", "aarch64")).isEqualTo(Kernels.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void callsAreWholeTilesAndAllSmallOrAllLarge(Kernels kernels) {
    for (boolean transposed : new boolean[] {false, true}) {
      for (int k = 1; k < 4000; k += 1 + k / 3) {
        for (int m = 1; m < 4000; m += 1 + m / 5) {
          int tile = kernels.tile(transposed, k, m);
          int most = kernels.most(transposed, k, m);
          assertThat(most).isPositive();
          assertThat(most % tile).isZero();
          assertThat(kernels.tile() % tile).isZero();
          if (kernels == Kernels.UNKNOWN && most != tile) {
            assertThat((long) tile * k * m).isGreaterThan(1_000_000);
          }
        }
      }
    }
  }

  private static String run(String core, String what) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KernelsTest.class.getName(),
                    what))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("OPENBLAS_"));
    if (!core.equals(NONE)) {
      builder.environment().put(VARIABLE, core);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.strip();
  }

  /// Prints the name of the core, then what was asked: "alike" or the first product that is not.
  public static void main(String[] what) {
    String result =
        switch (what[0]) {
          case "sweep" -> " " + firstUnlike().orElse("alike");
          case "control" -> " " + control();
          default -> "";
        };
    System.out.println(Blas.core() + result);
  }

  /// Sizes on both sides of every rule: small products and large, short inner dimensions, numbers
  /// of columns that no block divides.
  private static Optional<String> firstUnlike() {
    int[] inner = {1, 31, 32, 64, 257, 784, 1797};
    int[] outer = {1, 2, 10, 37, 64, 100, 101, 200, 211, 304, 784};
    double[] table = random(1797, 784);
    double[] rows = random(300, 1797);
    for (int k : inner) {
      double[] x = Arrays.copyOf(rows, 300 * k);
      for (int m : outer) {
        double[] b = Arrays.copyOf(table, k * m);
        for (boolean transposed : new boolean[] {false, true}) {
          Matrix matrix = transposed ? Matrix.adopt(m, k, b) : Matrix.adopt(k, m, b);
          if (!alike(x, k, m, matrix, transposed)) {
            return Optional.of(k + " x " + m + (transposed ? " transposed" : "") + " differs");
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean alike(double[] x, int k, int m, Matrix b, boolean transposed) {
    double[] whole = transposed ? Products.timesTransposed(x, 300, b) : Products.times(x, 300, b);
    for (int n : new int[] {1, 4, 13, 16, 40, 64, 150}) {
      int from = 17 + n % 5;
      double[] part = Arrays.copyOfRange(x, from * k, (from + n) * k);
      double[] expected = Arrays.copyOfRange(whole, from * m, (from + n) * m);
      double[] padded = Panels.pad(part, n, k);
      double[] products =
          transposed ? Products.timesTransposed(part, n, b) : Products.times(part, n, b);
      double[] panels =
          transposed
              ? Panels.timesTransposed(padded, Panels.padded(n), b)
              : Panels.times(padded, Panels.padded(n), b);
      if (!Arrays.equals(products, expected)
          || !Arrays.equals(Arrays.copyOf(panels, n * m), expected)) {
        return false;
      }
    }
    return true;
  }

  /// What tiles of 16 rows, and calls that are now small and now large, do to bits.
  private static String control() {
    int differ = 0;
    for (boolean transposed : new boolean[] {false, true}) {
      differ += differs(transposed, 784, 211, 12, 16) ? 1 : 0;
      differ += differs(transposed, 784, 64, 12, 144) ? 1 : 0;
    }
    return differ + " of 4 differ";
  }

  private static boolean differs(boolean transposed, int k, int m, int rows, int others) {
    double[] x = random(others, k);
    double[] b = random(k, m);
    double[] some = call(transposed, Arrays.copyOfRange(x, (others - rows) * k, others * k), k, b);
    double[] all = call(transposed, x, k, b);
    return !Arrays.equals(some, Arrays.copyOfRange(all, (others - rows) * m, others * m));
  }

  private static double[] call(boolean transposed, double[] x, int k, double[] b) {
    int n = x.length / k;
    int m = b.length / k;
    double[] out = new double[n * m];
    Blas.gemm(false, transposed, n, m, k, 1, x, 0, k, b, 0, transposed ? k : m, 0, out, 0, m);
    return out;
  }

  private static double[] random(int rows, int columns) {
    return Noise.of(rows, rows).normal(Shape.vector(columns)).toArray();
  }
}
