package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.Gradients;
import org.scorefield.schedule.BalancedWeighting;

/// The loop of one run of training.
final class TrainingRun {
  /// Steps between two refreshments of a balanced weighting.
  private static final int REFRESHED_EVERY = 500;

  private final Network network;
  private final TrainingSettings settings;
  private final Objective objective;
  private final TrainingState state;
  private final AdamW optimizer;
  private final List<Averaging> averages;

  TrainingRun(
      Network network,
      Layout layout,
      TrainingSettings settings,
      Objective objective,
      TrainingState state) {
    this.network = network;
    this.settings = settings;
    this.objective = objective;
    this.state = state;
    this.optimizer = new AdamW(settings.optimizer(), layout);
    this.averages = settings.averages().stream().map(Averaging::new).toList();
  }

  TrainingOutcome go(
      Optional<Path> checkpoint, TrainingWatch watch, Function<TrainingState, Trained> result) {
    MetricsWindow window = new MetricsWindow(objective.scale(), watch.nanoseconds().getAsLong());
    watch.progress().begin("training", settings.steps() - state.step());
    int shardRows = Math.ceilDiv(settings.batch(), settings.shards());
    try (Gradients gradients = new Gradients(network, shardRows)) {
      while (state.step() < settings.steps()) {
        if (watch.progress().cancelled()) {
          return new TrainingOutcome.Cancelled(state.step(), checkpoint);
        }
        NoisyBatch batch = objective.at(state.step(), state.balanced());
        Gradients.Result found = gradients.at(state.parameters(), batch.rows());
        double norm = optimizer.norm(found.gradient());
        if (!Double.isFinite(norm)) {
          return new TrainingOutcome.Diverged(state.step(), worst(batch, found), checkpoint);
        }
        double rate = settings.optimizer().rate(state.step(), settings.steps());
        optimizer.step(state, found.gradient(), norm, rate, kept());
        balance(batch, found.losses());
        state.stepDone();
        watch.progress().advance(1);
        add(batch, found.losses(), window);
        if (state.step() % settings.logEvery() == 0 || state.step() == settings.steps()) {
          watch
              .metrics()
              .accept(window.close(state.step(), rate, norm, watch.nanoseconds().getAsLong()));
        }
      }
    }
    return new TrainingOutcome.Completed(result.apply(state));
  }

  private double[] kept() {
    return averages.stream().mapToDouble(a -> a.kept(state.step() + 1)).toArray();
  }

  private static double worst(NoisyBatch batch, Gradients.Result found) {
    int worst = 0;
    for (int i = 0; i < batch.count(); i++) {
      float loss = found.losses()[i];
      // Not `loss > worst`: NaN is worse than anything.
      if (!(loss <= found.losses()[worst])) {
        worst = i;
      }
    }
    return batch.sigmas()[worst];
  }

  private void balance(NoisyBatch batch, float[] losses) {
    state
        .balanced()
        .ifPresent(weighting -> {
          double scale = objective.scale();
          double[] noise = new double[losses.length];
          for (int i = 0; i < noise.length; i++) {
            double s = batch.sigmas()[i] / scale;
            noise[i] = losses[i] * batch.cleanFactors()[i] / (s * s);
          }
          BalancedWeighting updated =
              weighting.updated(Vector.adopt(batch.sigmas()), Vector.adopt(noise), scale);
          boolean due = (state.step() + 1) % REFRESHED_EVERY == 0;
          state.balance(due ? updated.refreshed() : updated);
        });
  }

  private void add(NoisyBatch batch, float[] losses, MetricsWindow window) {
    for (int i = 0; i < losses.length; i++) {
      double s = batch.sigmas()[i] / objective.scale();
      double edm = s * s / (1 + s * s);
      window.add(
          batch.sigmas()[i],
          batch.rows().weight()[i] * losses[i],
          losses[i] * batch.cleanFactors()[i] / edm);
    }
  }
}
