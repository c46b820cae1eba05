package org.scorefield.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whose an error is that is not a sum. Each of the three causes is switched on and off, the error
/// is found for all eight combinations, and shared out in two ways that both add up to it exactly:
///
/// - {@link #telescoped}: start, then discretisation, then score, each by what it adds to those
///   before it: an answer that depends on the order;
/// - {@link #shapley}: the mean over all six orders (Shapley 1953), which does not.
///
/// A part is negative where a cause cancels others: a score that is too strong and steps that are
/// too long err in opposite ways.
///
/// @param measure what is shared out, with its unit
/// @param none the error with no cause switched on: of stopping early, if the target is clean data
/// @param start of the start alone
/// @param discretisation of the discretisation alone
/// @param score of the score alone
/// @param startDiscretisation of the first two
/// @param startScore of the first and the last
/// @param discretisationScore of the last two
/// @param all the error as it is
public record Attribution(
    String measure,
    double none,
    double start,
    double discretisation,
    double score,
    double startDiscretisation,
    double startScore,
    double discretisationScore,
    double all) {

  /// The error with some of its causes.
  @FunctionalInterface
  public interface Switched {
    /// @param start whether the run starts where it does, or from the exact law
    /// @param discretised whether it takes its steps, or follows the continuous process
    /// @param scored whether it uses the model, or the exact score
    double error(boolean start, boolean discretised, boolean scored);
  }

  /// Finds the error of all eight.
  public static Attribution of(String measure, Switched run) {
    return new Attribution(
        measure,
        run.error(false, false, false),
        run.error(true, false, false),
        run.error(false, true, false),
        run.error(false, false, true),
        run.error(true, true, false),
        run.error(true, false, true),
        run.error(false, true, true),
        run.error(true, true, true));
  }

  /// In the order of a run.
  public ErrorBudget telescoped() {
    return budget(
        " (in the order of the run)",
        start - none,
        startDiscretisation - start,
        all - startDiscretisation);
  }

  /// Whatever the order.
  public ErrorBudget shapley() {
    return budget(
        " (mean over orders)",
        shapley(
            start, startDiscretisation - discretisation, startScore - score, discretisationScore),
        shapley(
            discretisation, startDiscretisation - start, discretisationScore - score, startScore),
        shapley(
            score, startScore - start, discretisationScore - discretisation, startDiscretisation));
  }

  /// @param alone error with this cause only
  /// @param after what it adds to one other cause
  /// @param afterOther what it adds to the other
  /// @param others error of the two others
  private double shapley(double alone, double after, double afterOther, double others) {
    return (alone - none) / 3 + after / 6 + afterOther / 6 + (all - others) / 3;
  }

  private ErrorBudget budget(String how, double start, double discretisation, double score) {
    List<ErrorBudget.Part> causes = new ArrayList<>();
    causes.add(ErrorBudget.Part.exact("start", start));
    causes.add(ErrorBudget.Part.exact("discretisation", discretisation));
    causes.add(ErrorBudget.Part.exact("score", score));
    if (none != 0) {
      causes.add(ErrorBudget.Part.exact("early stopping", none));
    }
    return new ErrorBudget(measure + how, ErrorBudget.Rule.IDENTITY, causes, Optional.empty());
  }
}
