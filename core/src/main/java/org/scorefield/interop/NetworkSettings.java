package org.scorefield.interop;

import java.util.List;

/// What a scheduler file says of the network that it is made for.
public record NetworkSettings() {
  static final List<String> PREDICTIONS =
      List.of("epsilon", "sample", "v_prediction", "flow_prediction");
}
