/// Networks of random features: hidden units are drawn, the outer weights are one linear solve.
@NullMarked
package org.scorefield.convex.features;

import org.jspecify.annotations.NullMarked;
