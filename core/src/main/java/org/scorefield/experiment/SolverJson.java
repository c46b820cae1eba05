package org.scorefield.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Vector;
import org.scorefield.denoise.Denoiser;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.FrozenScoreSde;
import org.scorefield.sampling.solver.GaussianExponential;
import org.scorefield.sampling.solver.GaussianSde;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.sampling.solver.SurrogateExponential;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.TimeGrid;

/// The solver of a sampler file: its name, if it is one of the catalogue; otherwise an object with
/// its numbers, and the law it knows in a file beside.
final class SolverJson {
  private static final String LAW_SUFFIX = ".solver.safetensors";
  private static final String GAUSSIAN = "gaussian-exponential";
  private static final String SURROGATE = "surrogate-exponential";
  private static final String GAUSSIAN_SDE = "gaussian-sde";
  private static final String TABLE = "table";
  private static final String FROZEN_SCORE = "frozen-score";

  private SolverJson() {}

  /// Whether the solver is told by its name alone.
  static boolean isNamed(Solver solver) {
    return Solvers.named(solver.name()).equals(Optional.of(solver));
  }

  /// @throws IllegalArgumentException if there is no way to write this solver
  static JsonNode of(Solver solver, Path sampler, LawFile.Shelf laws) {
    if (isNamed(solver)) {
      return JsonNodeFactory.instance.textNode(solver.name());
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (solver) {
      case GaussianExponential(Gaussian law, int terms, boolean corrected, double above) -> {
        node.put("kind", GAUSSIAN).put("terms", terms).put("corrected", corrected);
        node.put("linear_above", above);
        laws.put(node.putObject("law"), sampler, LAW_SUFFIX, model(law));
      }
      case GaussianSde(Gaussian law) -> {
        node.put("kind", GAUSSIAN_SDE);
        laws.put(node.putObject("law"), sampler, LAW_SUFFIX, model(law));
      }
      case SurrogateExponential(Denoiser law, int terms, boolean corrected, double stride) -> {
        node.put("kind", SURROGATE).put("terms", terms).put("corrected", corrected);
        node.put("stride", stride);
        laws.put(node.putObject("law"), sampler, LAW_SUFFIX, model(law));
      }
      case Tabulated(TimeGrid _, Vector centre, List<Vector> weights) -> {
        node.put("kind", TABLE);
        add(node.putArray("centre"), centre);
        ArrayNode rows = node.putArray("weights");
        weights.forEach(row -> add(rows.addArray(), row));
      }
      case FrozenScoreSde(StepNoise.Given(Vector variances)) -> {
        node.put("kind", FROZEN_SCORE);
        add(node.putArray("variances"), variances);
      }
      case FrozenScoreSde(StepNoise.Isotropic(double variance)) ->
          node.put("kind", FROZEN_SCORE).put("data_variance", variance);
      default ->
          throw new IllegalArgumentException(
              "the solver "
                  + solver.name()
                  + " cannot be written to a file; those of the catalogue can: docs/solvers.md");
    }
    return node;
  }

  /// @param sampler the file that is read
  /// @param root its content
  /// @param grid of the sampler
  static Solver read(Path sampler, JsonFields root, TimeGrid grid) {
    if (!root.isObject("solver")) {
      return Solvers.parse(root.text("solver"));
    }
    JsonFields node = root.object("solver");
    return switch (node.text("kind")) {
      case GAUSSIAN -> {
        node.requireKnown("kind", "terms", "corrected", "linear_above", "law");
        yield new GaussianExponential(
            law(sampler, node).matchingGaussian(),
            node.integer("terms"),
            node.truth("corrected"),
            node.number("linear_above"));
      }
      case GAUSSIAN_SDE -> {
        node.requireKnown("kind", "law");
        yield new GaussianSde(law(sampler, node).matchingGaussian());
      }
      case SURROGATE -> {
        node.requireKnown("kind", "terms", "corrected", "stride", "law");
        yield new SurrogateExponential(
            law(sampler, node),
            node.integer("terms"),
            node.truth("corrected"),
            node.number("stride"));
      }
      case TABLE -> {
        node.requireKnown("kind", "centre", "weights");
        yield new Tabulated(grid, node.numbers("centre"), node.rows("weights"));
      }
      case FROZEN_SCORE -> new FrozenScoreSde(stepNoise(node, grid));
      case String other ->
          throw new IllegalArgumentException(
              "there is no solver of kind '%s'; known are %s"
                  .formatted(
                      other, List.of(GAUSSIAN, GAUSSIAN_SDE, SURROGATE, TABLE, FROZEN_SCORE)));
    };
  }

  /// Its variances, or the data variance it is exact for.
  private static StepNoise stepNoise(JsonFields node, TimeGrid grid) {
    if (node.has("data_variance")) {
      node.requireKnown("kind", "data_variance");
      return new StepNoise.Isotropic(node.number("data_variance"));
    }
    node.requireKnown("kind", "variances");
    StepNoise.Given given = new StepNoise.Given(node.numbers("variances"));
    return new StepNoise.Given(given.variances(grid));
  }

  private static Distribution law(Path sampler, JsonFields node) {
    return LawFile.get(sampler, node.object("law").requireKnown("file", "sha256")).law();
  }

  private static Model model(Denoiser denoiser) {
    if (!(denoiser instanceof Distribution law)) {
      throw new IllegalArgumentException(
          "a solver that knows a denoiser without a law cannot be written to a file");
    }
    String kind =
        switch (law) {
          case Gaussian _ -> "gaussian";
          case GaussianMixture _ -> "gmm";
          default -> "empirical";
        };
    return new Model(
        law,
        new ModelCard(
            kind,
            law.shape(),
            "",
            law.scale(),
            "what a solver knows",
            "",
            0,
            0,
            "see the sampler"));
  }

  private static void add(ArrayNode list, Vector values) {
    List<Double> boxed = new ArrayList<>(values.stream().boxed().toList());
    boxed.forEach(list::add);
  }
}
