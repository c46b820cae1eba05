package org.scorefield.engine.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.scorefield.array.Vector;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.Gradients;
import org.scorefield.schedule.BalancedWeighting;

/// The loop of one run of training.
///
/// @param result what a state gives
/// @param save keeps a state
/// @param checkpoint where it keeps it, if it does
record TrainingRun(
    Network network,
    TrainingSettings settings,
    Objective objective,
    TrainingWatch watch,
    Function<TrainingState, Trained> result,
    Consumer<TrainingState> save,
    Optional<Path> checkpoint) {
  /// Steps between two refreshments of a balanced weighting.
  private static final int REFRESHED_EVERY = 500;

  /// Goes from a state to the end.
  TrainingOutcome from(TrainingState state) {
    MetricsWindow window = new MetricsWindow(objective.scale(), watch.nanoseconds().getAsLong());
    AdamW optimizer = new AdamW(settings.optimizer(), Layout.of(network));
    List<Averaging> averages = settings.averages().stream().map(Averaging::new).toList();
    watch.progress().begin("training", (long) settings.steps() - state.step());
    int first = state.step();
    int shardRows = Math.ceilDiv(settings.batch(), settings.shards());
    try (Gradients gradients = new Gradients(network, shardRows)) {
      while (state.step() < settings.steps()) {
        if (watch.progress().cancelled()) {
          return cancelled(state, first);
        }
        NoisyBatch batch = objective.next(state);
        Gradients.Result found = gradients.at(state.parameters(), batch.rows());
        double norm = optimizer.norm(found.gradient());
        if (!Double.isFinite(norm) || !finite(found.losses())) {
          return diverged(state.step(), first, worst(batch, found));
        }
        double rate = settings.optimizer().rate(state.step(), settings.steps());
        double[] kept = averages.stream().mapToDouble(a -> a.kept(state.step() + 1)).toArray();
        optimizer.step(state, found.gradient(), norm, rate, kept);
        learnWeights(state, batch, found.losses(), rate);
        state.stepDone();
        if (saves(state.step()) && !state.isFinite()) {
          return diverged(state.step() - 1, first, worst(batch, found));
        }
        add(batch, found.losses(), window);
        stepDone(state, window, rate, norm);
      }
    }
    return new TrainingOutcome.Completed(result.apply(state));
  }

  /// Keeps the state, unless it has overflowed: then the checkpoint before it stays.
  private TrainingOutcome cancelled(TrainingState state, int first) {
    if (!state.isFinite()) {
      return new TrainingOutcome.Cancelled(state.step(), lastKept(state.step(), first));
    }
    save.accept(state);
    return new TrainingOutcome.Cancelled(state.step(), checkpoint);
  }

  private void stepDone(TrainingState state, MetricsWindow window, double rate, double norm) {
    int step = state.step();
    if (step % settings.logEvery() == 0 || step == settings.steps()) {
      watch.metrics().accept(window.close(step, rate, norm, watch.nanoseconds().getAsLong()));
    }
    if (saves(step)) {
      save.accept(state);
    }
    if (watch.snapshots().at().test(step)) {
      watch.snapshots().taker().accept(result.apply(state));
    }
    watch.progress().advance(1);
  }

  /// @param step that failed
  /// @param first step of this run: another than 0 if it was resumed from a checkpoint
  private TrainingOutcome diverged(int step, int first, double sigma) {
    return new TrainingOutcome.Diverged(step, sigma, lastKept(step, first));
  }

  /// The checkpoint, if this run has come to one after so many steps, or began at one.
  private Optional<Path> lastKept(int step, int first) {
    return first > 0 || step >= settings.checkpointEvery() ? checkpoint : Optional.empty();
  }

  private boolean saves(int step) {
    return step % settings.checkpointEvery() == 0 || step == settings.steps();
  }

  private static boolean finite(float[] losses) {
    float check = 0;
    for (float loss : losses) {
      check += loss * 0;
    }
    return check == 0;
  }

  private static double worst(NoisyBatch batch, Gradients.Result found) {
    int worst = 0;
    for (int i = 1; i < batch.count(); i++) {
      float loss = found.losses()[i];
      float most = found.losses()[worst];
      if (loss > most || (Float.isNaN(loss) && !Float.isNaN(most))) {
        worst = i;
      }
    }
    return batch.sigmas()[worst];
  }

  private void learnWeights(TrainingState state, NoisyBatch batch, float[] losses, double rate) {
    double[] s = objective.inDeviations(batch.sigmas());
    state
        .balanced()
        .ifPresent(weighting -> {
          double[] noise = new double[losses.length];
          for (int i = 0; i < noise.length; i++) {
            noise[i] = losses[i] * batch.cleanFactors()[i] / (s[i] * s[i]);
          }
          BalancedWeighting updated = weighting.updated(Vector.adopt(s), Vector.adopt(noise), 1);
          boolean due = (state.step() + 1) % REFRESHED_EVERY == 0;
          state.balance(due ? updated.refreshed() : updated);
        });
    state
        .uncertainty()
        .ifPresent(uncertainty -> {
          double[] u = uncertainty.at(s);
          double[] weighted = new double[losses.length];
          for (int i = 0; i < weighted.length; i++) {
            weighted[i] = losses[i] * batch.rows().weight()[i] * Math.exp(u[i]);
          }
          state.learn(
              uncertainty.updated(s, weighted, state.step() + 1, rate, settings.optimizer()));
        });
  }

  private void add(NoisyBatch batch, float[] losses, MetricsWindow window) {
    double[] s = objective.inDeviations(batch.sigmas());
    for (int i = 0; i < losses.length; i++) {
      double edm = s[i] * s[i] / (1 + s[i] * s[i]);
      window.add(
          batch.sigmas()[i],
          batch.rows().weight()[i] * losses[i],
          losses[i] * batch.cleanFactors()[i] / edm);
    }
  }
}
