package org.scorefield.accelerate;

import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.Trajectories;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Start;
import org.scorefield.schedule.TimeGrid;

/// Fine solutions of a model's own flow from white noise, with what the model said at every level:
/// all that is known of it without asking again.
///
/// Memory: `16 n d` bytes a level.
///
/// @param path the states, one for each level
/// @param outputs `D(state; sigma)` at each positive level
record Teacher(Trajectories path, List<Batch> outputs) {

  Teacher {
    outputs = List.copyOf(outputs);
    if (outputs.size() != path.levels().steps()) {
      throw new IllegalArgumentException(
          "a teacher needs the output of the model at each of %d levels, got %d"
              .formatted(path.levels().steps(), outputs.size()));
    }
  }

  /// One evaluation a level and sample.
  static Outcome<Teacher> of(Denoiser model, TimeGrid levels, Noise noise) {
    Recording recording = new Recording(model);
    return Trajectories.of(recording, new Start.Prior(), levels, noise)
        .then(done ->
            new Outcome.Completed<>(
                new Teacher(done.result(), recording.outputs()), done.evaluations()));
  }

  TimeGrid levels() {
    return path.levels();
  }

  int samples() {
    return path.ends().count();
  }
}
