package org.scorefield.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;

/// The error of a trained denoiser on data whose law is known, by cause. With `E_S(D) = int (ell_D -
/// ell*) d ln sigma` and three nets of one architecture,
///
/// - `D_K`: the net in question, trained for K steps on n rows,
/// - `D_n`: the same net trained on the same n rows until its training loss no longer falls,
/// - `D_inf`: the same architecture trained to convergence on fresh draws of the law at every step,
///
/// the parts are
///
///     approximation = E_S(D_inf)              what the architecture cannot express
///     estimation    = E_S(D_n) - E_S(D_inf)   what n rows cost against endless ones
///     optimisation  = E_S(D_K) - E_S(D_n)     what stopping at K costs against convergence
///
/// They add up to E_S(D_K) exactly. They are definitions by experiment: what `D_inf` misses because
/// its own training ended counts as approximation, and what `D_n` misses counts as estimation.
///
/// A part may be negative, and then it says something: optimisation below 0 means that converging on
/// these rows is worse than stopping at K (early stopping regularises); estimation below 0 that
/// `D_inf` was not trained far enough to stand for the architecture. {@link #remarks} says so.
///
/// @param total E_S of the net in question
/// @param approximation its part, with a standard error paired over rows like the others
/// @param estimation its part
/// @param optimisation its part
public record ErrorParts(
    Estimate total, Estimate approximation, Estimate estimation, Estimate optimisation) {
  private static final double CLEAR = 2;

  /// The parts of E_S over the range of the curves, in nats.
  ///
  /// @param trained excess of D_K over the exact denoiser, from {@link
  ///   org.scorefield.metric.HeldOut}
  /// @param converged that of D_n
  /// @param unlimited that of D_inf
  /// @throws IllegalArgumentException unless all were measured on the same rows, noises and levels
  public static ErrorParts of(LossCurve trained, LossCurve converged, LossCurve unlimited) {
    return of(trained, converged, unlimited, LossCurve::integral);
  }

  /// The same at each level: parts of the excess error of the noise prediction a component.
  public static List<ErrorParts> byLevel(
      LossCurve trained, LossCurve converged, LossCurve unlimited) {
    return IntStream.range(0, trained.sigmas().size())
        .mapToObj(l -> of(trained, converged, unlimited, curve -> curve.epsilonLoss(l)))
        .toList();
  }

  private static ErrorParts of(
      LossCurve trained,
      LossCurve converged,
      LossCurve unlimited,
      Function<LossCurve, Estimate> measure) {
    return new ErrorParts(
        measure.apply(trained),
        measure.apply(unlimited),
        measure.apply(converged.minus(unlimited)),
        measure.apply(trained.minus(converged)));
  }

  /// What a reader should know of the parts: which are negative, and what that means; which cannot
  /// be told from 0. Empty if all are clearly positive.
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remark(
        remarks,
        "approximation",
        approximation,
        "the exact denoiser is not that of the rows' law, or chance");
    remark(
        remarks,
        "estimation",
        estimation,
        "the net on fresh draws was not trained far enough to stand for the architecture");
    remark(
        remarks,
        "optimisation",
        optimisation,
        "to converge on these rows is worse than to stop here: early stopping regularises");
    return List.copyOf(remarks);
  }

  private static void remark(List<String> remarks, String part, Estimate e, String whenNegative) {
    double clear = CLEAR * e.standardError();
    if (e.value() < -clear) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%s is negative, %.3g +- %.1g: %s",
              part,
              e.value(),
              e.standardError(),
              whenNegative));
    } else if (e.value() <= clear) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%s cannot be told from 0: %.3g +- %.1g",
              part,
              e.value(),
              e.standardError()));
    }
  }
}
