package org.scorefield.linear;

import java.util.List;
import org.scorefield.linalg.Matrix;

/// The weights that a selection made.
///
/// @param weights for each band, levels x members
/// @param toward the member that the weights lean toward at each level
/// @param mixed at each level, whether the weights are a mixture or one member stands alone
record StackChoice(List<Matrix> weights, int[] toward, boolean[] mixed) {}
