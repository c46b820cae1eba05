package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.array.Vector;
import org.scorefield.data.DataException;
import org.scorefield.data.file.NumberType;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.schedule.BalancedWeighting;

/// The state of a run in one safetensors file. Written whole or not at all, so a run that is killed
/// leaves its last checkpoint as it was.
///
/// | tensor | |
/// |---|---|
/// | `parameters`, `mean`, `square`, `average.0` ... | all parameters, one after the other, and their moments and averages; float32 |
/// | `balanced.losses`, `.counts`, `.betas` | of a balanced weighting |
/// | `uncertainty.weights`, `.mean`, `.square` | of a learned uncertainty |
final class Checkpoint {
  private static final String STEP = "step";
  private static final String BALANCED = "balanced.";
  private static final String UNCERTAINTY = "uncertainty.";

  private Checkpoint() {}

  static void write(Path file, RunIdentity identity, TrainingState state) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("parameters", tensor(state.parameters()));
    tensors.put("mean", tensor(state.mean()));
    tensors.put("square", tensor(state.square()));
    for (int a = 0; a < state.averages(); a++) {
      tensors.put("average." + a, tensor(state.average(a)));
    }
    state
        .balanced()
        .ifPresent(b -> {
          tensors.put(BALANCED + "losses", Tensor.of(b.losses()));
          tensors.put(BALANCED + "counts", Tensor.of(b.counts()));
          tensors.put(BALANCED + "betas", Tensor.of(b.betas()));
        });
    state
        .uncertainty()
        .ifPresent(u -> {
          tensors.put(UNCERTAINTY + "weights", Tensor.of(u.weights()));
          tensors.put(UNCERTAINTY + "mean", Tensor.of(u.mean()));
          tensors.put(UNCERTAINTY + "square", Tensor.of(u.square()));
        });
    Map<String, String> metadata = new LinkedHashMap<>(identity.facts());
    metadata.put(STEP, Integer.toString(state.step()));
    uninterrupted(() -> new SafeTensors(tensors, metadata).write(file));
  }

  /// Puts an interrupt off: to be asked to stop is no reason to lose the state.
  private static void uninterrupted(Runnable body) {
    boolean interrupted = Thread.interrupted();
    try {
      body.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// The state in a file.
  ///
  /// @param start of the same run, for what the file must hold
  /// @throws DataException if the file is damaged or of another run
  static TrainingState read(Path file, RunIdentity identity, TrainingState start) {
    SafeTensors content = SafeTensors.read(file);
    identity.requireSame(file, content.metadata());
    content.requireFinite(file);
    try {
      int size = start.parameters().length;
      float[][] averages = new float[start.averages()][];
      for (int a = 0; a < averages.length; a++) {
        averages[a] = floats(content, "average." + a, size);
      }
      return new TrainingState(
          Integer.parseInt(content.metadata().getOrDefault(STEP, "")),
          floats(content, "parameters", size),
          floats(content, "mean", size),
          floats(content, "square", size),
          averages,
          start.balanced().map(b -> balanced(content, b)),
          start.uncertainty().map(u -> uncertainty(content, u)));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          file.toString(),
          "is not a whole checkpoint (" + e.getMessage() + ")",
          "train from the start",
          e);
    }
  }

  private static BalancedWeighting balanced(SafeTensors content, BalancedWeighting start) {
    return new BalancedWeighting(
        start.bins(),
        start.memory(),
        vector(content, BALANCED + "losses"),
        vector(content, BALANCED + "counts"),
        vector(content, BALANCED + "betas"));
  }

  private static Uncertainty uncertainty(SafeTensors content, Uncertainty start) {
    return start.with(
        vector(content, UNCERTAINTY + "weights"),
        vector(content, UNCERTAINTY + "mean"),
        vector(content, UNCERTAINTY + "square"));
  }

  private static Vector vector(SafeTensors content, String name) {
    return content.tensor(name).toVector();
  }

  private static Tensor tensor(float[] values) {
    return FloatTensors.of(List.of(values.length), values, 0);
  }

  private static float[] floats(SafeTensors content, String name, int size) {
    Tensor tensor = content.tensor(name);
    if (tensor.size() != size || tensor.type() != NumberType.F32) {
      throw new IllegalArgumentException(
          "%s holds %d values of type %s where %d of type F32 are needed"
              .formatted(name, tensor.size(), tensor.type(), size));
    }
    float[] out = new float[size];
    FloatTensors.copy(tensor, out, 0);
    return out;
  }
}
