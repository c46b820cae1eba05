/// Training of score networks.
///
/// # A network to compare pictures with
///
/// {@link org.scorefield.engine.train.Classifier} is trained to tell classes apart, not to denoise:
/// a Fréchet distance in its features is one in features learned from the data at hand.
@NullMarked
package org.scorefield.engine.train;

import org.jspecify.annotations.NullMarked;
