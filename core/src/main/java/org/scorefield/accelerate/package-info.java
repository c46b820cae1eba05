/// Making one given model faster: the sampler for a stated number of evaluations and a stated
/// {@link org.scorefield.design.Aim}, searched *on the model itself* with few evaluations of it,
/// and verified on it.
///
/// What is learned on a stand-in for a model ({@link org.scorefield.design}) is a promise: real
/// networks are near no simple law of their data at high noise, and their trajectories answer to an
/// error of the student in their own way. So here the teacher is the model: a few fine solutions of
/// its own flow, outputs and all ({@link org.scorefield.accelerate.Teacher}).
///
/// ```java
/// ModelSearch search = new ModelSearch(task, Effort.usual(), yardstick, Optional.empty(), 1);
/// search.cost();                                            // known before it starts
/// Acceleration found = search.run(model, NoiseKey.of(1), StageWatch.NONE).orElseThrow();
/// found.chosen().sampler();                                 // never worse than the best peer
/// ```
@NullMarked
package org.scorefield.accelerate;

import org.jspecify.annotations.NullMarked;
