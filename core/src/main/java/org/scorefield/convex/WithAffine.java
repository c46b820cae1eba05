package org.scorefield.convex;

import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;

/// A function with an affine one added, `G(u) = F(u) + A u + b`.
///
/// @param base F
/// @param slope A, outputs x inputs
/// @param bias b, outputs
public record WithAffine(VectorFunction base, Matrix slope, Vector bias) implements VectorFunction {

  public WithAffine {
    if (slope.rows() != base.outputs()
        || slope.columns() != base.inputs()
        || bias.size() != base.outputs()) {
      throw new IllegalArgumentException(
          "a function from %d to %d components needs a slope of %d x %d and a bias of %d, got %d x %d and %d"
              .formatted(
                  base.inputs(),
                  base.outputs(),
                  base.outputs(),
                  base.inputs(),
                  base.outputs(),
                  slope.rows(),
                  slope.columns(),
                  bias.size()));
    }
  }

  @Override
  public int inputs() {
    return base.inputs();
  }

  @Override
  public int outputs() {
    return base.outputs();
  }

  @Override
  public Batch value(Batch x) {
    Batch value = base.value(x);
    double[] out = Products.timesTransposed(x.shared(), x.count(), slope);
    double[] of = value.shared();
    int m = outputs();
    for (int k = 0; k < out.length; k++) {
      out[k] += of[k] + bias.get(k % m);
    }
    return Batch.adopt(value.shape(), out);
  }
}
