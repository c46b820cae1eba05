/// Files in and out.
///
/// **In.** {@link org.scorefield.data.file.DataSources} is the one door: a name (`digits`,
/// `fashion-mnist`, and what the caller adds) or a path. Each format is one class behind it:
///
/// | format | read as |
/// |---|---|
/// | IDX, plain or gz | u8 pictures (magic 2051) with the labels beside them; other types as numbers |
/// | CSV, TSV, plain or gz | a row a line; header told by its words; every cell finite |
/// | NPY, NPZ | u8 of 3 or 4 axes as pictures, anything else as numbers with its own axes |
/// | folder or zip of PNG, JPEG | pictures of one size, in order of name; grey if all are grey |
/// | Parquet | numeric columns, by DuckDB |
///
/// Pictures come channel-first, 0..255 mapped to [-1, 1]. Tables keep their own units.
///
/// The readers trust nothing: a size in a header is held against the length of the file before
/// memory is set aside for it, and too little, too much, a NaN or text where a number should be is
/// a {@link org.scorefield.data.DataException} that says where. Nothing read is ever executed.
///
/// **Out.** {@link org.scorefield.data.file.NpyWriter} (streaming), {@link
/// org.scorefield.data.file.CsvWriter}, {@link org.scorefield.data.file.SamplePicture} (a grid of
/// images or a scatter of points, as PNG), and {@link org.scorefield.data.file.SafeTensors} both
/// ways for models: named {@link org.scorefield.data.file.Tensor}s with strings about them. All
/// write beside the target and move it into place, so a failed run leaves no half-written file.
///
/// Not here: writing Parquet or IDX, pictures of more than 8 bits a channel, arrays beyond 2^31
/// values.
@NullMarked
package org.scorefield.data.file;

import org.jspecify.annotations.NullMarked;
