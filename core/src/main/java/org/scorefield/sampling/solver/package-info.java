/// The solvers, one file each, and their catalogue {@link org.scorefield.sampling.solver.Solvers}.
///
/// All integrate the probability-flow ODE `dx/dsigma = (x - D(x; sigma))/sigma`, or a stochastic
/// process with the same marginal laws, downward in sigma.
@NullMarked
package org.scorefield.sampling.solver;

import org.jspecify.annotations.NullMarked;
