package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scorefield.array.Vector;
import org.scorefield.schedule.GridRule;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;
import org.scorefield.wiring.LevelRange;

/// The schemes that can be chosen for a model: the two published designs, others of the same
/// family, and those optimised for the model's own loss, each with the step noises of {@link
/// NoiseChoice}.
public final class Schemes {
  /// The polynomial levels of EDM (Karras et al. 2206.00364).
  public static final NamedRule EDM = new NamedRule("rho 7", new RhoGrid(7));

  /// The exponential levels of Song et al. (2011.13456).
  public static final NamedRule SONG = new NamedRule("exponential", new LogUniformGrid());

  /// Levels optimised for the step noise they are used with.
  public static final String OPTIMISED = "optimised levels";

  /// All rules, in the order of reports.
  public static final List<NamedRule> RULES =
      List.of(
          new NamedRule("rho 3", new RhoGrid(3)),
          new NamedRule("rho 5.3", new RhoGrid(5.3)),
          EDM,
          new NamedRule("rho 12", new RhoGrid(12)),
          SONG);

  /// A grid of more levels than there are is moved below the range.
  private static final double ROUNDING = 1e-9;

  private final LevelRange range;
  private final EpsilonLoss loss;
  private final Map<NoiseChoice, GridProgram> programs;

  private Schemes(LevelRange range, EpsilonLoss loss, Map<NoiseChoice, GridProgram> programs) {
    this.range = range;
    this.loss = loss;
    this.programs = programs;
  }

  /// A grid rule under the name it has among schemes.
  public record NamedRule(String name, GridRule rule) {}

  /// Schemes by rules alone.
  ///
  /// @param range levels at which the model may be asked; all schemes have its ends
  /// @param loss of the model
  public static Schemes byRule(LevelRange range, EpsilonLoss loss) {
    return new Schemes(range, loss, Map.of());
  }

  /// Those and the optimised ones, of up to so many steps.
  public static Schemes of(LevelRange range, EpsilonLoss loss, int mostSteps) {
    TimeGrid candidates = candidates(range);
    int steps = Math.min(mostSteps, candidates.steps());
    Map<NoiseChoice, GridProgram> programs = new EnumMap<>(NoiseChoice.class);
    for (NoiseChoice noise : NoiseChoice.values()) {
      programs.put(noise, GridProgram.among(candidates, loss, StepCost.of(noise), steps));
    }
    return new Schemes(range, loss, programs);
  }

  /// Geometric levels, as far as the model has them.
  private static TimeGrid candidates(LevelRange range) {
    double[] levels =
        new LogUniformGrid()
            .levels(GridProgram.CANDIDATES, range.sigmaMax(), range.sigmaMin()).stream()
                .map(range.nearest())
                .map(level -> -level)
                .sorted()
                .distinct()
                .map(level -> -level)
                .toArray();
    return new TimeGrid(Vector.adopt(levels));
  }

  /// A rule under its usual name among schemes, or under its own.
  public static NamedRule named(GridRule rule) {
    return RULES.stream()
        .filter(known -> known.rule().equals(rule))
        .findFirst()
        .orElseGet(() -> new NamedRule(rule.name(), rule));
  }

  /// A scheme by a rule; empty if the model has too few levels for it.
  public Optional<Scheme> by(NamedRule named, NoiseChoice noise, int steps) {
    return range
        .snapped(named.rule().toMin(steps, range.sigmaMax(), range.sigmaMin()))
        .filter(grid -> grid.last() > range.sigmaMin() * (1 - ROUNDING))
        .map(grid -> noise.on(named.name(), grid, loss));
  }

  /// The same where there has to be one.
  ///
  /// @throws IllegalArgumentException if the model has too few levels
  public Scheme require(NamedRule named, NoiseChoice noise, int steps) {
    return by(named, noise, steps)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the model has not so many noise levels between %s and %s as %d steps of %s need; take fewer steps"
                    .formatted(range.sigmaMin(), range.sigmaMax(), steps, named.name())));
  }

  /// The levels of least path divergence for a step noise; empty if these schemes are by rule
  /// alone, or were made for fewer steps.
  public Optional<Scheme> optimised(NoiseChoice noise, int steps) {
    return Optional.ofNullable(programs.get(noise))
        .filter(program -> steps <= program.steps())
        .map(program -> noise.on(OPTIMISED, program.grid(steps), loss));
  }

  /// Every rule and the optimised levels, with every step noise.
  public List<Scheme> all(int steps) {
    List<Scheme> schemes = new ArrayList<>();
    for (NoiseChoice noise : NoiseChoice.values()) {
      RULES.forEach(rule -> by(rule, noise, steps).ifPresent(schemes::add));
      optimised(noise, steps).ifPresent(schemes::add);
    }
    return List.copyOf(schemes);
  }

  /// The scheme of least path divergence for this model.
  public Optional<Scheme> best(int steps) {
    return all(steps).stream().min(Comparator.comparingDouble(s -> PathCost.of(s, loss)));
  }
}
