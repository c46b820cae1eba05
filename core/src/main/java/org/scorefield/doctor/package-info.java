/// What is wrong with the way a network is called.
///
/// A wrong key of a {@link org.scorefield.wiring.Wiring} gives a function that is no conditional
/// mean, and pictures that are noise, or nearly right. {@link org.scorefield.doctor.Race} tries
/// every wiring that one mistake away from the stated one ({@link
/// org.scorefield.doctor.Alternatives}) and names the mistake: of all denoisers the conditional
/// mean has the least loss, so the right wiring of a trained network denoises best.
@NullMarked
package org.scorefield.doctor;

import org.jspecify.annotations.NullMarked;
