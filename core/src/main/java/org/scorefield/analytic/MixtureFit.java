package org.scorefield.analytic;

import org.scorefield.array.Vector;

/// A fitted mixture and the history of its fit.
///
/// @param mixture the fitted law
/// @param logLikelihood mean log density of a row in nats, before the first iteration and after
///   each; the last is that of `mixture`
/// @param converged whether the last iteration gained less than the tolerance
public record MixtureFit(GaussianMixture mixture, Vector logLikelihood, boolean converged) {}
