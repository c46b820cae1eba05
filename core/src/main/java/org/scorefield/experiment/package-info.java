/// Experiments: what to do, what happened, and where every number came from.
///
/// An {@link org.scorefield.experiment.Experiment} is a value that says what to do; {@link
/// org.scorefield.experiment.Runner} does it and gives a {@link
/// org.scorefield.experiment.RunRecord}, which carries its {@link
/// org.scorefield.experiment.Provenance}: seed, hash of the data, commit, JDK, versions. A run
/// writes a {@link org.scorefield.experiment.RunDirectory}, whole or not at all.
///
/// How samples are drawn is a {@link org.scorefield.experiment.SamplerSpec}: solver, grid and start
/// as data, with the scale of the data they are for, what they were made for and what they should
/// achieve; {@link org.scorefield.experiment.SamplerFile} keeps it. Where a run begins is asked for
/// by a {@link org.scorefield.experiment.TeleportRequest} and answered by a {@link
/// org.scorefield.experiment.TeleportPlan}.
///
/// A {@link org.scorefield.experiment.Model} is a denoiser with its card; {@link
/// org.scorefield.experiment.ModelFiles} keeps it in a file. Kinds of model that this module does
/// not know are brought to it as {@link org.scorefield.experiment.ModelKind}s by whoever puts the
/// program together.
///
/// A {@link org.scorefield.experiment.RepairExperiment} stacks a model with closed forms of the
/// data and judges the stack. Its rows are cut in three, by a {@link
/// org.scorefield.experiment.RepairPlan} that also says what it will cost before it starts: closed
/// forms are fitted to the first part, the second weights them, the third judges.
///
/// A {@link org.scorefield.experiment.ConvexExperiment} fits a diffusion of convex programs, one a
/// noise level, and looks at it beside the Gaussian and, where it is known, the exact law.
///
/// This is the lowest layer that reads a clock, or writes files other than through `data`.
@NullMarked
package org.scorefield.experiment;

import org.jspecify.annotations.NullMarked;
