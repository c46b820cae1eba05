package org.scorefield.engine.torch;

import java.util.List;
import org.scorefield.engine.nn.Ops;

/// Something computed with operations, in whatever interpretation.
@FunctionalInterface
public interface Expression {
  <T> T of(Ops<T> ops, List<T> inputs);
}
