package org.scorefield.experiment;

import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.StepEvent;
import org.scorefield.sampling.Watch;

/// Tells a {@link Progress} of every batch that a sampler has finished, and lets it cancel.
record SampledRows(Sampler sampler, Progress progress) implements Watch {
  @Override
  public void stepped(StepEvent event) {
    if (event.step() == sampler.grid().steps() - 1) {
      progress.advance(event.state().count());
    }
  }

  @Override
  public boolean cancelled() {
    return progress.cancelled();
  }
}
