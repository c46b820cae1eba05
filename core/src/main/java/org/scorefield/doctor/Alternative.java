package org.scorefield.doctor;

import org.scorefield.wiring.Wiring;

/// A wiring that differs from the one stated in one thing.
///
/// @param fault what would be wrong with the stated one if this were right
/// @param change what is different, as in the file: `prediction: v`
/// @param wiring with the change
public record Alternative(Fault fault, String change, Wiring wiring) {}
