package org.scorefield.design;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Which of several measured grids to ship: the one of least error on the samples that choices are
/// made with, provided it is no worse than rho = 7 on samples that none was made with. Otherwise
/// the best rho, if that is, otherwise rho = 7 itself. **No grid worse than rho = 7 on the mixture
/// is ever shipped.**
final class Acceptance {
  private Acceptance() {}

  /// @param index of the grid accepted
  /// @param why in a sentence
  record Verdict(int index, String why) {}

  /// @param names of the grids
  /// @param selected errors on the samples of the choice
  /// @param heldOut errors on the others
  /// @param usual index of rho = 7
  /// @param bestRho index of the best rho
  static Verdict judge(
      List<String> names,
      List<MixtureProxy.Distance> selected,
      List<MixtureProxy.Distance> heldOut,
      int usual,
      int bestRho) {
    int wanted =
        IntStream.range(0, names.size())
            .boxed()
            .min(Comparator.comparingDouble(i -> selected.get(i).mean().value()))
            .orElseThrow();
    if (wanted == usual) {
      return new Verdict(usual, "no other grid had a smaller error on the mixture");
    }
    double usually = rms(heldOut, usual);
    String figures =
        String.format(
            Locale.ROOT,
            "%.3g on samples it was not chosen with, where '%s' has %.3g",
            rms(heldOut, wanted),
            names.get(usual),
            usually);
    if (rms(heldOut, wanted) <= usually) {
      return new Verdict(wanted, "least error on the mixture: " + figures);
    }
    int safe = rms(heldOut, bestRho) <= usually ? bestRho : usual;
    return new Verdict(
        safe, "fallen back, for '" + names.get(wanted) + "' looked best but has " + figures);
  }

  private static double rms(List<MixtureProxy.Distance> errors, int i) {
    return errors.get(i).rootMeanSquare().value();
  }
}
