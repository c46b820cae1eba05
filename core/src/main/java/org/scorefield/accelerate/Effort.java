package org.scorefield.accelerate;

/// How much a {@link ModelSearch} may ask of the model; what that comes to is {@link
/// ModelSearch#cost}, known before it starts.
///
/// @param teachers fine trajectories to learn from, for fidelity, at least 2; of data in few
///   dimensions it takes dozens, of pictures 8 to 16 do
/// @param fine levels of such a trajectory, at least 16
/// @param trials grids whose weights are fitted on the model, from the teachers' noise
/// @param judged fresh fine trajectories that the verdict on fidelity rests on, at least 4
/// @param setSize samples of a set that is held against data, for the distribution, at least 16;
///   first looks take a quarter of it
/// @param sets of them for the verdict on distribution, each with noise of its own, at least 2
public record Effort(int teachers, int fine, int trials, int judged, int setSize, int sets) {

  public Effort {
    require("teachers", teachers, 2);
    require("levels of a fine trajectory", fine, 16);
    require("trials", trials, 1);
    require("fresh trajectories", judged, 4);
    require("samples of a set", setSize, 16);
    require("sets", sets, 2);
  }

  /// 12 teachers of 64 levels, 5 trials, 16 fresh trajectories; 4 sets of 256. With 8 evaluations a
  /// sample this comes to 3,300 evaluations for fidelity, as much as 420 samples cost, and to
  /// 82,000 for the distribution.
  public static Effort usual() {
    return new Effort(12, 64, 5, 16, 256, 4);
  }

  private static void require(String what, int given, int least) {
    if (given < least) {
      throw new IllegalArgumentException(
          "the number of " + what + " must be at least " + least + ", got " + given);
    }
  }
}
