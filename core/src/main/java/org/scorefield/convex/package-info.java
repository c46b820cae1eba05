/// Score networks trained to their global optimum by convex programs, with certificates.
///
/// A {@link org.scorefield.convex.TwoLayerScore} is a network of two layers as numbers, with the
/// {@link org.scorefield.convex.Activation} ReLU or absolute value. A {@link
/// org.scorefield.convex.Certificate} says how far from the best a solution is at most, and among
/// which competitors (Zhang and Pilanci 2402.01965).
@NullMarked
package org.scorefield.convex;

import org.jspecify.annotations.NullMarked;
