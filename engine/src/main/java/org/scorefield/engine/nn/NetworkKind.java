package org.scorefield.engine.nn;

import java.util.Optional;
import org.scorefield.array.Shape;

/// A kind of network: its name, its record, and sizes to begin with.
///
/// @param name as in files and on the command line
/// @param type the record that describes a network of this kind
/// @param preset sizes for a shape and a number of conditioning inputs
/// @param <N> the record
public record NetworkKind<N extends Record & Network>(
    String name, Class<N> type, Preset<N> preset) {

  /// Sizes that train well on a CPU.
  @FunctionalInterface
  public interface Preset<N> {
    /// @throws IllegalArgumentException if this kind is not for such samples
    N of(Shape shape, int condition);
  }

  /// The network as this kind's record, if it is of this kind.
  Optional<N> match(Network network) {
    return type.isInstance(network) ? Optional.of(type.cast(network)) : Optional.empty();
  }
}
