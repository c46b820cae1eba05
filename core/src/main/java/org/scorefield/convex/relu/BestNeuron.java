package org.scorefield.convex.relu;

import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;

/// The neuron that a network misses most.
///
/// With weights `t u` and `v`, t > 0 small, the loss falls by `correlation t` and the penalty rises
/// by `beta t`: it pays if the correlation is above beta.
///
/// @param inner u, of norm 1
/// @param outer v, of norm 1
/// @param correlation `v^T R^T f(X u)` with the residual R of the network
/// @param openings rows at which it is open
/// @param gain what adding it with its best strength, and changing nothing else, takes off the
///   objective: `(correlation - beta)^2 / (2 |Pi f(X u)|^2)`; 0 if it does not pay
public record BestNeuron(
    Vector inner, Vector outer, double correlation, int openings, double gain) {

  static BestNeuron of(NeuronProblem problem, BestNeuronSearch.Found found, double beta) {
    double[] h =
        problem.hidden(
            Matrix.adopt(1, problem.width(), found.u().clone()));
    int openings = 0;
    for (double z : h) {
      openings += z != 0 ? 1 : 0;
    }
    double excess = Math.max(0, found.value() - beta);
    double square = NeuronProblem.squared(problem.project(h));
    return new BestNeuron(
        Vector.of(found.u()),
        Vector.of(found.v()),
        found.value(),
        openings,
        square > 0 ? excess * excess / (2 * square) : 0);
  }
}
