package org.scorefield.experiment;

import java.util.Comparator;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.denoise.Denoiser;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.Stacked;

/// A model and its card.
///
/// @param denoiser what it computes
/// @param card what is known about it
public record Model(Denoiser denoiser, ModelCard card) {

  /// The model as a law whose noisy versions are all known.
  ///
  /// @throws IllegalArgumentException if it is a denoiser and nothing more
  public Distribution law() {
    return closedForm()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a model of kind "
                    + card.kind()
                    + " is a denoiser without a law in closed form; give the data it was trained on where the command takes them (--data), or a gaussian, gmm or empirical model"));
  }

  /// The same where it need not be one; of a law for each class, that of all classes.
  public Optional<Distribution> closedForm() {
    return switch (denoiser) {
      case Distribution law -> Optional.of(law);
      case ByClass classes -> Optional.of(classes.unconditional());
      default -> Optional.empty();
    };
  }

  /// The Gaussian whose score this model has at high noise, where it is known: of a law the one of
  /// its mean and covariance; of a stack its Gaussian member, or else that of its first member that
  /// has one. Empty for a denoiser that is nothing more.
  public Optional<Gaussian> gaussian() {
    return gaussian(denoiser);
  }

  /// The same where there has to be one, as for a closed-form start.
  ///
  /// @throws IllegalArgumentException if it is not known
  public Gaussian matchingGaussian() {
    return gaussian()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "a model of kind "
                    + card.kind()
                    + " has no Gaussian in closed form; give the data it was trained on where the command takes them (--data), or a gaussian, gmm or empirical model, or a stack with one"));
  }

  private static Optional<Gaussian> gaussian(Denoiser denoiser) {
    return switch (denoiser) {
      case Distribution law -> Optional.of(law.matchingGaussian());
      case ByClass classes -> Optional.of(classes.unconditional().matchingGaussian());
      case Stacked stack ->
          stack.members().stream()
              .map(NamedDenoiser::denoiser)
              .sorted(Comparator.comparing(member -> !(member instanceof Gaussian)))
              .map(Model::gaussian)
              .flatMap(Optional::stream)
              .findFirst();
      default -> Optional.empty();
    };
  }
}
