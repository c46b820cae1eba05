package org.scorefield.accelerate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.scorefield.array.Batch;
import org.scorefield.denoise.Denoiser;
import org.scorefield.design.CoefficientFit;
import org.scorefield.design.Distances;
import org.scorefield.design.LevelSearch;
import org.scorefield.design.StageWatch;
import org.scorefield.random.Noise;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Tabulated;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.schedule.TimeGrid;

/// Learns a sampler that stays near the model's own solutions: weights, grid and start, on the
/// model's own trajectories.
///
/// 1. *Probe.* DPM-Solver++(2M) on rho = 7 with the teacher's noise: how the model answers where a
///    student is off the path ({@link Answers}).
/// 2. *Placing.* Thousands of grids on the {@link Shadow}, each with weights of its own, from white
///    noise and from jumps by the data's Gaussian.
/// 3. *Trial.* The best grid that was not tried yet is run on the model, its weights fitted there
///    step by step, on the student's own states. What the model said on the way refines the shadow;
///    2 and 3 are repeated.
///
/// The trial that ended nearest to the teacher is the result. A run on which the model's answers
/// stop being finite teaches nothing and is left out; if that leaves none, the search diverged.
///
/// @param task what is wanted
/// @param effort what may be asked of the model
record FidelitySearch(Task task, Effort effort) {
  static final CoefficientFit FIT = new CoefficientFit(new Dpmpp2M(), 5, 1e-4);
  private static final int BANDS = 6;

  /// First levels of a grid, in units of the scale of the data, besides sigma_max.
  private static final double[] TOPS = {40, 20, 14, 10, 7};

  /// Last positive levels, in the same units, besides sigma_min.
  private static final double[] BOTTOMS = {0.2, 0.1, 0.05, 0.02};

  /// Exponents of the spacing between them.
  private static final double[] RHOS = {2, 4, 7, 11};

  /// Searches whose levels are moved.
  private static final int REFINED = 6;

  /// A sampler learned on one grid, and what became of it on the teacher's noise.
  ///
  /// @param promised root mean square error on the shadow that proposed it
  /// @param error the same on the model
  /// @param mean distance on the model
  record Trial(
      int[] indices,
      Tabulated solver,
      Excursion excursion,
      double promised,
      double error,
      double mean) {}

  /// @param trials in the order they were made
  /// @param shadow as all of them have refined it
  record Found(List<Trial> trials, Shadow shadow) {
    Trial best() {
      return trials.stream().min(Comparator.comparingDouble(Trial::mean)).orElseThrow();
    }
  }

  /// The most evaluations that {@link #run} takes beside the teacher's.
  long cost() {
    return (long) effort.teachers() * task.evaluations() * (effort.trials() + 1);
  }

  Sampler sampler(Trial trial) {
    TimeGrid grid = trial.solver().grid();
    Start start =
        trial.indices()[0] == 0
            ? new Start.Prior()
            : new Start.Teleport(task.gaussian(), task.sigmaMax(), Start.Teleport.Mode.ODE);
    return new Sampler(grid, trial.solver(), start);
  }

  Outcome<Found> run(Denoiser model, Teacher teacher, StageWatch watch) {
    Spread spread = Spread.of(task.gaussian(), BANDS);
    List<Integer> landings = landings(teacher);
    Shadow blank = Shadow.of(teacher, spread, task.gaussian(), landings);
    List<Trial> trials = new ArrayList<>();
    List<int[]> grids = new ArrayList<>();
    List<Excursion> excursions = new ArrayList<>();
    probe(model, teacher).ifPresent(excursions::add);
    Outcome<Found> failed = new Outcome.Cancelled<>(0);
    for (int i = 0; i < effort.trials() && !watch.cancelled(); i++) {
      Shadow shadow = blank.answering(Answers.of(teacher, spread, excursions));
      int[] indices = proposal(shadow, grids, watch);
      grids.add(indices);
      Outcome<Trial> outcome = tried(model, indices, shadow);
      if (outcome instanceof Outcome.Completed<Trial>(Trial trial, int _)) {
        trials.add(trial);
        excursions.add(trial.excursion());
      } else {
        failed = outcome.then(_ -> new Outcome.Cancelled<>(0));
      }
    }
    if (trials.isEmpty()) {
      return failed;
    }
    Shadow refined = blank.answering(Answers.of(teacher, spread, excursions));
    return new Outcome.Completed<>(new Found(List.copyOf(trials), refined), 0);
  }

