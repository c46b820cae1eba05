/// Studies that train: each runs the same training several times, changes one thing, and hands what
/// it measured on the way to the pure functions of {@link org.scorefield.study}.
///
/// Candidates of one seed share rows, their order, first parameters and the counters of levels and
/// noise, so they are paired; standard errors are over seeds.
@NullMarked
package org.scorefield.engine.study;

import org.jspecify.annotations.NullMarked;
