package org.scorefield.engine.train;

import java.util.Optional;
import org.scorefield.metric.Estimate;

/// What a classifier was made of and what it is worth; kept in its file.
///
/// @param data name of the pictures it was trained on
/// @param dataHash their content hash
/// @param rows how many they were
/// @param epochs times that each was seen
/// @param seed of its training
/// @param accuracy share of pictures it was not trained on that it tells right, where there were
///   any
public record ClassifierCard(
    String data, String dataHash, int rows, int epochs, long seed, Optional<Estimate> accuracy) {}
