package org.scorefield.convex.relu;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.scorefield.array.Rows;
import org.scorefield.convex.Certificate;
import org.scorefield.linalg.Matrix;
import org.scorefield.linalg.Products;
import org.scorefield.random.NoiseKey;

/// Says how far a network is from the best one with the same weight decay, *however it was trained*
/// (Pilanci and Ergen 2002.10553; Ergen and Pilanci 2312.12657).
///
/// The dual of training is to find a residual-like L with `|L^T f(X u)| <= beta` for all unit
/// neurons u; its value bounds the objective of every network from below. The residual R of the
/// network itself, scaled until it keeps to that, is such a point. So all that is needed is the
/// neuron that correlates most with R, which is {@link BestNeuron}: if it does not exceed beta, a
/// stationary network is globally optimal.
///
/// With all activation patterns enumerated the bound holds for every network. That takes few rows,
/// or inputs of rank 2 or 3. Otherwise patterns are sampled, and the bound holds among networks
/// with those.
///
/// @param complete whether all patterns are enumerated
/// @param samples gates drawn, where they are not
/// @param climbs of them and of the network's own neurons, that a local search starts from
/// @param tolerance relative, of the bound on correlations with two outputs
/// @param key of the gates
public record Certifier(
    boolean complete, int samples, int climbs, double tolerance, NoiseKey key) {
  private static final double TOLERANCE = 1e-5;

  public Certifier {
    if (samples < 0 || climbs < 0 || !(tolerance > 0)) {
      throw new IllegalArgumentException(
          "numbers of gates and climbs must not be negative and the tolerance positive, got %d, %d and %s"
              .formatted(samples, climbs, tolerance));
    }
  }

  /// Over all patterns: a bound for every network.
  public static Certifier exact() {
    return new Certifier(true, 0, 0, TOLERANCE, NoiseKey.of(0));
  }

  /// Over so many sampled patterns, those of the network and their neighbours.
  public static Certifier sampled(int samples, NoiseKey key) {
    return new Certifier(false, samples, 32, TOLERANCE, key);
  }

  /// The certificate of a network.
  ///
  /// @param affine W of the network as it stands, k x q
  /// @throws IllegalArgumentException if sizes do not fit, beta is not positive, or all patterns
  ///   are asked for and there are too many
  public Audit certify(NeuronProblem problem, Neurons neurons, Matrix affine, double beta) {
    NeuronProblem.requireBeta(beta);
    double objective = problem.objective(neurons, affine, beta);
    Neurons balanced = neurons.balanced();
    double[] residual = problem.residual(balanced);
    return audit(
        problem,
        balanced,
        beta,
        objective,
        problem.objective(balanced, affine, beta),
        residual,
        search(problem, balanced, residual, patterns(problem)));
  }

  /// The same for neurons whose affine part is the best one.
  public Audit certify(NeuronProblem problem, Neurons neurons, double beta) {
    return certify(problem, neurons, problem.affine(neurons), beta);
  }

  /// The least beta at which the best network has no neurons: the largest correlation with the
  /// targets. An upper bound of it, and of all that were looked at if these are not all.
  public double largestBeta(NeuronProblem problem) {
    Neurons none = Neurons.none(problem.width(), problem.outputs());
    return search(problem, none, problem.target(), patterns(problem)).best().bound();
  }

  /// What does not depend on the network: all patterns, or the sampled ones.
  Set<BestNeuronPattern> patterns(NeuronProblem problem) {
    if (complete) {
      return new LinkedHashSet<>(BestNeuronPatterns.all(problem));
    }
    Set<BestNeuronPattern> out = new LinkedHashSet<>();
    for (double[] gate : BestNeuronPatterns.gates(problem, samples, key)) {
      out.add(
          BestNeuronPattern.of(problem.rows().shared(), problem.count(), gate));
    }
    return out;
  }

  Audit audit(
      NeuronProblem problem,
      Neurons balanced,
      double beta,
      double asIs,
      double level,
      double[] residual,
      Searched searched) {
    BestNeuronSearch.Found best = searched.best();
    double primal =
        NeuronProblem.squared(residual) / 2 + beta * balanced.pathNorm();
    return new Audit(
        beta,
        asIs,
        level,
        new Certificate(
            primal,
            problem.lowerBound(residual, best.bound(), beta),
            complete ? Certificate.Scope.NETWORK : Certificate.Scope.GIVEN_GATES),
        BestNeuron.of(problem, best, beta),
        best.bound(),
        searched.patterns(),
        defect(problem, balanced, residual, beta),
        impliedBeta(problem, balanced, residual));
  }

  /// @param patterns how many were looked into
  record Searched(BestNeuronSearch.Found best, int patterns) {}

  /// The best neuron for a residual.
  Searched search(
      NeuronProblem problem,
      Neurons neurons,
      double[] residual,
      Set<BestNeuronPattern> patterns) {
    BestNeuronSearch search = new BestNeuronSearch(problem, residual);
    if (complete) {
      return new Searched(search.over(List.copyOf(patterns), tolerance), patterns.size());
    }
    Set<BestNeuronPattern> all = new LinkedHashSet<>(BestNeuronPatterns.of(problem, neurons));
    all.addAll(patterns);
    List<BestNeuronSearch.Found> ends = climbed(problem, neurons, search);
    ends.forEach(found -> all.add(found.pattern()));
    BestNeuronSearch.Found best = search.over(List.copyOf(all), tolerance);
    for (BestNeuronSearch.Found found : ends) {
      best = BestNeuronSearch.better(best, found);
    }
    return new Searched(best, all.size());
  }

  /// Where climbs from gates end: half of them from gates at random, half from the network's
  /// neurons.
  private List<BestNeuronSearch.Found> climbed(
      NeuronProblem problem, Neurons neurons, BestNeuronSearch search) {
    List<double[]> starts = new ArrayList<>();
    int own = Math.min(neurons.count(), climbs / 2);
    for (int k = 0; k < own; k++) {
      starts.add(neurons.inner().row(k * neurons.count() / own));
    }
    starts.addAll(
        List.of(BestNeuronPatterns.gates(problem, climbs - own, key.child("climbs"))));
    BestNeuronSearch.Found[] ends = new BestNeuronSearch.Found[starts.size()];
    Rows.parallel(ends.length, 1, (k, _) -> ends[k] = search.climb(starts.get(k)));
    return List.of(ends);
  }

  /// The gradient in all neurons over that of the weight decay.
  private static double defect(
      NeuronProblem problem, Neurons neurons, double[] residual, double beta) {
    if (neurons.count() == 0) {
      return 0;
    }
    BestNeuronSearch search = new BestNeuronSearch(problem, residual);
    int width = problem.width();
    int q = problem.outputs();
    double sum = 0;
    for (int j = 0; j < neurons.count(); j++) {
      double[] u = neurons.inner().row(j);
      double[] alpha = neurons.outer().row(j);
      double[] m =
          search.moment(BestNeuronPattern.of(problem.rows().shared(), problem.count(), u));
      for (int i = 0; i < width; i++) {
        double g = beta * u[i];
        for (int k = 0; k < q; k++) {
          g -= m[i * q + k] * alpha[k];
        }
        sum += g * g;
      }
      for (int k = 0; k < q; k++) {
        double g = beta * alpha[k];
        for (int i = 0; i < width; i++) {
          g -= m[i * q + k] * u[i];
        }
        sum += g * g;
      }
    }
    return Math.sqrt(sum / neurons.weightDecay()) / beta;
  }

  /// See {@link Audit}.
  public static double impliedBeta(NeuronProblem problem, Neurons neurons) {
    return impliedBeta(problem, neurons, problem.residual(neurons));
  }

  private static double impliedBeta(
      NeuronProblem problem, Neurons neurons, double[] residual) {
    double[] h = problem.hidden(neurons.inner());
    double[] s =
        Products.times(h, problem.count(), neurons.outer());
    double inner = 0;
    for (int i = 0; i < s.length; i++) {
      inner += residual[i] * s[i];
    }
    return inner / neurons.pathNorm();
  }
}
