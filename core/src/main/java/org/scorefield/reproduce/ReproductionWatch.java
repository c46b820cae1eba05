package org.scorefield.reproduce;

import org.scorefield.design.ComparisonWatch;

/// Looks on while a reproduction runs, and may stop it.
public interface ReproductionWatch {

  /// Sees nothing, stops nothing.
  ReproductionWatch NONE =
      new ReproductionWatch() {
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
    ReproductionWatch self = this;
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
