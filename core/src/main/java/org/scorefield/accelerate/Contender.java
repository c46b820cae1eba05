package org.scorefield.accelerate;

import org.scorefield.design.Comparison;
import org.scorefield.sampling.Sampler;

/// A sampler that took part in the verdict, and what it gave on noise that no choice was made with.
///
/// @param name what to call it in a table
/// @param standard whether it is a standard sampler: a peer
/// @param sampler itself
/// @param standing its error to the model's own fine solutions, and its metrics as a set if the aim
///   is the distribution
public record Contender(
    String name, boolean standard, Sampler sampler, Comparison.Standing standing) {}
