package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.experiment.InspectResult;
import org.scorefield.experiment.InspectResult.Travel;
import org.scorefield.experiment.SampleResult;
import org.scorefield.metric.Estimate;

/// The sections of an inspection that follow samples from noise to data.
final class InspectTravelReport {
  /// Directions whose emergence is drawn, where there are so many.
  private static final int[] DIRECTIONS = {1, 3, 10, 30, 100, 300};

  private static final int PICTURES = 8;

  private InspectTravelReport() {}

  static List<Section> sections(InspectResult result) {
    return List.of(emergence(result), travel(result));
  }

  private static Section emergence(InspectResult result) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(fractions(result));
    directions(result).ifPresent(blocks::add);
    frames(result).ifPresent(blocks::add);
    return new Section(
        "Which features come first",
        "Along a trajectory, a direction of variance lambda is there to the fraction `1 / sqrt(1 +"
            + " sigma^2 / lambda)`: 71 % when sigma passes its standard deviation. Layout is decided"
            + " early, detail late.",
        blocks);
  }

  private static LineChart fractions(InspectResult result) {
    Vector variances = result.gaussian().variances();
    Vector sigmas = result.linearity().sigmas();
    int n = 4 * (sigmas.size() - 1) + 1;
    double low = Math.log(sigmas.first());
    double high = Math.log(sigmas.last());
    Vector fine = Vector.generate(n, i -> Math.exp(low + (high - low) * i / (n - 1)));
    List<Series> series = new ArrayList<>();
    for (int k : DIRECTIONS) {
      if (k <= variances.size() && variances.get(k - 1) > 1e-9 * variances.first()) {
        double lambda = variances.get(k - 1);
        series.add(
            Series.of(
                "direction " + k,
                fine,
                Vector.generate(n, i -> 1 / Math.sqrt(1 + fine.get(i) * fine.get(i) / lambda))));
      }
    }
    return new LineChart(
        "Strong directions are decided first",
        "Fraction of a principal direction that the denoiser already shows, in closed form. Where"
            + " sigma_skip cuts, all to its left comes without the model.",
        Axis.log("sigma").reverse(),
        Axis.linear("fraction present"),
        series,
        InspectReport.skipMark(result));
  }

  /// The principal directions themselves, where they can be seen.
  private static Optional<Pictures> directions(InspectResult result) {
    Gaussian gaussian = result.gaussian();
    if (!gaussian.shape().isImage()) {
      return Optional.empty();
    }
    List<Pictures.Picture> pictures = new ArrayList<>();
    for (int k : DIRECTIONS) {
      if (k <= gaussian.rank() && gaussian.variances().get(k - 1) > 0) {
        double deviation = Math.sqrt(gaussian.variances().get(k - 1));
        RunBlocks.picture("direction " + k, mode(gaussian, k - 1), result.real())
            .ifPresent(p ->
                pictures.add(
                    new Pictures.Picture(
                        p.png(),
                        "principal direction " + k,
                        "direction %d, deviation %s".formatted(k, NumberText.of(deviation)))));
      }
    }
    return Optional.of(
        Pictures.strip(
            "Principal directions of the data: grey is zero. The chart above says when each appears.",
            List.of(new Pictures.Row("", pictures))));
  }

  /// A direction scaled so that its largest component is 1.
  private static Batch mode(Gaussian gaussian, int k) {
    int d = gaussian.shape().size();
    double[] out = new double[d];
    double largest = 0;
    for (int j = 0; j < d; j++) {
      out[j] = gaussian.basis().get(j, k);
      largest = Math.max(largest, Math.abs(out[j]));
    }
    for (int j = 0; j < d; j++) {
      out[j] /= largest;
    }
    return Batch.adopt(gaussian.shape(), out);
  }

  private static Optional<Pictures> frames(InspectResult result) {
    Travel travel = result.travel();
    List<Pictures.Row> rows = new ArrayList<>();
    List<Integer> chosen = chosen(travel, result.scale());
    strip("closed form of the Gaussian", travel.gaussian(), chosen, result.real())
        .ifPresent(rows::add);
    strip("the model", travel.model(), chosen, result.real()).ifPresent(rows::add);
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Pictures.strip(
                "What the denoiser makes of the state at each level, seed by seed from the same noise: first in"
                    + " closed form, then by the model. They agree until the model takes a turn.",
                rows));
  }

  /// Frames evenly spread in ln sigma over the levels where something happens.
  private static List<Integer> chosen(Travel travel, double scale) {
    List<Integer> chosen = new ArrayList<>();
    for (int j = 0; j < PICTURES; j++) {
      double wanted = Math.log(40 * scale) + (Math.log(0.05) - Math.log(40)) * j / (PICTURES - 1.0);
      int best = 0;
      for (int i = 1; i < travel.sigmas().size(); i++) {
        double distance = Math.abs(Math.log(travel.sigmas().get(i)) - wanted);
        if (distance < Math.abs(Math.log(travel.sigmas().get(best)) - wanted)) {
          best = i;
        }
      }
      if (!chosen.contains(best)) {
        chosen.add(best);
      }
    }
    return chosen;
  }

  private static Optional<Pictures.Row> strip(
      String label, List<SampleResult.Frame> frames, List<Integer> chosen, Batch like) {
    return RunBlocks.strip(
        label, chosen.stream().map(frames::get).toList(), Double.POSITIVE_INFINITY, like);
  }

  private static Section travel(InspectResult result) {
    Travel travel = result.travel();
    List<Block> blocks = new ArrayList<>();
    Axis sigma = Axis.log("sigma").reverse();
    List<Mark> marks = InspectReport.skipMark(result);
    blocks.add(
        new LineChart(
            title(result),
            "Distance between a run of the model and the closed form from the same noise, root mean"
                + " square over seeds, and the integral of `sqrt(Delta) / sigma` that bounds it to first"
                + " order. Above the bound at high noise lies only the solver's own error.",
            sigma,
            Axis.log("distance"),
            List.of(
                drawn("measured", travel.distance(), result),
                drawn("bound", travel.bound(), result).with(Series.Stroke.DASHED)),
            marks));
    for (int k = 0; k < travel.coefficients().size(); k++) {
      blocks.add(
          new LineChart(
              "Direction %d of one seed".formatted(k + 1),
              "The denoised sample along this direction, in standard deviations of the data.",
              sigma,
              Axis.linear("standard deviations"),
              List.of(
                  Series.of("model", travel.sigmas(), travel.coefficients().get(k)),
                  Series.of("closed form", travel.sigmas(), travel.closedForm().get(k))
                      .with(Series.Stroke.DASHED)),
              marks));
    }
    return new Section(
        "A trajectory and its closed form",
        "For a Gaussian the way from noise to data is known: `y_k(sigma) = y_k(sigma_max)"
            + " sqrt((sigma^2 + lambda_k) / (sigma_max^2 + lambda_k))`. Heun with 40 steps, started from"
            + " white noise.",
        blocks);
  }

  /// What can be told from rounding.
  private static Series drawn(String name, Vector distance, InspectResult result) {
    double least = 1e-6 * result.scale();
    return InspectReport.where(
        name,
        result.travel().sigmas(),
        distance.stream().mapToObj(v -> new Estimate(v, 0, 0)).toList(),
        e -> e.value() > least);
  }

  private static String title(InspectResult result) {
    return InspectReport.skip(result.starts().getFirst())
        .map(s -> {
          Vector sigmas = result.travel().sigmas();
          int at = 0;
          while (sigmas.get(at) > s.sigma() * (1 + 1e-9)) {
            at++;
          }
          double spread = Math.sqrt(result.gaussian().totalVariance());
          return String.format(
              Locale.ROOT,
              "At the skip a run is %.0f %% of the data's spread from its closed form",
              100 * result.travel().distance().get(at) / spread);
        })
        .orElse("A run of the model departs from its closed form");
  }
}
