/// Where hyperplanes are put that cut the data: the gates of a convex program, or the features of a
/// ridge regression.
///
/// A {@link org.scorefield.convex.placement.GatePlacement} draws them for given rows: through the
/// origin, through the data, with uniform offsets, or a mixture of several.
///
/// They can also be put where the denoiser bends, by its second derivative ({@link
/// org.scorefield.convex.placement.CumulantPlacement}), its first ({@link
/// org.scorefield.convex.placement.CovariancePlacement}, {@link
/// org.scorefield.convex.placement.GradientPlacement}) or its differences ({@link
/// org.scorefield.convex.placement.PairPlacement}), in the coordinates of an {@link
/// org.scorefield.convex.placement.InputFrame}. {@code org.scorefield.convex.features} fits
/// networks on such hyperplanes with one linear solve.
@NullMarked
package org.scorefield.convex.placement;

import org.jspecify.annotations.NullMarked;
