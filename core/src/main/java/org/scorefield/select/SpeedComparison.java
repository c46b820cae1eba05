package org.scorefield.select;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.scorefield.metric.Estimate;

/// Which of several candidates learns fastest, from losses that training computes anyway: no
/// validation set, no further evaluation (Lyle et al. 2010.14499, Ru et al. 2006.04492).
///
/// Denoising draws a fresh level and fresh noise for every row of every batch, so a loss taken
/// before the step is a genuine one-step-ahead loss in these, and while every row is new, in the
/// data too. The sum of them is low for models that find early what later samples confirm. For
/// linear models this is a bound of the evidence ({@link OneStepAhead}); for networks it is a
/// heuristic with a good record.
///
/// **Common random numbers.** All candidates must have seen the same rows, levels and noises in the
/// same order; traces of other draws are refused. What the draws have in common then cancels in
/// {@link #difference}. **One weight.** Losses are of the clean sample under the weight of the
/// {@link SpeedScale}, not under each candidate's own. Runs that differ in batch size or data
/// cannot be compared. Candidates that differ in the levels they train on are compared on probes:
/// the loss at the common levels, evaluated before each step.
///
/// **Standard errors** speak of the draws given the two courses of training: half the mean squared
/// difference of neighbouring steps, which a slow fall of the loss does not enter. What another
/// initialisation would give is not in them; repeat over seeds for that.
///
/// @param traces one for each candidate, at least one
public record SpeedComparison(List<LossTrace> traces) {

  public SpeedComparison {
    traces = List.copyOf(traces);
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("there is no candidate to compare");
    }
    LossTrace first = traces.getFirst();
    for (LossTrace other : traces) {
      if (!other.scale().equals(first.scale())) {
        throw new IllegalArgumentException(
            "the losses of '"
                + other.name()
                + "' and '"
                + first.name()
                + "' are on different scales; record both with one weighting, one distribution of"
                + " levels, the same buckets and epochs of one length");
      }
      if (other.steps() != first.steps() || other.draws() != first.draws()) {
        throw new IllegalArgumentException(
            "'"
                + other.name()
                + "' ("
                + other.steps()
                + " steps) has not seen the rows and noise levels of '"
                + first.name()
                + "' ("
                + first.steps()
                + " steps); train all candidates from one seed, in one order, for as many steps");
      }
    }
    if (traces.stream().map(LossTrace::name).distinct().count() != traces.size()) {
      throw new IllegalArgumentException(
          "two candidates of one name among " + traces.stream().map(LossTrace::name).toList());
    }
  }

  /// A candidate's place.
  ///
  /// @param rank from 1; equal values share one
  /// @param name of the candidate
  /// @param value its score
  /// @param behind its score less that of the best, by paired differences; 0 for the best itself
  public record Standing(int rank, String name, Estimate value, Estimate behind) {

    /// Whether the draws cannot tell it from the best: less than 2 standard errors behind.
    public boolean tied() {
      return !(behind.value() > 2 * behind.standardError());
    }
  }

  /// The score of a candidate.
  public Estimate value(SpeedScore score, int candidate) {
    return estimate(score, series(candidate, OptionalInt.empty()));
  }

  /// The part of a bucket in it; parts add up to the whole.
  public Estimate value(SpeedScore score, int candidate, int bucket) {
    return estimate(score, series(candidate, OptionalInt.of(bucket)));
  }

  /// The score of one candidate less that of another, by differences step for step.
  public Estimate difference(SpeedScore score, int candidate, int other) {
    return paired(score, candidate, other, OptionalInt.empty());
  }

  /// The part of a bucket in it.
  public Estimate difference(SpeedScore score, int candidate, int other, int bucket) {
    return paired(score, candidate, other, OptionalInt.of(bucket));
  }

  /// All candidates, best first; of equals in the order of their names.
  public List<Standing> ranking(SpeedScore score) {
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < traces.size(); c++) {
      order.add(c);
    }
    order.sort(
        Comparator.<Integer>comparingDouble(c -> value(score, c).value())
            .thenComparing(c -> traces.get(c).name()));
    int best = order.getFirst();
    List<Standing> standings = new ArrayList<>();
    for (int place = 0; place < order.size(); place++) {
      int c = order.get(place);
      Estimate value = value(score, c);
      boolean equal = place > 0 && value.value() == standings.getLast().value().value();
      int rank = equal ? standings.getLast().rank() : place + 1;
      Estimate behind = difference(score, c, best);
      standings.add(new Standing(rank, traces.get(c).name(), value, behind));
    }
    return standings;
  }

  private Estimate paired(SpeedScore score, int candidate, int other, OptionalInt bucket) {
    double[] first = series(candidate, bucket);
    double[] second = series(other, bucket);
    for (int t = 0; t < first.length; t++) {
      first[t] -= second[t];
    }
    return estimate(score, first);
  }

  private double[] series(int candidate, OptionalInt bucket) {
    LossTrace trace = traces.get(candidate);
    double[] losses = new double[trace.steps()];
    for (int t = 0; t < losses.length; t++) {
      losses[t] = bucket.isPresent() ? trace.loss(t, bucket.getAsInt()) : trace.loss(t);
    }
    return losses;
  }

  /// The weighted sum, with the variance of step t estimated from its neighbours.
  private Estimate estimate(SpeedScore score, double[] series) {
    double[] weights = score.weights(series.length, traces.getFirst().scale().stepsPerEpoch());
    double sum = 0;
    double variance = 0;
    double weight = 0;
    double covered = 0;
    for (int t = 0; t < series.length; t++) {
      sum += weights[t] * series[t];
      weight += weights[t] * weights[t];
      if (t > 0 && weights[t] > 0 && weights[t - 1] > 0) {
        double difference = series[t] - series[t - 1];
        double square = (weights[t] * weights[t] + weights[t - 1] * weights[t - 1]) / 2;
        variance += square * difference * difference / 2;
        covered += square;
      }
    }
    double error = covered > 0 ? Math.sqrt(variance * weight / covered) : Double.NaN;
    return new Estimate(sum, error, series.length);
  }
}
