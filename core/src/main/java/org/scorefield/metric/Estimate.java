package org.scorefield.metric;

/// A number measured from samples, and how far it may be off.
///
/// @param value the estimate
/// @param standardError one standard error, >= 0; NaN if it cannot be estimated
/// @param n number of samples it rests on
public record Estimate(double value, double standardError, long n) {}
