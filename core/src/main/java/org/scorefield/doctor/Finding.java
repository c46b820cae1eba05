package org.scorefield.doctor;

import java.util.List;

/// What a diagnosis comes to.
public sealed interface Finding {

  /// The stated wiring is as good as any.
  ///
  /// @param alike other wirings that could not be told from it
  record Sound(List<Alternative> alike) implements Finding {
    public Sound {
      alike = List.copyOf(alike);
    }
  }

  /// Another wiring is better, beyond chance.
  ///
  /// @param changes what has to be changed: one thing, or two
  /// @param same other single changes that do the same
  record Wrong(List<Alternative> changes, List<Alternative> same) implements Finding {
    public Wrong {
      changes = List.copyOf(changes);
      same = List.copyOf(same);
    }
  }

  /// No wiring that was tried denoises as well as a Gaussian does.
  ///
  /// @param best the changes that came nearest; none if the stated wiring did
  record Hopeless(List<Alternative> best) implements Finding {
    public Hopeless {
      best = List.copyOf(best);
    }
  }
}
