/// Networks as ONNX files, for whoever does not run Java.
///
/// A {@link org.scorefield.engine.nn.Network} is written against {@link
/// org.scorefield.engine.nn.Ops}; here those operations write themselves down as a graph instead of
/// computing. So what is exported is what is trained, and an architecture needs nothing of its own
/// to be exported.
///
/// {@link org.scorefield.engine.onnx.OnnxFiles} writes the whole denoiser `D(x; sigma)` in the
/// units of the data, with {@link org.scorefield.wiring.Wiring} beside it that say how it is to be
/// called, or the network alone; {@link org.scorefield.engine.onnx.OnnxCard} is what stands in the
/// file for people. How it is used from Python is in `docs/trained-models.md`.
@NullMarked
package org.scorefield.engine.onnx;

import org.jspecify.annotations.NullMarked;
