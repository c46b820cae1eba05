package org.scorefield.design;

/// What a sampler is chosen for. The two differ: a closed-form start to the exact law changes each
/// sample a little and the quality of the set not at all, and a solver that stays near the exact
/// solution for its seed may be the worse one in law.
public enum Aim {
  /// The set of samples is as near as can be to the law, whatever the seed.
  DISTRIBUTION,
  /// Each sample is as near as can be to the one that the exact flow gives for its seed.
  FIDELITY
}
