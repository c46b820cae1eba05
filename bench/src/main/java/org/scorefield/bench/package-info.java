/// Benchmarks: what things cost here, and beside others.
///
/// Nothing is measured in a build; `mvn verify` only compiles it and tries every benchmark once at
/// a small size. By hand:
///
/// - `bench/jmh [NAME]`: single kernels, by JMH; see {@link org.scorefield.bench.kernel}.
/// - `bench/peers/run [--case NAME] [--threads N]`: the same work done by PyTorch, SciPy and
///   scikit-learn, turn by turn with ours; see {@link org.scorefield.bench.peer}. Makes a Python
///   environment of its own in `bench/target` at first use.
/// - `bench/convex`: seconds, sweeps and certified gaps of a large convex score program; see {@link
///   org.scorefield.bench.ConvexScale}.
@NullMarked
package org.scorefield.bench;

import org.jspecify.annotations.NullMarked;
