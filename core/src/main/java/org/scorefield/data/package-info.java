/// Data: what a dataset is, whatever file it came from. Files themselves, and the door that opens
/// them by name or path, are in {@link org.scorefield.data.file}.
///
/// A {@link org.scorefield.data.Dataset} is n samples of one shape, read in blocks of float64 in
/// the units it states. It may hold them in less: pictures stay unsigned bytes in memory, an eighth
/// of the size, and a table of 256 numbers turns a byte v into `v / 127.5 - 1`, so 0..255 becomes
/// [-1, 1]. {@link org.scorefield.data.Labelled} adds a class to each row.
///
/// What a fit may see and what it may not is a {@link org.scorefield.data.Split}; each part is a
/// {@link org.scorefield.data.Subset}, a view. Random choices of rows, here and in metrics, are
/// {@link org.scorefield.data.RandomRows}, drawn from a {@link org.scorefield.random.NoiseKey}.
/// Which values a result rests on is recorded as a {@link org.scorefield.data.ContentHash}, equal
/// for equal values however they were stored.
///
/// Two things serve everything that touches files: {@link org.scorefield.data.DataException}, whose
/// message is all a person needs (where, what, cure), and {@link org.scorefield.data.AtomicFile},
/// which leaves a whole file or none.
@NullMarked
package org.scorefield.data;

import org.jspecify.annotations.NullMarked;
