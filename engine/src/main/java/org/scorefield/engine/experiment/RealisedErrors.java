package org.scorefield.engine.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Vector;
import org.scorefield.budget.Scheme;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Sampler;

/// The error that a sampler really makes with a network, against the data with noise of its last
/// level: exact where the law is a mixture on the line, else from samples.
interface RealisedErrors {

  /// What is measured, the measure that counts first; smaller is better.
  List<String> measures();

  /// The errors of a scheme.
  ///
  /// @throws org.scorefield.engine.train.TrainingStopped if its samples diverge
  Errors of(Scheme scheme, Denoiser network);

  /// The errors of a sampler of the probability flow, which draws no noise.
  ///
  /// @throws org.scorefield.engine.train.TrainingStopped if its samples diverge
  Errors of(Sampler sampler, String name, Denoiser network);

  /// One value of each measure for each of a few sets of samples; where no chance is in it, the
  /// same for all sets.
  record Errors(List<double[]> bySet) {
    List<Estimate> means() {
      return bySet.stream().map(Estimate::mean).toList();
    }

    /// This less another, set by set.
    List<Estimate> minus(Errors other) {
      return IntStream.range(0, bySet.size())
          .mapToObj(m -> {
            double[] difference = bySet.get(m).clone();
            for (int r = 0; r < difference.length; r++) {
              difference[r] -= other.bySet.get(m)[r];
            }
            return Estimate.mean(difference);
          })
          .toList();
    }
  }

  /// @param source of real rows
  /// @param samples of every sampler, where they are drawn
  /// @param sigma last level of the samplers
  static RealisedErrors of(SpeedSource source, int samples, double sigma, NoiseKey key) {
    Optional<GaussianMixture> line =
        source instanceof SpeedSource.Drawn drawn ? line(drawn.law()) : Optional.empty();
    return line.<RealisedErrors>map(LineErrors::new)
        .orElseGet(() -> SampledErrors.of(source, samples, sigma, key));
  }

  private static Optional<GaussianMixture> line(Distribution law) {
    return switch (law) {
      case GaussianMixture mixture when law.shape().size() == 1 -> Optional.of(mixture);
      case Gaussian gaussian when law.shape().size() == 1 ->
          Optional.of(new GaussianMixture(Vector.of(1), List.of(gaussian)));
      default -> Optional.empty();
    };
  }
}
