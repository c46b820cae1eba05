/// Networks as ONNX files: ours for whoever does not run Java, and those of others, here.
///
/// **Out.** A {@link org.scorefield.engine.nn.Network} is written against {@link
/// org.scorefield.engine.nn.Ops}; here those operations write themselves down as a graph instead of
/// computing. So what is exported is what is trained, and an architecture needs nothing of its own
/// to be exported.
///
/// {@link org.scorefield.engine.onnx.OnnxFiles} writes the whole denoiser `D(x; sigma)` in the
/// units of the data, with {@link org.scorefield.wiring.Wiring} beside it that says how it is to be
/// called, or the network alone; {@link org.scorefield.engine.onnx.OnnxCard} is what stands in the
/// file for people. How it is used from Python is in `docs/trained-models.md`.
///
/// **In.** {@link org.scorefield.engine.onnx.OnnxModels} reads a network that was made elsewhere,
/// with its wiring, as a model like any other; {@link org.scorefield.engine.onnx.OnnxNetwork} is
/// what computes, with ONNX Runtime, as {@link org.scorefield.engine.onnx.OnnxOptions} say. Before
/// the runtime sees a file it is walked through message by message: it must be ONNX, and the other
/// files it names must lie in its folder. Then its inputs and outputs are matched with the wiring,
/// and it is asked once, so that what does not fit is found when a model is opened and not amid a
/// run.
///
/// Parallelism is ours: several blocks of samples at a time, each as long as it can be without a
/// sample coming out otherwise than alone. The runtime's own threads help with single samples; they
/// wait without spinning, because threads that spin take the processor from those that work.
///
/// {@link org.scorefield.engine.onnx.OnnxFeatures} is a network whose output is not a sample but
/// what is seen in one, for metrics; {@link org.scorefield.engine.onnx.FeatureSettings} say how it
/// is called. The keys of both kinds of YAML are in `docs/imported-models.md`.
@NullMarked
package org.scorefield.engine.onnx;

import org.jspecify.annotations.NullMarked;
