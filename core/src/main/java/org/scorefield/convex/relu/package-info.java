/// Two-layer networks of one output trained to their global optimum: the convex program whose gates
/// are tied to the weights they gate by cones.
///
/// The gated programs one package up let a gate open where it likes, which is a relaxation: their
/// value may be far below what a network reaches. With the cones
///
/// `K_i = {u : x_r . u >= 0 where gate i is open, <= 0 where it is closed}`
///
/// the program *is* the network's (Pilanci and Ergen 2002.10553): over all patterns of the data its
/// minimum is that of weight-decayed training at any width, over some of them that of the networks
/// whose units have those. At the same beta, nuclear norm <= group lasso <= cones.
///
/// ```java
/// GatePatterns patterns = GatePatterns.all(x, Activation.RELU, true);
/// ConeProgram program = ConeProgram.of(patterns, y, AffinePart.BIAS);
/// ConeSolution best =
///     new ConeFista(1e-6, 20_000).solve(program, program.largestBeta() / 10, ProgramWatch.NONE);
/// best.certificate().words();
/// ConeNetwork network = best.network();
/// ```
///
/// **Certificates.** A residual nu is feasible for the dual once scaled so that no unit of any
/// pattern answers to it by more than beta: `|P_{K_i}(+-X^T D_i nu)| <= beta`. The projections are
/// exact, by {@link org.scorefield.convex.relu.NonNegativeLeastSquares}: the dual variables of the
/// cone are its weights. {@link org.scorefield.convex.relu.ActivationCones} offers them to others;
/// the projection of the strongest answer is also the unit most worth adding. The primal value is
/// that of the network, each unit gated by its own pre-activation. With all patterns the
/// certificate speaks of every network, else of the patterns given.
///
/// **Which solver.** {@link org.scorefield.convex.relu.ConeFista}, in all we measured: every step
/// is inside of the cones, and a working set leaves out most units. {@link
/// org.scorefield.convex.relu.ConeAdmm} and {@link org.scorefield.convex.relu.AugmentedLagrangian}
/// are the methods of the literature, which need no projections but for their certificates; they
/// are independent of it, and of each other, and serve to check. Of the two ADMM needs far fewer
/// products with the data. Iterations (seconds of processor time) to a certified relative gap, for
/// random teachers of five units, gates through the data, beta a fiftieth of the largest:
///
/// | n, d, P | gap | ConeFista | ConeAdmm | AugmentedLagrangian |
/// |---|---|---|---|---|
/// | 200, 5, 50 | 1e-4 | 440 (0.4 s) | 1470 (2.8 s) | 21400 (13 s) |
/// | 1000, 10, 100 | 1e-4 | 790 (1.6 s) | 6e-3 after 1300 | 1e-2 after 6500 |
///
/// When not to use it: a score of d components takes d programs and d networks; one network that
/// feeds all components has an exact program too, but its penalty, a nuclear norm over a cone, has
/// no cheap proximal map. And patterns that were drawn say nothing of those that were not.
///
/// ## Networks that were trained in some other way
///
/// A {@link org.scorefield.convex.relu.NeuronProblem} is what a network is trained for: rows,
/// targets, columns that are free of weight decay; any number of outputs. {@link
/// org.scorefield.convex.relu.Neurons} are the network. A {@link
/// org.scorefield.convex.relu.Certifier} says in an {@link org.scorefield.convex.relu.Audit} how
/// far it is from the best of any width, and which {@link org.scorefield.convex.relu.BestNeuron
/// neuron} it misses; {@link org.scorefield.convex.relu.Polish} takes it to the best with its
/// patterns; {@link org.scorefield.convex.relu.Grow} adds what is missing until nothing is:
///
/// ```java
/// NeuronProblem problem = NeuronProblem.denoising(pairs, Activation.RELU, AffinePart.SKIP_AND_BIAS);
/// Audit audit = Certifier.exact().certify(problem, Neurons.of(network), beta);
/// audit.words(1e-3);
/// new Grow(Certifier.exact(), Polish.DEFAULT, 50, 1e-6).grow(problem, Neurons.of(network), beta, _ -> {});
/// ```
///
/// With one or two outputs and few enough rows for all patterns, bounds are exact. With more
/// outputs the operator norm takes the place of a maximum over the cone, which leaves a gap; with
/// sampled patterns the bound is one among those.
@NullMarked
package org.scorefield.convex.relu;

import org.jspecify.annotations.NullMarked;
