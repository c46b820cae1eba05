package org.scorefield.settings;

import org.scorefield.data.DataException;

/// The text that settings come from, as messages name it.
///
/// @param name the file, or what else it is
record Source(String name) {

  DataException refusal(int line, String what, String cure) {
    return new DataException(name + ", line " + line, what, cure);
  }
}
