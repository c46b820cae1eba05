package org.scorefield.budget;

import java.util.List;
import org.scorefield.array.Vector;
import org.scorefield.catalogue.Catalogue;
import org.scorefield.sampling.solver.StepNoise;
import org.scorefield.schedule.TimeGrid;

/// The step noises among which schemes choose.
public enum NoiseChoice {
  /// eta = D: the score is frozen over the step.
  FROZEN_SCORE("frozen-score", ""),
  /// eta_k = D_k v_{k+1}/v_k: the denoiser is frozen, as in DDPM.
  DDPM("ddpm", ", DDPM noise"),
  /// eta_k = D_k (1 - x_k q_k): least path divergence for the model's own loss.
  BEST("best", ", best noise");

  private final String label;
  private final String suffix;

  NoiseChoice(String label, String suffix) {
    this.label = label;
    this.suffix = suffix;
  }

  /// The step noise of that name.
  ///
  /// @throws IllegalArgumentException naming those there are
  public static NoiseChoice parse(String name) {
    return new Catalogue<>("step noise", List.of(values()), NoiseChoice::label).parse(name);
  }

  /// The name on the command line.
  public String label() {
    return label;
  }

  /// What it adds to the name of a scheme.
  public String suffix() {
    return suffix;
  }

  /// The scheme on a grid, its name the grid's with that of the noise.
  ///
  /// @param loss of the model that is sampled
  public Scheme on(String gridName, TimeGrid grid, EpsilonLoss loss) {
    return new Scheme(gridName + suffix, grid, noise(grid, loss));
  }

  private StepNoise noise(TimeGrid grid, EpsilonLoss loss) {
    return switch (this) {
      case FROZEN_SCORE -> new StepNoise.FrozenScore();
      case DDPM -> new StepNoise.FrozenDenoiser();
      case BEST ->
          StepNoise.Given.optimal(grid, Vector.generate(grid.steps(), k -> loss.at(grid.sigma(k))));
    };
  }
}
