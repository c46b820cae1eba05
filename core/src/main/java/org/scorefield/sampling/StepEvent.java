package org.scorefield.sampling;

import org.scorefield.array.Batch;

/// What is told after each step.
///
/// @param firstSample index of the first sample of the batch that stepped
/// @param step index of the step, from 0
/// @param steps number of steps of the run
/// @param sigma noise level before the step
/// @param next noise level after it
/// @param state the samples after the step
public record StepEvent(
    long firstSample, int step, int steps, double sigma, double next, Batch state) {}
