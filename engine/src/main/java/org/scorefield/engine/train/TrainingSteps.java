package org.scorefield.engine.train;

import java.util.Optional;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.Gradients;
import org.scorefield.engine.torch.MiniBatch;

/// Steps of an optimiser on batches that are given: what {@link Trainer} does between drawing a
/// batch and writing down its loss, for those who draw their own. The learning rate stays at its
/// largest.
public final class TrainingSteps implements AutoCloseable {
  private final Gradients gradients;
  private final AdamW optimizer;
  private final TrainingState state;
  private final double rate;

  private TrainingSteps(Gradients gradients, AdamW optimizer, TrainingState state, double rate) {
    this.gradients = gradients;
    this.optimizer = optimizer;
    this.state = state;
    this.rate = rate;
  }

  /// @param start parameters to begin with, as {@link Layout} has them; copied
  /// @param shardRows rows that one thread computes together
  public static TrainingSteps from(
      Network network, OptimizerSettings settings, float[] start, int shardRows) {
    Layout layout = Layout.of(network);
    if (start.length != layout.size()) {
      throw new IllegalArgumentException(
          "the network has %d parameters, got %d".formatted(layout.size(), start.length));
    }
    return new TrainingSteps(
        new Gradients(network, shardRows),
        new AdamW(settings, layout),
        TrainingState.start(start.clone(), 0, Optional.empty(), Optional.empty()),
        settings.learningRate());
  }

  /// One step; the losses and the gradient before it.
  public Gradients.Result step(MiniBatch batch) {
    Gradients.Result found = gradients.at(state.parameters(), batch);
    optimizer.step(state, found.gradient(), optimizer.norm(found.gradient()), rate, new double[0]);
    state.stepDone();
    return found;
  }

  /// A copy of the parameters as they are now.
  public float[] parameters() {
    return state.parameters().clone();
  }

  @Override
  public void close() {
    gradients.close();
  }
}
