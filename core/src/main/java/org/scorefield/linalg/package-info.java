/// Linear algebra behind one door: OpenBLAS for products and factorisations, hidden in this
/// package.
///
/// {@link org.scorefield.linalg.Matrix} is the value. {@link org.scorefield.linalg.Products}
/// multiplies batches of rows by it, on all cores, and {@link org.scorefield.linalg.Panels} does so
/// on the calling thread, for algorithms that split their work themselves. {@link
/// org.scorefield.linalg.SymmetricEigen} and {@link org.scorefield.linalg.Factorizations}
/// decompose; {@link org.scorefield.linalg.GaussLegendre} integrates.
///
/// **Bits.** The result for one row depends on that row and the matrix, not on the rows beside it;
/// nothing depends on the number of cores. The library itself therefore runs on one thread, but for
/// large decompositions, and rows are given to it in calls whose length suits its kernels. What
/// differs between types of processor is written in decision 0003.
///
/// No class of the native library appears outside. Matrices are dense, row-major, float64; nothing
/// here is sparse.
@NullMarked
package org.scorefield.linalg;

import org.jspecify.annotations.NullMarked;
