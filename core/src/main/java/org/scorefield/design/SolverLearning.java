package org.scorefield.design;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.Start;
import org.scorefield.sampling.solver.Dpmpp2M;
import org.scorefield.sampling.solver.Tabulated;

/// Learns a sampler for few evaluations on a surrogate of the model: the weights of its steps, its
/// grid, and where it starts, together. The surrogate is a law fitted to the data, so the model is
/// never asked.
///
/// - Weights: {@link CoefficientFit}, from the surrogate's fine solutions.
/// - Grid: every candidate grid gets its weights before it is judged. First a table of ends and
///   spacings in units of the data's scale, then single levels are moved while that helps ({@link
///   LevelSearch}).
/// - Start: the Gaussian flow from sigma_max to the first level ({@link Start.Teleport}); its error
///   counts, as the teacher follows the surrogate all the way.
/// - Judge: the mean over samples of the distance between the student's end and the teacher's. Not
///   the root mean square: a few samples in a hundred end in another part of the data, and decide
///   that number by themselves.
///
/// The result is then measured on noise it has not seen, beside the {@link Peers}.
///
/// Cost: about 200 candidate samplers of N evaluations, on `samples` samples, of the surrogate.
///
/// @param fit of the weights
/// @param sigmaMax where a full run starts
/// @param samples to learn from; as many again to judge
/// @param perDecade levels of the teacher for a factor of ten in sigma
public record SolverLearning(CoefficientFit fit, double sigmaMax, int samples, int perDecade) {
  /// Weights of the last four outputs, drawn weakly to DPM-Solver++(2M).
  public static final CoefficientFit FIT = new CoefficientFit(new Dpmpp2M(), 4, 1e-4);

  /// First levels, in units of the scale of the data, besides sigma_max itself.
  private static final double[] TOPS = {40, 20, 14, 10, 7};

  /// Last positive levels, in the same units.
  private static final double[] BOTTOMS = {0.2, 0.1, 0.05, 0.02};

  /// Exponents of the spacing between them.
  private static final double[] RHOS = {3, 5, 9};

  /// The last positive level of the teacher, in the same units.
  private static final double FLOOR = 0.004;

  public SolverLearning {
    if (samples < 2 || perDecade < 4) {
      throw new IllegalArgumentException(
          "need at least 2 samples to learn from and 4 levels of the teacher for a factor of ten,"
              + " got "
              + samples
              + " and "
              + perDecade);
    }
    if (!(sigmaMax > 0) || !Double.isFinite(sigmaMax)) {
      throw new IllegalArgumentException("sigma_max must be positive and finite, got " + sigmaMax);
    }
  }

  /// The usual {@link #FIT}; 256 samples, 25 levels to a factor of ten.
  public SolverLearning(double sigmaMax) {
    this(FIT, sigmaMax, 256, 25);
  }

  /// The learned samplers of one surrogate for a comparison, whether accepted or not: one is
  /// learned whenever a number of evaluations is asked for.
  public NamedSampler named(String name, Distribution surrogate, NoiseKey key) {
    return new NamedSampler(
        name,
        evaluations ->
            evaluations < 2
                ? Optional.empty()
                : Optional.of(learn(surrogate, evaluations, key).orElseThrow().learned()));
  }

  /// {@link #learn(Distribution, int, NoiseKey, StageWatch)} with no one looking on.
  public Outcome<Learned> learn(Distribution surrogate, int evaluations, NoiseKey key) {
    return learn(surrogate, evaluations, key, StageWatch.NONE);
  }

  /// The sampler learned for so many evaluations; the same key gives the same bits.
  ///
  /// @param watch told of every grid that is tried, and able to end the search
  /// @return what was learned; diverged if the surrogate's own solutions did, cancelled if the
  ///   watch says so
  public Outcome<Learned> learn(
      Distribution surrogate, int evaluations, NoiseKey key, StageWatch watch) {
    if (evaluations < 2) {
      throw new IllegalArgumentException(
          "a grid needs at least 2 steps to have a shape, got " + evaluations + " evaluations");
    }
    Noise train = new Noise(key.child("train"), 0, samples);
    Noise judge = new Noise(key.child("judge"), 0, samples);
    return teacher(surrogate, train)
        .then(seen ->
            teacher(surrogate, judge)
                .then(unseen -> {
                  Student student = new Student(surrogate, seen.result());
                  int[] best = search(student, surrogate.scale(), evaluations, watch);
                  return watch.cancelled()
                      ? new Outcome.Cancelled<>(0)
                      : verdict(
                          surrogate,
                          student.learn(best).solver(),
                          unseen.result(),
                          judge,
                          evaluations);
                }));
  }

