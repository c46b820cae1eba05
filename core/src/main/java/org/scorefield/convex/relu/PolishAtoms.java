package org.scorefield.convex.relu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scorefield.linalg.Matrix;

/// Neurons as the convex programs have them: `D X p a^T` with p in the cone of the pattern D and a
/// of norm 1, at the penalty |p|. The pattern is kept, not read off p: on a kink it would depend on
/// rounding.
///
/// @param patterns D of each
/// @param inner p, m x D
/// @param outer a, m x q
record PolishAtoms(List<BestNeuronPattern> patterns, Matrix inner, Matrix outer) {
  /// Directions closer than this are one.
  private static final double PARALLEL = 1e-12;

  PolishAtoms {
    patterns = List.copyOf(patterns);
  }

  private record Atom(BestNeuronPattern pattern, double[] inner, double[] outer) {}

  static PolishAtoms of(NeuronProblem problem, Neurons neurons) {
    Neurons balanced = neurons.balanced();
    List<Atom> atoms = new ArrayList<>();
    for (int j = 0; j < balanced.count(); j++) {
      double[] u = balanced.inner().row(j);
      double[] alpha = balanced.outer().row(j);
      double strength = Math.sqrt(NeuronProblem.squared(alpha));
      atoms.add(
          new Atom(
              BestNeuronPattern.of(problem.rows().shared(), problem.count(), u),
              BestNeuronSearch.scaled(u, strength),
              BestNeuronSearch.scaled(alpha, 1 / strength)));
    }
    return of(atoms, problem.width(), problem.outputs());
  }

  private static PolishAtoms of(List<Atom> atoms, int width, int outputs) {
    double[] p = new double[atoms.size() * width];
    double[] a = new double[atoms.size() * outputs];
    for (int k = 0; k < atoms.size(); k++) {
      System.arraycopy(atoms.get(k).inner, 0, p, k * width, width);
      System.arraycopy(atoms.get(k).outer, 0, a, k * outputs, outputs);
    }
    return new PolishAtoms(
        atoms.stream().map(Atom::pattern).toList(),
        Matrix.adopt(atoms.size(), width, p),
        Matrix.adopt(atoms.size(), outputs, a));
  }

  int count() {
    return patterns.size();
  }

  private Atom atom(int k) {
    return new Atom(patterns.get(k), inner.row(k), outer.row(k));
  }

  /// The same patterns and output directions with other p.
  PolishAtoms withInner(double[] p) {
    return new PolishAtoms(patterns, Matrix.adopt(count(), inner.columns(), p), outer);
  }

  /// One more.
  ///
  /// @param strength |p|
  PolishAtoms with(BestNeuronSearch.Found found, double strength) {
    List<Atom> atoms = new ArrayList<>();
    for (int k = 0; k < count(); k++) {
      atoms.add(atom(k));
    }
    atoms.add(
        new Atom(
            found.pattern(), BestNeuronSearch.scaled(found.u(), strength), found.v().clone()));
    return of(atoms, inner.columns(), outer.columns());
  }

  /// Those of one pattern and one output direction made one, which the penalty never minds, and
  /// those that are 0 left out.
  PolishAtoms merged() {
    Map<BestNeuronPattern, List<Atom>> byPattern = new LinkedHashMap<>();
    for (int k = 0; k < count(); k++) {
      Atom next = atom(k);
      if (NeuronProblem.squared(next.inner) > 0) {
        List<Atom> same = byPattern.computeIfAbsent(next.pattern, _ -> new ArrayList<>());
        int twin = twin(same, next);
        if (twin < 0) {
          same.add(next);
        } else {
          same.set(twin, sum(same.get(twin), next));
        }
      }
    }
    return of(
        byPattern.values().stream().flatMap(List::stream).toList(),
        inner.columns(),
        outer.columns());
  }

  private static int twin(List<Atom> same, Atom next) {
    for (int i = 0; i < same.size(); i++) {
      if (BestNeuronPattern.dot(same.get(i).outer, 0, next.outer) > 1 - PARALLEL) {
        return i;
      }
    }
    return -1;
  }

  private static Atom sum(Atom a, Atom b) {
    double[] p = a.inner.clone();
    for (int j = 0; j < p.length; j++) {
      p[j] += b.inner[j];
    }
    return new Atom(a.pattern, p, a.outer);
  }

  /// Balanced neurons.
  Neurons neurons() {
    return new Neurons(inner, outer).balanced();
  }
}
