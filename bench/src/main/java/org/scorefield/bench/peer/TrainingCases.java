package org.scorefield.bench.peer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.scorefield.array.Shape;
import org.scorefield.bench.input.ConvolutionStack;
import org.scorefield.bench.input.TrainingInput;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Mlp;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.nn.Parameter;
import org.scorefield.engine.nn.UNet;
import org.scorefield.engine.torch.Gradients;
import org.scorefield.engine.train.OptimizerSettings;
import org.scorefield.engine.train.TrainingSteps;
import org.scorefield.linalg.Matrix;

/// One step of training: the gradient of the mean squared error, then AdamW.
///
/// Torch: the same network written with its functional operations; the optimiser fused or not, and
/// pictures with channels first or last, whichever the worker finds fastest. The answers are the
/// gradient, and the parameters after one step.
final class TrainingCases {
  private static final OptimizerSettings ADAMW =
      new OptimizerSettings(
          1e-3,
          0,
          OptimizerSettings.Decay.CONSTANT,
          0,
          0.9,
          0.99,
          1e-8,
          0,
          Double.POSITIVE_INFINITY);
  private static final double TOLERANCE = 1e-3;

  private TrainingCases() {}

  static Case narrow() {
    return step("step-mlp-128", "MLP 2-128-128-128-2", mlp(2, 128, 3), 2048, 0.9);
  }

  static Case wide() {
    return step("step-mlp-512", "MLP 64-512-512-64", mlp(64, 512, 2), 256, 1);
  }

  static Case convolutions() {
    Network stack = new ConvolutionStack(Shape.image(1, 28, 28), 64, 6, 8);
    return step("step-conv", "6 convolutions, 64 channels, 28 x 28", stack, 32, 1);
  }

  static Case unet() {
    return step("step-unet", "U-Net 28 x 28", UNet.small(Shape.image(1, 28, 28), 0), 32, 1);
  }

  private static Network mlp(int d, int width, int layers) {
    return new Mlp(Shape.vector(d), 0, width, layers, 0);
  }

  private static Case step(String name, String what, Network network, int rows, double goal) {
    return new Case(
        name,
        List.of(Rival.beside("torch float32", goal, TOLERANCE)),
        size -> task(what, network, size.of(rows, 8)));
  }

  private static Task task(String what, Network network, int rows) {
    TrainingInput input = TrainingInput.of(network, rows);
    int shards = Runtime.getRuntime().availableProcessors();
    int shardRows = Math.ceilDiv(rows, shards);
    Map<String, Matrix> arrays = new HashMap<>(parameters(input));
    int d = network.shape().size();
    arrays.put("x", matrix(input.batch().x(), 0, rows, d));
    arrays.put("noise", matrix(input.batch().noise(), 0, rows, 1));
    arrays.put("target", matrix(input.batch().target(), 0, rows, d));
    Map<String, Double> numbers = new HashMap<>();
    for (Parameter parameter : Layout.of(network).parameters()) {
      if (parameter.axes().size() == 4) {
        numbers.put("side." + parameter.name(), (double) parameter.axes().getLast());
      }
      numbers.put("trained." + parameter.name(), parameter.trained() ? 1.0 : 0);
    }
    TrainingSteps steps = steps(input, shardRows);
    return new Task(
        String.format(Locale.ROOT, "training step, %s, batch %d", what, rows),
        arrays,
        numbers,
        () -> {
          steps.step(input.batch());
          return () -> answer(input, shardRows);
        });
  }

  private static TrainingSteps steps(TrainingInput input, int shardRows) {
    return TrainingSteps.from(input.network(), ADAMW, input.parameters(), shardRows);
  }

  /// The parameters as the worker gets them, an array each.
  static Map<String, Matrix> parameters(TrainingInput input) {
    return parameters(input.network(), input.parameters());
  }

  static Map<String, Matrix> parameters(Network network, float[] values) {
    Map<String, Matrix> arrays = new HashMap<>();
    Layout layout = Layout.of(network);
    for (Parameter parameter : layout.parameters()) {
      int rows = parameter.axes().getFirst();
      Matrix matrix = matrix(values, layout.offset(parameter), rows, parameter.size() / rows);
      arrays.put("p." + parameter.name(), matrix);
    }
    return arrays;
  }

  /// The gradient of the first step and the parameters after it, by name, each of norm 1.
  private static double[] answer(TrainingInput input, int shardRows) {
    try (TrainingSteps fresh = steps(input, shardRows)) {
      Gradients.Result found = fresh.step(input.batch());
      double[] gradient = byName(input.network(), found.gradient());
      double[] after = byName(input.network(), fresh.parameters());
      double[] both = new double[gradient.length + after.length];
      normalise(gradient, both, 0);
      normalise(after, both, gradient.length);
      return both;
    }
  }

  private static double[] byName(Network network, float[] values) {
    Layout layout = Layout.of(network);
    return layout.parameters().stream()
        .filter(Parameter::trained)
        .sorted(Comparator.comparing(Parameter::name))
        .flatMapToDouble(parameter ->
            IntStream.range(0, parameter.size())
                .mapToDouble(i -> values[layout.offset(parameter) + i]))
        .toArray();
  }

  private static void normalise(double[] values, double[] into, int at) {
    double square = 0;
    for (double v : values) {
      square += v * v;
    }
    for (int i = 0; i < values.length; i++) {
      into[at + i] = values[i] / Math.sqrt(square);
    }
  }

  private static Matrix matrix(float[] values, int at, int rows, int columns) {
    double[] out = new double[rows * columns];
    for (int i = 0; i < out.length; i++) {
      out[i] = values[at + i];
    }
    return Matrix.adopt(rows, columns, out);
  }
}