  private List<Integer> landings(Teacher teacher) {
    return Arrays.stream(TOPS)
        .map(top -> top * task.gaussian().scale())
        .filter(top -> top < task.sigmaMax())
        .mapToObj(teacher.path()::nearest)
        .filter(level -> level > 0)
        .distinct()
        .toList();
  }

  private Optional<Excursion> probe(Denoiser model, Teacher teacher) {
    int[] indices = usual(teacher, task.evaluations());
    TimeGrid grid = teacher.path().grid(indices);
    Recording recording = new Recording(model);
    return new Sampler(grid, new Dpmpp2M(), new Start.Given(teacher.path().state(0)))
                .sample(recording, Noise.of(0, teacher.samples()))
            instanceof Outcome.Completed<Batch> _
        ? Optional.of(new Excursion(indices, recording.states(), recording.outputs()))
        : Optional.empty();
  }

  /// rho = 7 among the levels of the teacher.
  static int[] usual(Teacher teacher, int steps) {
    return nearest(
        teacher, new RhoGrid(7).toZero(steps, teacher.levels().first(), lowest(teacher)));
  }

  /// The levels of the teacher nearest to those of a grid; where some fall together, fewer.
  static int[] nearest(Teacher teacher, TimeGrid grid) {
    return grid.sigmas().stream()
        .mapToInt(sigma -> teacher.path().nearest(sigma))
        .distinct()
        .toArray();
  }

  private static double lowest(Teacher teacher) {
    return teacher.levels().sigma(teacher.levels().steps() - 1);
  }

  /// The grid that promises most among those not tried: of every start and spacing the best, and
  /// the most promising of these with their levels moved.
  private int[] proposal(Shadow shadow, List<int[]> tried, StageWatch watch) {
    watch.begin("placing levels on the shadow of the model", 0);
    List<LevelSearch> searches = new ArrayList<>();
    Stream.concat(Stream.of(0), shadow.landings().stream())
        .forEach(top -> {
          for (double rho : RHOS) {
            searches.add(offered(shadow, top, rho, tried, watch));
          }
        });
    return searches.stream()
        .sorted(Comparator.comparingDouble(LevelSearch::value))
        .limit(REFINED)
        .filter(search -> Double.isFinite(search.value()))
        .map(search -> new Refined(search.refined(), search))
        .min(Comparator.comparingDouble(refined -> refined.search().value()))
        .map(Refined::indices)
        .orElseGet(() -> usual(shadow.teacher(), task.evaluations()));
  }

  /// A search when it is done.
  private record Refined(int[] indices, LevelSearch search) {}

  private LevelSearch offered(
      Shadow shadow, int top, double rho, List<int[]> tried, StageWatch watch) {
    Teacher teacher = shadow.teacher();
    LevelSearch search =
        new LevelSearch(
            teacher.path(),
            indices ->
                isTried(indices, tried) ? Double.POSITIVE_INFINITY : shadow.miss(FIT, indices),
            watch);
    double first = teacher.levels().sigma(top);
    double lowest = lowest(teacher);
    search.offer(first, lowest, rho, task.evaluations());
    for (double bottom : BOTTOMS) {
      double last = bottom * task.gaussian().scale();
      if (lowest < last && last < first) {
        search.offer(first, last, rho, task.evaluations());
      }
    }
    return search;
  }

  private static boolean isTried(int[] indices, List<int[]> tried) {
    return tried.stream().anyMatch(grid -> Arrays.equals(grid, indices));
  }

  private Outcome<Trial> tried(Denoiser model, int[] indices, Shadow shadow) {
    Teacher teacher = shadow.teacher();
    Batch start = Shadow.landed(teacher, task.gaussian(), indices[0]);
    Recording recording = new Recording(model);
    return FIT.fit(recording, start, teacher.path(), indices, task.gaussian().mean())
        .then(fitted -> {
          Excursion excursion = new Excursion(indices, recording.states(), recording.outputs());
          return new Outcome.Completed<>(
              trial(fitted.result(), excursion, shadow), fitted.evaluations());
        });
  }

  private static Trial trial(CoefficientFit.Fitted fitted, Excursion excursion, Shadow shadow) {
    int[] indices = excursion.indices();
    Batch ends = shadow.teacher().path().ends();
    double[] squares = Distances.squares(fitted.ends(), ends);
    double unit = Distances.spread(ends);
    return new Trial(
        indices,
        fitted.solver(),
        excursion,
        shadow.miss(FIT, indices) / unit,
        Math.sqrt(Arrays.stream(squares).average().orElseThrow()) / unit,
        Distances.mean(fitted.ends(), ends) / unit);
  }
}
