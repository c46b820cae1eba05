package org.scorefield.design;

/// Looks on while a study of several stages runs, and may stop it.
public interface StageWatch {

  /// Sees nothing, stops nothing.
  StageWatch NONE =
      new StageWatch() {
        @Override
        public void begin(String stage, long total) {}

        @Override
        public void advance() {}

        @Override
        public boolean cancelled() {
          return false;
        }
      };

  /// A stage of `total` units of work starts.
  void begin(String stage, long total);

  /// One more unit of the stage is done.
  void advance();

  /// Whether to stop.
  boolean cancelled();

  /// The same onlooker, for a comparison that is one stage.
  default ComparisonWatch ofComparison() {
    StageWatch self = this;
    return new ComparisonWatch() {
      @Override
      public void measured(String sampler, int evaluations) {
        self.advance();
      }

      @Override
      public boolean cancelled() {
        return self.cancelled();
      }
    };
  }
}
