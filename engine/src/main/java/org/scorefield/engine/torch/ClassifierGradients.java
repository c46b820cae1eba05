package org.scorefield.engine.torch;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.nn.Layout;

/// The cross-entropy of a classifier, and its gradient: the mean over pictures of `-log
/// softmax(logits)[class]`.
public final class ClassifierGradients implements AutoCloseable {
  private final ImageClassifier network;
  private final ShardedGradient gradient;

  /// What a batch gave.
  ///
  /// @param losses cross-entropy of each picture
  /// @param gradient of their mean, laid out as the parameters
  public record Result(float[] losses, float[] gradient) {}

  /// @param shardRows pictures that one thread computes together
  public ClassifierGradients(ImageClassifier network, int shardRows) {
    this.network = network;
    gradient = new ShardedGradient(Layout.of(network), shardRows);
  }

  /// The losses and the gradient at these parameters.
  ///
  /// @param pictures one after the other, as many as there are classes given
  /// @param classes in `0 .. classes-1`
  public Result at(float[] parameters, float[] pictures, int... classes) {
    int d = network.shape().size();
    if (pictures.length != classes.length * d) {
      throw new IllegalArgumentException(
          "%d numbers are not %d pictures of %s"
              .formatted(pictures.length, classes.length, network.shape()));
    }
    float[] losses = new float[classes.length];
    float[] slope =
        gradient.at(
            parameters,
            classes.length,
            (ops, from, to) -> {
              long[] axes = Tensors.axes(to - from, network.shape());
              Tensor x = Tensors.of(pictures, from * d, axes);
              Tensor logits = network.logits(ops, network.features(ops, x));
              long[] wanted = LongStream.range(from, to).map(i -> classes[(int) i]).toArray();
              Tensor index = Tensor.create(wanted).reshape(to - from, 1);
              Tensor each = torch.log_softmax(logits, 1).gather(1, index).neg();
              Tensors.copy(each.detach(), losses, from);
              return each.sum();
            });
    return new Result(losses, slope);
  }

  @Override
  public void close() {
    gradient.close();
  }
}
