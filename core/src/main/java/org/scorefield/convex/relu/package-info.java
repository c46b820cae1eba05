/// Two-layer networks of one output trained exactly: the convex program whose gates are tied to the
/// weights they gate by cones.
@NullMarked
package org.scorefield.convex.relu;

import org.jspecify.annotations.NullMarked;
