package org.scorefield.engine.nn;

import org.scorefield.array.Shape;

/// A small convolutional network that tells classes of pictures apart, for the features it finds on
/// the way: a Fréchet distance needs some in which alike pictures are near, and those of a network
/// trained on the data at hand are honest for it.
///
/// Each stage is twice `silu(norm(conv 3x3))`, then the mean of four pixels; stage i, from 0, has
/// i+1 times `channels`. What is left becomes `silu(W h + b)`, the features, and these the logits
/// of the classes, linearly.
///
/// @param shape channels, height, width; filled up with zeros to sides that can be halved
/// @param classes at least 2
/// @param channels of the first stage
/// @param stages at least 1
/// @param features number of features
public record ImageClassifier(Shape shape, int classes, int channels, int stages, int features) {
  public ImageClassifier {
    Sizes.picture(shape, "classifier");
    Sizes.atLeast(2, classes, "classes");
    Sizes.atLeast(1, channels, "channels");
    Sizes.atLeast(1, stages, "stages");
    Sizes.atLeast(1, features, "features");
    int side = Math.max(shape.dimensions().get(1), shape.dimensions().get(2));
    if (stages > 30 || 1 << stages > 2 * side) {
      throw new IllegalArgumentException(
          "pictures of %s cannot be halved %d times; give fewer stages".formatted(shape, stages));
    }
  }

  /// 32 channels, halved down to sides of 4 to 7, and 64 features: 18 million multiply-adds for
  /// 1x28x28.
  public static ImageClassifier small(Shape shape, int classes) {
    Sizes.picture(shape, "classifier");
    int side = Math.max(shape.dimensions().get(1), shape.dimensions().get(2));
    int stages = 1;
    while (side >> stages >= 8) {
      stages++;
    }
    return new ImageClassifier(shape, classes, 32, stages, 64);
  }

  /// One row of features for each picture.
  public <T> T features(Ops<T> ops, T pictures) {
    Images images = Images.of(shape, 1, 1 << stages);
    T h = images.toChannels(ops, pictures);
    int inputs = images.depth();
    for (int i = 0; i < stages; i++) {
      int width = channels * (i + 1);
      h = layer(ops, "stage." + i + ".0", h, inputs, width);
      h = ops.downsample(layer(ops, "stage." + i + ".1", h, width, width));
      inputs = width;
    }
    int left = inputs * (images.rows() >> stages) * (images.columns() >> stages);
    return ops.silu(Layers.linear(ops, "features", ops.reshape(h, left), left, features));
  }

  /// One row of logits for each picture, of its features.
  public <T> T logits(Ops<T> ops, T features) {
    return Layers.linear(ops, "logits", features, this.features, classes);
  }

  private static <T> T layer(Ops<T> ops, String name, T x, int inputs, int outputs) {
    return ops.block(() -> {
      T h = Layers.convolution(ops, name + ".conv", x, inputs, outputs, 3);
      return ops.silu(Layers.groupNorm(ops, name + ".norm", h, outputs));
    });
  }
}
