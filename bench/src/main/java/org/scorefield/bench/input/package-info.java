/// What benchmarks work on: made-up data of the size and spectrum of real data, and solver runs
/// around a denoiser that costs nothing. Same seed, same bytes.
@NullMarked
package org.scorefield.bench.input;

import org.jspecify.annotations.NullMarked;
