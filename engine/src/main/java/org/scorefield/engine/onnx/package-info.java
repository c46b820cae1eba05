/// Networks as ONNX files, for whoever does not run Java.
///
/// A {@link org.scorefield.engine.nn.Network} is written against {@link
/// org.scorefield.engine.nn.Ops}; here those operations write themselves down as a graph instead of
/// computing. So what is exported is what is trained, and an architecture needs nothing of its own
/// to be exported.
@NullMarked
package org.scorefield.engine.onnx;

import org.jspecify.annotations.NullMarked;
