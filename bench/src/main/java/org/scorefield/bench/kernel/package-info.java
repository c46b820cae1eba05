/// Kernels: how long the hot loops take, by JMH.
///
/// One class a kernel. They run by hand only:
///
/// ```
/// bench/jmh                                  all of them (about half an hour)
/// bench/jmh Products                         those whose name matches
/// bench/jmh SolverStep -p solver=heun,euler  some solvers; without -p, all of the catalogue
/// bench/jmh Denoiser -prof gc                with what they allocate
/// bench/jmh -h                               JMH's other options
/// ```
///
/// The script builds `mvn -q -pl bench -am -DskipTests package` when sources are newer than the jar
/// and starts {@link org.scorefield.bench.kernel.Kernels} on a JDK 25. By hand: `java
/// --enable-native-access=ALL-UNNAMED -cp "bench/target/scorefield-bench.jar:bench/target/lib/*"
/// org.openjdk.jmh.Main`.
///
/// Times are microseconds a call, averages of five iterations of a second after three for warming
/// up, in a fork of their own. On a machine that others use they are upper bounds; compare with a
/// run of the same hour only.
@NullMarked
package org.scorefield.bench.kernel;

import org.jspecify.annotations.NullMarked;
