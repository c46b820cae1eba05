package org.scorefield.engine.nn;

import java.util.Optional;

/// What a network sees.
///
/// @param x samples in the coordinates of the network
/// @param noise one number for each sample that tells the noise level, batch by 1
/// @param condition what else is known of each sample, batch by {@link Network#condition()}: a one
///   for its class, and zeros where nothing is known
/// @param <T> what stands for an array of numbers
public record Inputs<T>(T x, T noise, Optional<T> condition) {}
