package org.scorefield.settings;

import org.scorefield.data.DataException;

/// The text that settings come from, as messages name it.
///
/// @param name the file, or what else it is
/// @param lines whether it has lines worth naming
record Source(String name, boolean lines) {

  DataException refusal(int line, String what, String cure) {
    return new DataException(lines ? name + ", line " + line : name, what, cure);
  }
}
