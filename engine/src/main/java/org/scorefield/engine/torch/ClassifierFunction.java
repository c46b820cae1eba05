package org.scorefield.engine.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.scorefield.array.Batch;
import org.scorefield.array.Rows;
import org.scorefield.array.Shape;
import org.scorefield.engine.nn.ImageClassifier;
import org.scorefield.engine.nn.Layout;

/// A classifier at fixed parameters. Pictures are computed one by one, so the result for one cannot
/// depend on those beside it.
public final class ClassifierFunction {
  private final ImageClassifier network;
  private final TorchOps ops;

  /// @param parameters as {@link Layout} has them
  public ClassifierFunction(ImageClassifier network, float[] parameters) {
    this.network = network;
    ops = new TorchOps(Tensors.loaded(parameters, Layout.of(network)));
  }

  /// Features, one row a picture.
  public Batch features(Batch pictures) {
    return each(pictures, network.features(), x -> network.features(ops, x));
  }

  /// Logits of the classes, one row a picture.
  public Batch logits(Batch pictures) {
    return each(pictures, network.classes(), x -> network.logits(ops, network.features(ops, x)));
  }

  private Batch each(Batch pictures, int width, UnaryOperator<Tensor> map) {
    int d = network.shape().size();
    double[] in = pictures.shared();
    double[] out = new double[Math.multiplyExact(pictures.count(), width)];
    Rows.parallel(
        pictures.count(),
        32,
        (from, to) -> {
          float[] x = new float[d];
          float[] y = new float[width];
          for (int row = from; row < to; row++) {
            for (int i = 0; i < d; i++) {
              x[i] = (float) in[row * d + i];
            }
            Torch.inference(() -> {
              Tensor picture = Tensors.of(x, 0, Tensors.axes(1, network.shape()));
              Tensors.copy(map.apply(picture), y, 0);
              return y;
            });
            for (int i = 0; i < width; i++) {
              out[row * width + i] = y[i];
            }
          }
        });
    return Batch.adopt(Shape.vector(width), out);
  }
}
