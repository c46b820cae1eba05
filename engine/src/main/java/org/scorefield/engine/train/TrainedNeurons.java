package org.scorefield.engine.train;

import java.util.Arrays;
import java.util.Optional;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.Activation;
import org.scorefield.convex.relu.NeuronProblem;
import org.scorefield.convex.relu.Neurons;
import org.scorefield.data.Dataset;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.TwoLayer;
import org.scorefield.engine.torch.MiniBatch;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.schedule.NoiseLevels;
import org.scorefield.schedule.Weighting;

/// A trained network of two layers as its neurons, and rows of the least-squares problem that it
/// was trained for: noisy rows, targets and weights as {@link Noising} makes them for the trainer.
///
/// Inputs of the hidden layer are the d components of the preconditioned row, the number that tells
/// the noise level, and 1, so that *the hidden bias and the weight of the noise level count as
/// weights*; the same columns are free in the linear part. The trainer's weight decay leaves biases
/// out. A sum over rows, in squared units of the network's output.
///
/// @param problem rows, targets and free columns
/// @param neurons of the network
/// @param affine its linear part, (d + 2) x d
/// @param network itself
public record TrainedNeurons(
    NeuronProblem problem, Neurons neurons, Matrix affine, TrainedNetwork network) {

  /// At one noise level.
  ///
  /// @param data of the network's shape, in its units
  /// @param sigma > 0
  /// @param rows clean rows taken, at random
  /// @param noises drawn for each
  /// @throws IllegalArgumentException if it is no network of two layers or has conditioning inputs
  public static TrainedNeurons at(
      TrainedNetwork network, Dataset data, double sigma, int rows, int noises, NoiseKey key) {
    if (!(sigma > 0) || !Double.isFinite(sigma)) {
      throw new IllegalArgumentException("a noise level must be positive and finite, got " + sigma);
    }
    double[] sigmas = new double[Math.multiplyExact(rows, noises)];
    Arrays.fill(sigmas, sigma);
    return of(network, data, sigmas, Optional.empty(), rows, key);
  }

  /// At all noise levels of a training, evenly spread over their distribution, with its weights.
  ///
  /// @param levels noise levels, scaled to the data
  /// @throws IllegalArgumentException as the other
  public static TrainedNeurons over(
      TrainedNetwork network,
      Dataset data,
      NoiseLevels levels,
      Weighting weighting,
      int rows,
      int noises,
      NoiseKey key) {
    int n = Math.multiplyExact(rows, noises);
    double[] u = new Noise(key.child("levels"), 0, n).uniform(Shape.vector(1)).shared();
    int[] place = new EpochOrder(n, key.child("places")).rows(0, n);
    double[] sigmas = new double[n];
    Arrays.setAll(sigmas, i -> levels.sigma((place[i] + u[i]) / n));
    double[] weights = Arrays.stream(sigmas).map(s -> weighting.weight(s, levels)).toArray();
    return of(network, data, sigmas, Optional.of(weights), rows, key);
  }

  /// @param weights on the squared error of the clean sample; none for 1 on that of the output
  private static TrainedNeurons of(
      TrainedNetwork network,
      Dataset data,
      double[] sigmas,
      Optional<double[]> weights,
      int rows,
      NoiseKey key) {
    TwoLayer architecture = require(network);
    if (!data.shape().equals(network.shape())) {
      throw new IllegalArgumentException(
          "the model is for samples of shape %s, %s has %s; give data of its own shape"
              .formatted(network.shape(), data.name(), data.shape()));
    }
    if (rows < 1 || rows > data.size()) {
      throw new IllegalArgumentException(
          "%s has %d rows, got a demand of %d; take 1 or more, and no more than there are"
              .formatted(data.name(), data.size(), rows));
    }
    int[] chosen = new int[sigmas.length];
    int[] order = new EpochOrder(data.size(), key.child("rows")).rows(0, rows);
    Arrays.setAll(chosen, i -> order[i % rows]);
    double[] ones = new double[sigmas.length];
    Arrays.fill(ones, 1);
    NoisyBatch noisy =
        new Noising(
                network.parametrisation(),
                network.normaliser(),
                network.gaussian().map(LinearPart::new))
            .apply(
                new TrainingRows(data, network.normaliser()).select(chosen),
                new float[0],
                sigmas,
                weights.orElse(ones),
                key.child("noise"));
    NeuronProblem plain = problem(noisy.rows(), architecture.shape().size());
    NeuronProblem problem =
        weights.isEmpty() ? plain : plain.weighted(doubles(noisy.rows().weight()));
    float[] parameters = network.parameters();
    Layout layout = Layout.of(architecture);
    return new TrainedNeurons(
        problem,
        neurons(architecture, layout, parameters),
        affine(architecture, layout, parameters),
        network);
  }

  private static TwoLayer require(TrainedNetwork network) {
    if (!(network.network() instanceof TwoLayer two)) {
      throw new IllegalArgumentException(
          "a network of kind %s is not one of two layers, and nothing is known of the best of its kind; what can be certified is made by `fit two-layer`"
              .formatted(network.network().kind()));
    }
    if (two.condition() > 0) {
      throw new IllegalArgumentException(
          "a network with %d conditioning inputs cannot be certified; train one without classes and augmentation"
              .formatted(two.condition()));
    }
    return two;
  }

  private static NeuronProblem problem(MiniBatch batch, int d) {
    int n = batch.count();
    int width = d + 2;
    double[] x = new double[Math.multiplyExact(n, width)];
    double[] y = new double[n * d];
    for (int r = 0; r < n; r++) {
      for (int j = 0; j < d; j++) {
        x[r * width + j] = batch.x()[r * d + j];
        y[r * d + j] = batch.target()[r * d + j];
      }
      x[r * width + d] = batch.noise()[r];
      x[r * width + d + 1] = 1;
    }
    Matrix rows = Matrix.adopt(n, width, x);
    return NeuronProblem.of(Activation.RELU, rows, Matrix.adopt(n, d, y), rows);
  }

  private static Vector doubles(float[] values) {
    return Vector.generate(values.length, i -> values[i]);
  }

  private static Neurons neurons(TwoLayer network, Layout layout, float[] parameters) {
    int m = network.width();
    int inputs = network.inputs();
    int d = network.shape().size();
    int weight = layout.offset("hidden.weight");
    int bias = layout.offset("hidden.bias");
    int out = layout.offset("out.weight");
    double[] inner = new double[m * (inputs + 1)];
    double[] outer = new double[m * d];
    for (int j = 0; j < m; j++) {
      for (int i = 0; i < inputs; i++) {
        inner[j * (inputs + 1) + i] = parameters[weight + j * inputs + i];
      }
      inner[j * (inputs + 1) + inputs] = parameters[bias + j];
      for (int k = 0; k < d; k++) {
        outer[j * d + k] = parameters[out + k * m + j];
      }
    }
    return new Neurons(Matrix.adopt(m, inputs + 1, inner), Matrix.adopt(m, d, outer));
  }

  private static Matrix affine(TwoLayer network, Layout layout, float[] parameters) {
    int inputs = network.inputs();
    int d = network.shape().size();
    double[] affine = new double[(inputs + 1) * d];
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < inputs; i++) {
        affine[i * d + k] = parameters[layout.offset("skip.weight") + k * inputs + i];
      }
      affine[inputs * d + k] = parameters[layout.offset("skip.bias") + k];
    }
    return Matrix.adopt(inputs + 1, d, affine);
  }

  /// The network with other neurons, as many as there are, and the linear part that is best with
  /// them on these rows.
  public TrainedNetwork with(Neurons others) {
    int d = network.shape().size();
    int m = Math.max(1, others.count());
    TwoLayer wide = new TwoLayer(network.shape(), 0, m);
    int inputs = wide.inputs();
    Matrix best = problem.affine(others);
    Layout layout = Layout.of(wide);
    float[] parameters = new float[layout.size()];
    for (int j = 0; j < others.count(); j++) {
      for (int i = 0; i < inputs; i++) {
        parameters[layout.offset("hidden.weight") + j * inputs + i] =
            (float) others.inner().get(j, i);
      }
      parameters[layout.offset("hidden.bias") + j] = (float) others.inner().get(j, inputs);
      for (int k = 0; k < d; k++) {
        parameters[layout.offset("out.weight") + k * m + j] = (float) others.outer().get(j, k);
      }
    }
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < inputs; i++) {
        parameters[layout.offset("skip.weight") + k * inputs + i] = (float) best.get(i, k);
      }
      parameters[layout.offset("skip.bias") + k] = (float) best.get(inputs, k);
    }
    return TrainedNetwork.of(
        wide, parameters, network.parametrisation(), network.normaliser(), 0, network.gaussian());
  }
}
