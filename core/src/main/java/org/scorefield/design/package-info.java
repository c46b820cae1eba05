/// Choosing how to sample before sampling: grids, solvers and starts from the statistics of the
/// data alone, with no evaluation of the model.
@NullMarked
package org.scorefield.design;

import org.jspecify.annotations.NullMarked;
