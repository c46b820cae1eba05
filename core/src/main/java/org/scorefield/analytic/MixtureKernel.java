package org.scorefield.analytic;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;

/// How a mixture is evaluated: the same numbers to rounding, by whichever organisation suits its
/// dimension. The weights and components are those of the mixture, and have been checked.
sealed interface MixtureKernel permits ColumnKernel, GroupedKernel {

  static MixtureKernel of(Vector weights, List<Gaussian> components) {
    return components.getFirst().shape().size() <= ColumnKernel.LARGEST_DIMENSION
        ? new ColumnKernel(weights, components)
        : new GroupedKernel(weights, components);
  }

  /// `sum_c w_c [meanFactor mu_c + factor(Sigma_c) (x - mu_c)]` with the responsibilities `w_c` of
  /// x at noise level sigma.
  Batch combine(Batch x, double sigma, double meanFactor, DoubleUnaryOperator factor);

  /// Responsibilities and log density at noise level sigma.
  Expectation expectation(Batch x, double sigma);

  /// `log p(x; sigma)` alone, one a sample.
  Vector logDensity(Batch x, double sigma);

  /// What one evaluation of all components gives.
  ///
  /// @param responsibilities n x K
  /// @param logDensity n
  record Expectation(double[] responsibilities, double[] logDensity) {}
}
