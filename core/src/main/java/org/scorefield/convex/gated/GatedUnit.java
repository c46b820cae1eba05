package org.scorefield.convex.gated;

import org.scorefield.array.Vector;

/// One unit `f'(g . x) (u . x) alpha` of a gated network.
///
/// @param gate g, D
/// @param inner u, D
/// @param outer alpha, d
public record GatedUnit(Vector gate, Vector inner, Vector outer) {}
