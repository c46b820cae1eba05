package org.scorefield.experiment;

import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.convex.VectorFunction;
import org.scorefield.convex.diffusion.LevelDenoiser;
import org.scorefield.data.file.SafeTensors;
import org.scorefield.data.file.Tensor;
import org.scorefield.denoise.Preconditioning;

/// A {@link LevelDenoiser} as named tensors: under `level.NNNN.` the function of each level.
final class ConvexTensors {
  private ConvexTensors() {}

  static void put(NamedTensors out, String prefix, LevelDenoiser denoiser) {
    out.put(prefix + "mean", Tensor.of(denoiser.mean()));
    out.put(prefix + "sigma_data", Tensor.scalar(denoiser.preconditioning().sigmaData()));
    out.put(prefix + "levels", Tensor.of(denoiser.levels()));
    for (int l = 0; l < denoiser.functions().size(); l++) {
      FunctionTensors.put(out, level(prefix, l), denoiser.functions().get(l));
    }
  }

  static LevelDenoiser read(SafeTensors content, String prefix) {
    Vector levels = content.tensor(prefix + "levels").toVector();
    List<VectorFunction> functions =
        IntStream.range(0, levels.size())
            .mapToObj(l -> FunctionTensors.read(content, level(prefix, l)))
            .toList();
    return new LevelDenoiser(
        content.tensor(prefix + "mean").toVector(),
        new Preconditioning(content.tensor(prefix + "sigma_data").get(0)),
        levels,
        functions);
  }

  private static String level(String prefix, int l) {
    return prefix + "level.%04d.".formatted(l);
  }
}
