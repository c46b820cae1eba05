package org.scorefield.engine.onnx;

import java.util.List;

/// An array of numbers in a graph.
///
/// @param name unique in the graph
/// @param axes lengths; {@link org.scorefield.engine.nn.Declaration#BATCH} for the batch
record Value(String name, List<Integer> axes) {}
