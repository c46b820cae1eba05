package org.scorefield.engine.experiment;

import java.util.Optional;
import org.scorefield.engine.train.ClassifierModel;
import org.scorefield.experiment.RunRecord;

/// How a {@link ClassifierExperiment} ended.
///
/// @param record of the run
/// @param model empty if the run did not complete; the record's outcome says why
public record ClassifierResult(RunRecord record, Optional<ClassifierModel> model) {}
