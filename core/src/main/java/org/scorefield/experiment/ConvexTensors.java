package org.scorefield.experiment;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.diffusion.JointDenoiser;
import org.scorefield.convex.diffusion.LevelDenoiser;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Denoiser;
import org.scorefield.denoise.Preconditioning;

/// A {@link LevelDenoiser} as named tensors, under `level.NNNN.` the function of each level; or a
/// {@link JointDenoiser}, under `joint.` that of all.
final class ConvexTensors {
  private static final String JOINT = "joint.";

  private ConvexTensors() {}

  static void put(NamedTensors out, String prefix, LevelDenoiser denoiser) {
    out.put(prefix + "mean", Tensor.of(denoiser.mean()));
    out.put(prefix + "sigma_data", Tensor.scalar(denoiser.preconditioning().sigmaData()));
    out.put(prefix + "levels", Tensor.of(denoiser.levels()));
    for (int l = 0; l < denoiser.functions().size(); l++) {
      FunctionTensors.put(out, level(prefix, l), denoiser.functions().get(l));
    }
  }

  static void put(NamedTensors out, String prefix, JointDenoiser denoiser) {
    out.put(prefix + "mean", Tensor.of(denoiser.mean()));
    out.put(prefix + "sigma_data", Tensor.scalar(denoiser.preconditioning().sigmaData()));
    out.put(prefix + "levels", Tensor.of(Vector.of(denoiser.sigmaMax(), denoiser.sigmaMin())));
    FunctionTensors.put(out, prefix + JOINT, denoiser.function());
  }

  static Denoiser read(SafeTensors content, String prefix) {
    Vector mean = content.tensor(prefix + "mean").toVector();
    Preconditioning preconditioning =
        new Preconditioning(content.tensor(prefix + "sigma_data").get(0));
    Vector levels = content.tensor(prefix + "levels").toVector();
    if (content.metadata().containsKey(prefix + JOINT + "form")) {
      requireEnds(levels);
      return new JointDenoiser(
          mean,
          preconditioning,
          levels.first(),
          levels.last(),
          FunctionTensors.read(content, prefix + JOINT));
    }
    List<VectorFunction> functions =
        IntStream.range(0, levels.size())
            .mapToObj(l -> FunctionTensors.read(content, level(prefix, l)))
            .toList();
    return new LevelDenoiser(mean, preconditioning, levels, functions);
  }

  private static void requireEnds(Vector levels) {
    if (levels.size() != 2) {
      throw new IllegalArgumentException(
          "a model of one function has a highest and a lowest level, got " + levels.size());
    }
  }

  private static String level(String prefix, int l) {
    return prefix + "level.%04d.".formatted(l);
  }
}
