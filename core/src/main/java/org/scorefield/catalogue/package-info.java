/// Catalogues: what there is to choose from, by name.
///
/// A {@link org.scorefield.catalogue.Catalogue} is a plain list, written out where the things are:
/// solvers, schedules, toys. Nothing is found by scanning. A name that is not in it is refused with
/// the names that are and, where one is spelled alike, the one that was probably meant ({@link
/// org.scorefield.catalogue.NearestName}).
@NullMarked
package org.scorefield.catalogue;

import org.jspecify.annotations.NullMarked;
