package org.scorefield.engine.torch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.engine.nn.Inputs;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Ops;
import org.scorefield.engine.nn.Parameter;

/// A network as an expression of x, the noise input (batch by 1) and the condition.
public record Forward(Network network) implements Expression {
  @Override
  public <T> T of(Ops<T> ops, List<T> in) {
    return network.forward(
        ops,
        new Inputs<>(
            in.get(0), in.get(1), in.size() > 2 ? Optional.of(in.get(2)) : Optional.empty()));
  }

  /// Parameters by name.
  public Map<String, Numbers> parameters(float[] values) {
    Layout layout = Layout.of(network);
    Map<String, Numbers> byName = new HashMap<>();
    for (Parameter parameter : layout.parameters()) {
      int from = layout.offset(parameter);
      byName.put(
          parameter.name(),
          new Numbers(parameter.axes(), Arrays.copyOfRange(values, from, from + parameter.size())));
    }
    return byName;
  }
}
