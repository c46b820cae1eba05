package org.scorefield.engine.experiment;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.scorefield.analytic.LiftedDenoiser;
import org.scorefield.array.Vector;
import org.scorefield.convex.AffinePart;
import org.scorefield.convex.OneLevelDenoiser;
import org.scorefield.convex.TwoLayerScore;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.diffusion.JointDenoiser;
import org.scorefield.convex.diffusion.LevelDenoiser;
import org.scorefield.convex.features.RandomFeatures;
import org.scorefield.convex.gated.DenoisingPairs;
import org.scorefield.convex.relu.NeuronProblem;
import org.scorefield.convex.relu.Neurons;
import org.scorefield.data.RandomRows;
import org.scorefield.denoise.Denoiser;
import org.scorefield.engine.train.TrainedNetwork;
import org.scorefield.engine.train.TrainedNeurons;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.TrainingLevels;
import org.scorefield.schedule.Weightings;

/// A model that can be certified: its neurons and what they are for.
///
/// @param problem rows, targets and free columns
/// @param neurons of the model
/// @param affine its linear part
/// @param where the noise levels, in words
/// @param rebuilt the model with other neurons; empty if such a model has no file
record CertifySource(
    NeuronProblem problem,
    Neurons neurons,
    Matrix affine,
    String where,
    Optional<Function<Neurons, Denoiser>> rebuilt) {

  /// @throws IllegalArgumentException with the reason, if the model is none that can be certified
  static CertifySource of(CertifyExperiment experiment) {
    NoiseKey key = NoiseKey.of(experiment.seed()).child("certify");
    return switch (experiment.model().denoiser()) {
      case TrainedNetwork trained -> trained(experiment, trained, key);
      case OneLevelDenoiser one when one.network() instanceof TwoLayerScore score ->
          score(experiment, one.sigma(), score, key);
      default ->
          throw new IllegalArgumentException(
              "a model of kind %s cannot be certified: %s"
                  .formatted(
                      experiment.model().card().kind(), reason(experiment.model().denoiser())));
    };
  }

  private static String reason(Denoiser denoiser) {
    return switch (denoiser) {
      case LiftedDenoiser lifted -> reason(lifted.latent());
      case LevelDenoiser levels -> reason(levels.functions().getFirst());
      case JointDenoiser joint -> reason(joint.function());
      case OneLevelDenoiser one -> reason(one.network());
      default -> "it is no network of two layers; what can be certified is made by `fit two-layer`";
    };
  }

  private static String reason(VectorFunction function) {
    return switch (function) {
      case RandomFeatures _ ->
          "its hidden units were drawn and the rest solved for, so that it is the best with these units already; what can be certified is made by `fit two-layer`";
      default ->
          "it was made by a convex program, and carries a certificate for each noise level already; see run.json and report.html in the directory .run beside it";
    };
  }

  private static CertifySource trained(
      CertifyExperiment experiment, TrainedNetwork network, NoiseKey key) {
    TrainedNeurons taken =
        experiment.level().isPresent()
            ? TrainedNeurons.at(
                network,
                experiment.data(),
                experiment.level().getAsDouble(),
                experiment.clean(),
                experiment.noises(),
                key)
            : TrainedNeurons.over(
                network,
                experiment.data(),
                TrainingLevels.parse(experiment.levels()).scaledTo(network.normaliser().scale()),
                Weightings.parse(experiment.weighting()),
                experiment.clean(),
                experiment.noises(),
                key);
    return new CertifySource(
        taken.problem(),
        taken.neurons(),
        taken.affine(),
        experiment.level().isPresent()
            ? "sigma " + experiment.level().getAsDouble()
            : "%s, weighting %s".formatted(experiment.levels(), experiment.weighting()),
        Optional.of(taken::with));
  }

  /// A score network of one level, and the free part that it uses.
  private static CertifySource score(
      CertifyExperiment experiment, double sigma, TwoLayerScore score, NoiseKey key) {
    if (experiment.level().isPresent() && experiment.level().getAsDouble() != sigma) {
      throw new IllegalArgumentException(
          "the model was made for sigma %s alone, got --level %s; leave it out"
              .formatted(sigma, experiment.level().getAsDouble()));
    }
    AffinePart part =
        new AffinePart(nonZero(score.skip().shared()), nonZero(score.bias().shared()));
    int[] chosen =
        RandomRows.indices(experiment.data().size(), experiment.clean(), key.child("rows"));
    DenoisingPairs pairs =
        DenoisingPairs.draw(
            experiment.data().select(chosen), sigma, experiment.noises(), key.child("noise"));
    int d = score.dimension();
    int from = part.skip() ? 0 : d;
    int columns = (part.skip() ? d : 0) + (part.bias() ? 1 : 0);
    double[] all = Arrays.copyOf(score.skip().transpose().toArray(), (d + 1) * d);
    System.arraycopy(score.bias().shared(), 0, all, d * d, d);
    Matrix affine =
        Matrix.adopt(columns, d, Arrays.copyOfRange(all, from * d, (from + columns) * d));
    return new CertifySource(
        NeuronProblem.denoising(pairs, score.activation(), part),
        Neurons.of(score),
        affine,
        "sigma " + sigma,
        Optional.empty());
  }

  private static boolean nonZero(double[] values) {
    return !Vector.adopt(values).stream().allMatch(v -> v == 0);
  }
}
