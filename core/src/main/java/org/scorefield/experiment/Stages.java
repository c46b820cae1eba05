package org.scorefield.experiment;

import org.scorefield.design.StageWatch;

/// Progress as studies below this layer report it.
final class Stages {
  private Stages() {}

  static StageWatch of(Progress progress) {
    return new StageWatch() {
      @Override
      public void begin(String stage, long total) {
        progress.begin(stage, total);
      }

      @Override
      public void advance() {
        progress.advance(1);
      }

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }
}
