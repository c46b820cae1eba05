package org.scorefield.engine.torch;

import java.util.List;

/// Blocks of several lengths in which a sample gets the same bits, whichever it is in and at
/// whichever of their places.
///
/// @param turned whether linear layers must have the samples on the other side of the product
/// @param byLength at least one, the longest first
record Blocks(boolean turned, List<Block> byLength) {
  Blocks {
    byLength = List.copyOf(byLength);
  }

  /// The shortest that takes `count` samples, or the longest if none does.
  Block taking(int count) {
    Block best = byLength.getFirst();
    for (Block block : byLength) {
      if (block.capacity() >= count) {
        best = block;
      }
    }
    return best;
  }
}
