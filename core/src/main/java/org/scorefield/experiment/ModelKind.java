package org.scorefield.experiment;

import java.nio.file.Path;
import org.scorefield.array.Shape;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.denoise.Denoiser;

/// A kind of model that a higher module brings: how its denoisers become tensors in a file, and
/// denoisers again. Whoever puts the program together passes those there are to {@link ModelFiles}.
///
/// A model can be part of another, as a member of a stack is: everything it writes, tensors and
/// metadata, has names that begin with the prefix it is given, and it reads nothing else.
public interface ModelKind {

  /// What it is called on the command line and in the card of its models; no two kinds share one.
  String name();

  /// Whether a denoiser is of this kind.
  boolean describes(Denoiser denoiser);

  /// The tensors of a denoiser of this kind, and the strings that go with them.
  ///
  /// @param folder the one that the file will be in, for kinds that refer to other files
  SafeTensors write(Denoiser denoiser, String prefix, Path folder);

  /// The denoiser in a file.
  ///
  /// @param shape of one sample
  /// @param folder the one that the file is in
  /// @throws IllegalArgumentException if something is missing or does not fit
  Denoiser read(Shape shape, SafeTensors content, String prefix, Path folder);
}
