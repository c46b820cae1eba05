package org.scorefield.linalg;

import java.util.Locale;

/// The sets of OpenBLAS kernels, by what they ask of the rows of a call, so that the order in which
/// a row of `X op(B)` is added up depends on the size k x m of op(B) only. Measured on every set
/// for x86 in the library (decision 0003); `KernelsTest` holds it for those that the machine can
/// run.
enum Kernels {
  /// x86 before AVX-512. A row is added up alike in every call whose number of rows is a multiple
  /// of eight.
  UNIFORM(16),

  /// x86 with AVX-512. Large products run in blocks of twelve rows, and add those of a last,
  /// shorter block in another order. Small ones go to kernels of their own, with one more order, so
  /// calls of one shape must all be small or all large.
  AVX512(12) {
    @Override
    int tile(boolean transposed, int k, int m) {
      boolean one = small(transposed, SHORT_TILE, k, m) == small(transposed, tile(), k, m);
      boolean whole = m % 8 == 0 || small(transposed, tile(), k, m);
      return one && whole ? SHORT_TILE : tile();
    }

    @Override
    int most(boolean transposed, int k, int m) {
      if (!small(transposed, tile(), k, m)) {
        return LONG;
      }
      long rows = Math.min(LONG, SMALL / ((long) k * m));
      rows = transposed ? Math.min(rows, SMALL_RESULT / m) : rows;
      return (int) rows / SHORT_TILE * SHORT_TILE;
    }

    /// The library's own rule for a call of some rows.
    private boolean small(boolean transposed, int rows, int k, int m) {
      return (long) rows * k * m <= SMALL
          && !(transposed && ((long) rows * m > SMALL_RESULT || k < 32));
    }
  },

  /// Any other processor: a number of rows that the blocks of most kernels divide, and always the
  /// same one where a rule for small products might tell calls apart.
  UNKNOWN(48) {
    @Override
    int most(boolean transposed, int k, int m) {
      return (long) tile() * k * m <= SMALL ? tile() : LONG;
    }
  };

  /// Multiplications up to which the library may take kernels for small products.
  private static final long SMALL = 1_000_000;

  /// Numbers in the result up to which it does so for `X B^T`.
  private static final int SMALL_RESULT = 1200;

  /// Rows of which a call may take any multiple where the kernels leave no last, shorter block.
  private static final int SHORT_TILE = 4;

  /// A multiple of every tile, below the number of rows at which the library cuts a call in pieces.
  private static final int LONG = 1152;

  private final int tile;

  Kernels(int tile) {
    this.tile = tile;
  }

  /// The set that goes by a name of the library's (`openblas_get_corename`) on an architecture
  /// (`os.arch`).
  static Kernels named(String core, String architecture) {
    return switch (core.toLowerCase(Locale.ROOT)) {
      case "skylakex", "cooperlake", "sapphirerapids" -> AVX512;
      default -> architecture.equals("amd64") || architecture.equals("x86_64") ? UNIFORM : UNKNOWN;
    };
  }

  /// Calls may take any multiple of so many rows that is not above {@link #most}.
  final int tile() {
    return tile;
  }

  /// The same for a factor op(B) of k x m only; divides {@link #tile()}.
  int tile(boolean transposed, int k, int m) {
    return tile;
  }

  /// The most rows of a call with a factor op(B) of k x m that add up alike; a multiple of the tile
  /// for that factor.
  ///
  /// @param transposed whether B is stored as its transpose, m x k
  int most(boolean transposed, int k, int m) {
    return LONG;
  }
}
