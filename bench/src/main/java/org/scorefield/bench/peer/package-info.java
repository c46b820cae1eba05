/// Side by side with Python peers: the same work on the same data, turn by turn.
///
/// A {@link org.scorefield.bench.peer.Case} is one question with its {@link
/// org.scorefield.bench.peer.Rival}s; {@link org.scorefield.bench.peer.Cases} lists them. A {@link
/// org.scorefield.bench.peer.Task} is a case with its data in place. {@link
/// org.scorefield.bench.peer.Worker} is the Python process, one for a whole run, so that neither
/// side pays for starting; the data go to it as files of float64, and it times itself. {@link
/// org.scorefield.bench.peer.Turns} first makes both sides answer and compares the numbers: where
/// they differ by more than rounding, no ratio is given. Then it lets them run in turn, because a
/// shared machine is not equally fast from one minute to the next: what counts is the median of the
/// ratios within rounds.
///
/// A rival whose library is not installed (`bench/peers/optional.txt`) is listed as such.
///
/// To add a case: a method in the file of its family, a line in `Cases`, and a class of the same
/// name in `bench/peers/cases.py`.
@NullMarked
package org.scorefield.bench.peer;

import org.jspecify.annotations.NullMarked;
