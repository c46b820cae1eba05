/// Two-layer networks of one output trained exactly: the convex program whose gates are tied to the
/// weights they gate by cones.
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
