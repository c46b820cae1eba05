package org.scorefield.experiment;

import java.util.Map;
import java.util.TreeMap;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;

/// Tensors and strings on their way into a file.
final class NamedTensors {
  private final Map<String, Tensor> tensors = new TreeMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  void put(String name, Tensor tensor) {
    tensors.put(name, tensor);
  }

  void put(String name, String text) {
    metadata.put(name, text);
  }

  void put(SafeTensors all) {
    tensors.putAll(all.tensors());
    metadata.putAll(all.metadata());
  }

  SafeTensors done() {
    return new SafeTensors(tensors, metadata);
  }
}
