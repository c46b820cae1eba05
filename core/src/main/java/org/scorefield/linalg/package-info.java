/// Linear algebra behind one door: OpenBLAS for products and factorisations, hidden in this
/// package.
///
/// {@link org.scorefield.linalg.Matrix} is the value; {@link org.scorefield.linalg.Products}
/// multiplies batches of rows by it with bits that do not depend on the batch, {@link
/// org.scorefield.linalg.SymmetricEigen} and {@link org.scorefield.linalg.Factorizations}
/// decompose. No class of the native library appears outside.
@NullMarked
package org.scorefield.linalg;

import org.jspecify.annotations.NullMarked;
