/// Arrays: the one value that flows through everything.
///
/// A {@link org.scorefield.array.Batch} is n samples of one {@link org.scorefield.array.Shape},
/// row-major float64, immutable to the outside. Formulas in the other packages write `x` for a
/// batch of shape n x d; all arithmetic on it is per sample, which is what makes results
/// independent of how samples are batched. A {@link org.scorefield.array.Vector} is a list of
/// numbers about them: a mean, a spectrum, one value for each sample. {@link
/// org.scorefield.array.Rows} runs blocks of rows in parallel.
///
/// `copyOf` and `toArray` copy. `adopt` and `shared` do not, for code where the copy would be the
/// cost: whoever adopts an array, or is given a shared one, never writes to it again.
@NullMarked
package org.scorefield.array;

import org.jspecify.annotations.NullMarked;