  private Outcome<Trajectories> teacher(Distribution surrogate, Noise noise) {
    return Trajectories.of(
        surrogate,
        new Start.Prior(),
        Trajectories.fine(sigmaMax, FLOOR * surrogate.scale(), perDecade),
        noise);
  }

  /// Judges grids of one surrogate by what can be learned on them.
  private final class Student {
    private final Distribution law;
    private final Gaussian gaussian;
    private final Trajectories teacher;

    Student(Distribution law, Trajectories teacher) {
      this.law = law;
      this.gaussian = law.matchingGaussian();
      this.teacher = teacher;
    }

    CoefficientFit.Fitted learn(int[] indices) {
      double first = teacher.levels().sigma(indices[0]);
      Batch there = gaussian.flow(teacher.state(0), sigmaMax, first);
      return fit.fit(law, there, teacher, indices, gaussian.mean()).orElseThrow();
    }

    /// The mean distance at the end.
    double miss(int[] indices) {
      return Distances.mean(learn(indices).ends(), teacher.ends());
    }
  }

  private int[] search(Student student, double scale, int evaluations, StageWatch watch) {
    List<Double> tops = new ArrayList<>(List.of(sigmaMax));
    for (double top : TOPS) {
      if (top * scale < sigmaMax) {
        tops.add(top * scale);
      }
    }
    int offers = tops.size() * BOTTOMS.length * RHOS.length;
    watch.begin("learning a solver", offers + LevelSearch.most(evaluations));
    LevelSearch search = new LevelSearch(student.teacher, student::miss, watch);
    for (double top : tops) {
      for (double bottom : BOTTOMS) {
        for (double rho : RHOS) {
          search.offer(top, bottom * scale, rho, evaluations);
        }
      }
    }
    return search.refined();
  }

  private Outcome<Learned> verdict(
      Distribution surrogate, Tabulated solver, Trajectories unseen, Noise judge, int evaluations) {
    Start start =
        new Start.Teleport(surrogate.matchingGaussian(), sigmaMax, Start.Teleport.Mode.ODE);
    Rival standard =
        Peers.all(sigmaMax, FLOOR * surrogate.scale()).stream()
            .flatMap(peer -> Rival.of(peer, surrogate, judge, unseen, evaluations).stream())
            .min(Comparator.comparingDouble(rival -> Distances.total(rival.squares)))
            .orElseThrow();
    double unit = Distances.spread(unseen.ends());
    return new Sampler(solver.grid(), solver, start)
        .sample(surrogate, judge)
        .then(done -> {
          double[] squares = Distances.squares(done.result(), unseen.ends());
          return new Outcome.Completed<>(
              new Learned(
                  solver,
                  start,
                  Distances.rootMean(squares, unit),
                  standard.sampler,
                  standard.name,
                  Distances.rootMean(standard.squares, unit),
                  Distances.ratio(squares, standard.squares)),
              done.evaluations());
        });
  }

  /// A standard sampler and its squared distances.
  private record Rival(String name, Sampler sampler, double[] squares) {
    static Optional<Rival> of(
        NamedSampler named,
        Distribution surrogate,
        Noise judge,
        Trajectories unseen,
        int evaluations) {
      return named
          .within(evaluations)
          .flatMap(sampler ->
              sampler.sample(surrogate, judge)
                      instanceof Outcome.Completed<Batch>(Batch ends, int _)
                  ? Optional.of(
                      new Rival(named.name(), sampler, Distances.squares(ends, unseen.ends())))
                  : Optional.empty());
    }
  }
}
