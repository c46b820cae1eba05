package org.scorefield.convex.diffusion;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.convex.placement.CumulantPlacement;
import org.scorefield.convex.placement.GatePlacement;
import org.scorefield.denoise.Preconditioning;
import org.scorefield.linalg.Matrix;
import org.scorefield.random.NoiseKey;

/// Gates on rows `(z, u)` of data and noise level. Half of them cut both at once; a sixth see the
/// level alone, so that the linear map from z changes with it; the rest are those of a placement of
/// single levels, at some of them, and do not see the level.
final class JointPlacement {
  private static final int LEVELS = 6;
  private static final int PILOTS = 1000;

  private JointPlacement() {}

  static GatePlacement of(
      ConvexPlan.Placement placement,
      Batch clean,
      Vector mean,
      Preconditioning c,
      double sigmaMax,
      double sigmaMin,
      NoiseKey key) {
    GatePlacement both =
        placement == ConvexPlan.Placement.UNIFORM_OFFSET
            ? GatePlacement.uniformOffset()
            : GatePlacement.throughData();
    boolean bends =
        placement == ConvexPlan.Placement.CUMULANT || placement == ConvexPlan.Placement.MIXTURE;
    if (!bends) {
      return GatePlacement.mixture(List.of(both, levelAlone()), List.of(3, 1));
    }
    List<GatePlacement> all = new ArrayList<>(List.of(both, levelAlone()));
    List<Integer> shares = new ArrayList<>(List.of(LEVELS, LEVELS / 3));
    Vector ladder = NoiseLadder.geometric(sigmaMax, sigmaMin, LEVELS + 1);
    IntStream.range(1, LEVELS + 1)
        .forEach(l -> {
          NoiseKey pilots = key.child(l);
          double sigma = ladder.get(l);
          all.add(
              dataAlone(CumulantPlacement.preconditioned(clean, mean, c, sigma, PILOTS, pilots)));
          shares.add(1);
        });
    return GatePlacement.mixture(all, shares);
  }

  /// Through the levels of the rows: `w = (0, ..., 0, 1)`.
  private static GatePlacement levelAlone() {
    return (x, count, key) -> {
      int d = x.dimension() - 1;
      double[] u = new double[x.count()];
      for (int i = 0; i < u.length; i++) {
        u[i] = x.get(i, d);
      }
      Matrix line = GatePlacement.throughData().place(Batch.adopt(Shape.vector(1), u), count, key);
      double[] out = new double[count * (d + 2)];
      for (int k = 0; k < count; k++) {
        out[k * (d + 2) + d] = line.get(k, 0);
        out[k * (d + 2) + d + 1] = line.get(k, 1);
      }
      return Matrix.adopt(count, d + 2, out);
    };
  }

  /// A placement for z, with weight 0 for u. The rows it sees are those of all levels.
  private static GatePlacement dataAlone(GatePlacement placement) {
    return (x, count, key) -> {
      int d = x.dimension() - 1;
      double[] z = new double[x.count() * d];
      for (int i = 0; i < x.count(); i++) {
        System.arraycopy(x.shared(), i * (d + 1), z, i * d, d);
      }
      Matrix gates = placement.place(Batch.adopt(Shape.vector(d), z), count, key);
      double[] out = new double[count * (d + 2)];
      for (int k = 0; k < count; k++) {
        System.arraycopy(gates.shared(), k * (d + 1), out, k * (d + 2), d);
        out[k * (d + 2) + d + 1] = gates.get(k, d);
      }
      return Matrix.adopt(count, d + 2, out);
    };
  }
}
