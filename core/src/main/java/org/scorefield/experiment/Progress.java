package org.scorefield.experiment;

/// Looks on while an experiment runs: told what is being done and how far it is, and asked whether
/// to go on.
public interface Progress {

  /// Shows nothing, never stops.
  Progress NONE =
      new Progress() {
        @Override
        public void begin(String what, long total) {}

        @Override
        public void advance(long done) {}

        @Override
        public void say(String message) {}
      };

  /// A new stage of `total` units of work starts; 0 if their number is not known.
  void begin(String what, long total);

  /// `done` more units of the current stage are complete.
  void advance(long done);

  /// Something worth telling the user.
  void say(String message);

  /// How the current stage stands, in a few words that replace those before.
  default void note(String state) {}

  /// Whether the user wants the run to stop.
  default boolean cancelled() {
    return Thread.currentThread().isInterrupted();
  }
}
