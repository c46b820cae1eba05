package org.scorefield.convex.features;

import java.util.List;
import java.util.Locale;
import org.scorefield.catalogue.Catalogue;

/// What a random feature does with its distance z from its hyperplane. Nothing is asked of it but a
/// value: outer weights alone are fitted.
public enum FeatureActivation {
  /// `max(z, 0)`: bends on the hyperplane.
  RELU {
    @Override
    double value(double z, double slope) {
      return Math.max(z, 0);
    }
  },

  /// `ln(1 + exp(k z))/k`: bends within about 1/k of it.
  SOFTPLUS {
    @Override
    double value(double z, double slope) {
      double t = slope * z;
      return (Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)))) / slope;
    }
  },

  /// `1/(1 + exp(-k z))`: rises within about 1/k of it.
  SIGMOID {
    @Override
    double value(double z, double slope) {
      double e = Math.exp(-Math.abs(slope * z));
      return (z >= 0 ? 1 : e) / (1 + e);
    }
  },

  /// 1 for z >= 0 and 0 below. What it makes of a denoiser jumps.
  HEAVISIDE {
    @Override
    double value(double z, double slope) {
      return z >= 0 ? 1 : 0;
    }
  };

  /// @param slope k > 0; the sharp ones do without
  abstract double value(double z, double slope);

  /// All of them, by the names that commands and files have for them.
  public static final Catalogue<FeatureActivation> ALL =
      new Catalogue<>("activation of features", List.of(values()), FeatureActivation::word);

  /// The name in words.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException if there is none of this name
  public static FeatureActivation named(String word) {
    return ALL.parse(word);
  }

  /// Whether the slope matters.
  public boolean smooth() {
    return this == SOFTPLUS || this == SIGMOID;
  }
}
