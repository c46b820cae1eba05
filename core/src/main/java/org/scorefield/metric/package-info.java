/// Metrics: how near generated samples are to real ones, always with a standard error.
@NullMarked
package org.scorefield.metric;

import org.jspecify.annotations.NullMarked;
