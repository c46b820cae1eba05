/// Random numbers that are a function of (seed, purpose, sample index) and of nothing else.
///
/// A {@link org.scorefield.random.NoiseKey} names a stream, {@link org.scorefield.random.Noise}
/// draws from it for a range of samples. Underneath is Philox4x32-10, a counter-based generator
/// (Salmon et al., SC 2011), and the normal quantile of Wichura (AS 241). There is no generator
/// object with a state: so the same seed gives the same bytes at any batch size, on any number of
/// threads and on any JDK, and two parts of a program cannot disturb each other's numbers.
///
/// Randomness is always passed in, never global. Code that has a uniform and wants a normal takes
/// {@link org.scorefield.random.StandardNormal}.
@NullMarked
package org.scorefield.random;

import org.jspecify.annotations.NullMarked;
