package org.scorefield.design;

import java.util.List;

/// A level to jump to and the grid below it, for one number of evaluations.
///
/// @param sigmaSkip level the runs start from; the first of the levels tried means no jump
/// @param design of the grid from there
/// @param trials the levels tried, from high to low
public record JointDesign(double sigmaSkip, GridDesign design, List<Trial> trials) {

  public JointDesign {
    trials = List.copyOf(trials);
  }

  /// What starting at one level comes to.
  ///
  /// @param sigma the level
  /// @param grid name of the best grid from there
  /// @param error of the whole, relative to the spread of the data: the jump's and the run's
  public record Trial(double sigma, String grid, double error) {}
}
