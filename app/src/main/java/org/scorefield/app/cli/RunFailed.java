package org.scorefield.app.cli;

import java.io.Serial;

/// A run that did what it was asked to try, and failed: exit code 1.
final class RunFailed extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RunFailed(String message) {
    super(message);
  }
}
