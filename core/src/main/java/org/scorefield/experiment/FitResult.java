package org.scorefield.experiment;

/// What a fit gave.
///
/// @param record of the run
/// @param model the fitted model
public record FitResult(RunRecord record, Model model) {}
