/// Training of score networks.
@NullMarked
package org.scorefield.engine.train;

import org.jspecify.annotations.NullMarked;
