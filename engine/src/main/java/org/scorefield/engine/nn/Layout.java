package org.scorefield.engine.nn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.random.NoiseKey;

/// Where the parameters of a network lie in one array of numbers: one after the other, in the order
/// in which the network asks for them.
public final class Layout {
  private final List<Parameter> parameters;
  private final Map<String, Integer> offsets = new HashMap<>();
  private final int size;
  private final long multiplyAdds;

  private Layout(Declaration declaration) {
    parameters = declaration.parameters();
    multiplyAdds = declaration.multiplyAdds();
    int at = 0;
    for (Parameter parameter : parameters) {
      offsets.put(parameter.name(), at);
      at = Math.addExact(at, parameter.size());
    }
    size = at;
  }

  /// The parameters of a network.
  ///
  /// @throws IllegalArgumentException if its sizes do not fit together
  public static Layout of(Network network) {
    return new Layout(Declaration.of(network));
  }

  /// The parameters of a classifier.
  public static Layout of(ImageClassifier classifier) {
    return new Layout(Declaration.of(classifier));
  }

  /// In order.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// Number of values of all of them.
  public int size() {
    return size;
  }

  /// Multiply-adds of matrix products, convolutions and attention for one sample, forwards; a
  /// gradient costs twice as many more.
  public long multiplyAdds() {
    return multiplyAdds;
  }

  /// Where the values of a parameter begin.
  public int offset(Parameter parameter) {
    return offset(parameter.name());
  }

  /// Where the values of the parameter of this name begin.
  public int offset(String name) {
    Integer offset = offsets.get(name);
    if (offset == null) {
      throw new IllegalArgumentException(
          "there is no parameter '" + name + "'; there are " + offsets.keySet());
    }
    return offset;
  }

  /// Values to start from. Those of a parameter depend on the key and its name alone.
  public float[] start(NoiseKey key) {
    float[] values = new float[size];
    for (Parameter parameter : parameters) {
      int at = offset(parameter);
      double[] drawn = parameter.start().draw(parameter.size(), key.child(parameter.name()));
      for (int i = 0; i < drawn.length; i++) {
        values[at + i] = (float) drawn[i];
      }
    }
    return values;
  }
}
